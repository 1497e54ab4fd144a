// A stranger who knows an address asks for codes and types wrong ones all day. A browser that its owner signed in with
// before counts apart: they still get their code and come in; other browsers stay shut.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askCode, mailedCode, otherThan } from '../harness/mailed_code.mjs';
import { insider } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();

// An owner whose browser is known, and signed out.
async function owner() {
  const person = await insider(portal, 'client');
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
  for (let mails = 0; mails < 6; ++mails, portal.advance(61)) await askCode(new Browser(portal), email);
  assert.equal((await askCode(new Browser(portal), email)).status, 429);
  assert.equal((await askCode(browser, email)).status, 202);
  await mailedCode(portal, email, 'sign_in', 5);
  assert.equal((await askCode(browser, email)).status, 429);
});
