// Wrong codes count for the address, not for the code: asking for fresh codes, from other browsers and other addresses,
// buys no more than ten tries a day.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askCode, mailedCode, otherThan } from '../harness/mailed_code.mjs';
import { address, beginSignUp, hire, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kWrongPerDay = 10, kTries = 5;
const portal = await sharedPortal();
const wrong = (code) => code.slice(0, 5) + (Number(code[5]) + 1) % 10;

test('fresh codes in fresh browsers share one count of wrong tries', async () => {
  const email = address('victim');
  let looked = 0, asked = 0;
  for (let round = 1; round <= 4; ++round) {
    portal.advance(3601);  // past the mails of an hour, too
    const browser = new Browser(portal);
    let page = await beginSignUp(browser, email);
    const code = await portal.mail.code(email, round);
    for (let tries = 0; tries < kTries; ++tries) {
      ++asked;
      page = await browser.submit(page, '/sign-up/verify', { code: wrong(code) });
      if (/not right/.test(page.errorText)) ++looked;
    }
  }
  assert.equal(asked, 20);
  assert.equal(looked, kWrongPerDay);

  portal.advance(3601);
  const browser = new Browser(portal);
  const page = await beginSignUp(browser, email);
  const right = await portal.mail.code(email, 5);
  const paused = await browser.submit(page, '/sign-up/verify', { code: right });
  assert.match(paused.errorText, /too many wrong tries for this address/);
  assert.equal(browser.session, undefined);

  portal.advance(86400);
  const later = new Browser(portal);
  const again = await beginSignUp(later, email);
  assert.match((await later.submit(again, '/sign-up/verify', { code: await portal.mail.code(email, 6) })).heading, /^Hello/, 'the owner is shut out for good');
});

test('the same limits hold on the JSON path', async () => {
  const email = address('json');
  const browser = new Browser(portal);
  const begun = await browser.json('/sign-up', { first_name: 'J', last_name: 'S', email, password: 'four plain words together' });
  const code = await portal.mail.code(email);
  for (let tries = 0; tries < kTries; ++tries) {
    const answer = await browser.json('/sign-up/verify', { sign_up: begun.json.sign_up, code: wrong(code) });
    assert.match(answer.text, /not right/);
  }
  const sixth = await browser.json('/sign-up/verify', { sign_up: begun.json.sign_up, code });
  assert.match(sixth.text, /too many wrong tries/i);
  assert.equal(browser.session, undefined);
});

test('many browsers from one network address are stopped by that address', async () => {
  const first = new Browser(portal);
  const statuses = [];
  for (let tries = 0; tries < 61; ++tries) {
    const browser = new Browser(portal, { address: first.address });
    statuses.push((await browser.json('/sign-up/verify', { sign_up: 1, code: '000000' })).status);
  }
  assert.equal(statuses[60], 429);
  assert.ok(!statuses.slice(0, 60).includes(429));
});

for (const purpose of ['sign_in', 'reset']) {
  test(`${purpose}: fresh codes, browsers, addresses and spellings share ten tries a day; the owner is told`, async () => {
    const user_name = unique('Vic.');
    const { email } = await hire(portal, 'client', { user_name });
    const spellings = [email, user_name, email.toUpperCase()];
    const asks = async (round) => {
      portal.advance(3601);  // past the mails of an hour
      const browser = new Browser(portal);
      const { sign_in } = (await askCode(browser, spellings[round % 3], purpose)).json;
      return { browser, sign_in, code: await mailedCode(portal, email, purpose, round) };
    };
    for (let round = 0; round < kWrongPerDay / kTries; ++round) {
      const { browser, sign_in, code } = await asks(round);
      for (let tries = 0; tries < kTries; ++tries) assert.equal((await browser.json('/verify-otp', { sign_in, code: otherThan(code) })).status, 422);
      assert.match((await browser.json('/verify-otp', { sign_in, code })).text, /too many wrong tries/i, 'a sixth try is looked at');
    }
    const paused = await asks(2);
    const refused = await paused.browser.json('/verify-otp', { sign_in: paused.sign_in, code: paused.code });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /not right/, 'that the account exists is told');
    await portal.mail.wait(email, (mail) => /Too many wrong codes/.test(mail.subject));
    portal.advance(86400);
    const later = await asks(3);
    assert.equal((await later.browser.json('/verify-otp', { sign_in: later.sign_in, code: later.code })).status, 200, 'the owner is shut out for good');
  });
}

test('limits of mailed codes hold on page and JSON alike: one browser cannot ask by the other face', async () => {
  const { email } = await hire(portal, 'client');
  const browser = new Browser(portal);
  assert.equal((await askCode(browser, email)).status, 202);
  const page = await browser.form('/login', { csrf_token: await browser.token(), identifier: ` ${email.toUpperCase()} `, with: 'mailed_code' });
  assert.equal(page.status, 429, 'another face, another count');
  assert.ok(Number(page.headers['retry-after']) > 0);
});
