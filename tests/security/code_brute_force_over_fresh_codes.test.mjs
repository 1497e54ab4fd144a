// Wrong codes count for the address, not for the code: asking for fresh codes, from other browsers and other addresses,
// buys no more than ten tries a day.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp } from '../harness/people.mjs';
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
