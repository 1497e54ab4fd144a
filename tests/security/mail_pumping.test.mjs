// Mail to strangers in the portal's name: one account asks for codes to address after address. However it is tried, over
// browsers and network addresses, new changes and resends, no more leave than the account may ask for.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askForAddress } from '../harness/email_change.mjs';
import { address, insider, signIn } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const kAnHour = 10;
const mails = () => portal.database.number("SELECT COUNT(*) FROM outbox WHERE kind = 'email_change_code'");

async function pump(browser, times) {
  const headers = { 'x-csrftoken': await browser.token('/security/email') };
  const answers = [];
  for (let at = 0; at < times; ++at) answers.push(await browser.json('/security/email', { email: address('stranger') }, { headers }));
  return { answers, headers };
}

test('an account does not send codes to stranger after stranger', async () => {
  const { email, browser } = await insider(portal, 'client');
  const before = mails();
  const { answers, headers } = await pump(browser, kAnHour + 5);
  assert.deepEqual(answers.map((one) => one.status), [...Array(kAnHour).fill(202), ...Array(5).fill(429)]);
  portal.advance(61);
  assert.equal((await browser.json('/security/email/resend', { change: answers[0].json.change }, { headers })).status, 429, 'a resend is one more');
  const other = new Browser(portal);
  await signIn(other, email);
  assert.equal((await pump(other, 1)).answers[0].status, 429, 'another browser is one more account');
  assert.equal(mails() - before, kAnHour);
  const page = await askForAddress(other, address('stranger'));
  assert.match(page.errorText, /many codes/);
});

test('after an hour the account may ask again, and others may all along', async () => {
  const { email, browser } = await insider(portal, 'client');
  await pump(browser, kAnHour + 1);
  assert.equal((await pump((await insider(portal, 'client')).browser, 1)).answers[0].status, 202);
  portal.advance(3601);
  const later = new Browser(portal);
  await signIn(later, email);
  assert.equal((await pump(later, 1)).answers[0].status, 202);
});

test('many at once: no more leave', async () => {
  const { browser } = await insider(portal, 'client');
  const headers = { 'x-csrftoken': await browser.token('/security/email') };
  const before = mails();
  const answers = await Promise.all(Array.from({ length: 20 }, () => browser.json('/security/email', { email: address('stranger') }, { headers })));
  assert.ok(answers.every((one) => [202, 429, 503].includes(one.status)), answers.map((one) => one.status).join());
  assert.ok(mails() - before <= kAnHour);
});
