// A stranger who knows an address asks for codes and types wrong ones all day; one who got hold of the password guesses at
// the app. A browser that the owner signed in with before counts apart: they still come in; other browsers stay shut.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askCode, mailedCode, otherThan } from '../harness/mailed_code.mjs';
import { insider, kPassword } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';
import { freshCode } from '../harness/second_factor.mjs';

const portal = await sharedPortal();

// An owner whose browser is known, and signed out.
async function owner(role = 'client') {
  const person = await insider(portal, role);
  await person.browser.submit(await person.browser.get('/logout'), '/logout');
  return person;
}

for (const purpose of ['sign_in', 'reset']) {
  test(`${purpose}: a stranger’s wrong codes do not shut the owner’s browser out`, async () => {
    const { email, browser } = await owner();
    for (let round = 0; round < 2; ++round) {
      const stranger = new Browser(portal);
      const { sign_in } = (await askCode(stranger, email, purpose)).json;
      const code = otherThan(await mailedCode(portal, email, purpose, round));
      for (let tries = 0; tries < 5; ++tries) assert.equal((await stranger.json('/verify-otp', { sign_in, code })).status, 422);
      portal.advance(61);
    }
    const other = new Browser(portal), late = (await askCode(other, email, purpose)).json.sign_in;
    assert.equal((await other.json('/verify-otp', { sign_in: late, code: await mailedCode(portal, email, purpose, 2) })).status, 422, 'ten a day are more for strangers');
    const { sign_in } = (await askCode(browser, email, purpose)).json;
    assert.equal((await browser.json('/verify-otp', { sign_in, code: await mailedCode(portal, email, purpose, 3) })).status, 200, 'the owner is shut out');
  });
}

test('a stranger who asks and asks does not use up the owner’s mails, and the owner’s browser has a limit too', async () => {
  const { email, browser } = await owner();
  for (let mails = 0; mails < 5; ++mails, portal.advance(61)) {
    await askCode(new Browser(portal), email);
    await mailedCode(portal, email, 'sign_in', mails);  // before its code is too old to be mailed
  }
  assert.equal((await askCode(new Browser(portal), email)).status, 429);
  assert.equal((await askCode(browser, email)).status, 202);
  await mailedCode(portal, email, 'sign_in', 5);
  assert.equal((await askCode(browser, email)).status, 429);
});

test('wrong codes of an app after a stolen password pause it for strangers, not for the owner’s browser', async () => {
  const person = await owner('agent');
  const step = async (browser) => (await browser.json('/login', { identifier: person.email, password: kPassword })).json.sign_in;
  const type = async (browser, sign_in, code) => (await browser.json('/login/step', { sign_in, factor: 'totp', code })).status;
  for (let tries = 0; tries < 11; ++tries, portal.advance(901)) {
    const thief = new Browser(portal);
    assert.equal(await type(thief, await step(thief), otherThan(freshCode(portal, person.email, person.totp))), 422);
  }
  const other = new Browser(portal);
  assert.equal(await type(other, await step(other), freshCode(portal, person.email, person.totp)), 422, 'ten a day are more for strangers');
  assert.equal(await type(person.browser, await step(person.browser), freshCode(portal, person.email, person.totp)), 200, 'the owner is shut out');
});
