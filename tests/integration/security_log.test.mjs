// What a sysadmin reads of attempts on accounts: one line each with a stable name, whose account and from where, as the
// fail2ban filter wants it; and the same in the list of failed sign-ins.
import { test } from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askCode, mailedCode, otherThan } from '../harness/mailed_code.mjs';
import { hire, insider, kPassword, signIn, signUp } from '../harness/people.mjs';
import { freshCode } from '../harness/second_factor.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kStepUp = 300, kTries = 5, kWrongPerDay = 10;
const portal = await sharedPortal();
const idOf = (email) => portal.database.number(`SELECT id FROM account WHERE email = '${email}'`);
const lines = (event, words) => portal.log('gate').split('\n').filter((line) => line.includes(` event=${event} `) && line.includes(words));
const kept = (email) => portal.database.rows(`SELECT reason, address FROM failed_sign_in WHERE account_id = ${idOf(email)} ORDER BY id`);

test('a wrong password and a right one at the sign-in', async () => {
  const { email } = await hire(portal, 'client');
  const browser = new Browser(portal);
  const whose = `client=${browser.address} account=${idOf(email)}`;
  await signIn(browser, email, 'not the password at all');
  assert.equal(lines('authn_login_fail', `reason=wrong_password ${whose}`).length, 1);
  await signIn(browser, email, kPassword);
  assert.equal(lines('authn_login_success', whose).length, 1);
});

test('a new account', async () => {
  const { browser, email } = await signUp(portal);
  assert.equal(lines('user_created', `client=${browser.address} account=${idOf(email)}`).length, 1);
});

test('a wrong password where it is asked for again', async () => {
  const { browser, email } = await signUp(portal);
  portal.advance(kStepUp + 5);
  const asks = await browser.get('/confirm');
  for (let tries = 0; tries <= kTries; ++tries) {
    assert.equal((await browser.submit(asks, '/confirm', { password: 'not the password at all' })).status, 422);
  }
  assert.equal(lines('authn_factor_fail', `factor=password client=${browser.address} account=${idOf(email)}`).length, kTries + 1);
  assert.deepEqual(kept(email), [...Array(kTries).fill(['wrong_password', browser.address]), ['throttled', browser.address]]);
});

test('a wrong code of a second factor', async () => {
  const person = await hire(portal, 'agent');
  const browser = new Browser(portal);
  const page = await browser.submit(await browser.get('/login'), '/login', { identifier: person.email, password: kPassword });
  const code = freshCode(portal, person.email, person.totp);
  assert.equal((await browser.submit(page, '/login/step', { code: otherThan(code) })).status, 422);
  assert.equal(lines('authn_factor_fail', `factor=totp client=${browser.address} account=${idOf(person.email)}`).length, 1);
});

test('a form without its token, and a page one has no right to, with the route and from where', async () => {
  const { browser, email } = await insider(portal, 'client');
  assert.equal((await browser.form('/profile/theme', { csrf_token: 'made up', theme: 'dark' })).status, 403);
  assert.equal((await browser.get('/desk')).status, 403);
  const house = (event, words) => portal.log('house').split('\n').filter((line) => line.includes(` event=${event} `) && line.includes(words)).length;
  assert.equal(house('csrf.bad_token', `client=${browser.address} route=/profile/theme`), 1);
  assert.equal(house('authz_fail', `client=${browser.address} account=${idOf(email)} route=/desk`), 1);
});

test('codes that are paused for the day, with the account they were tried at; until the sysadmin unlocks it', async () => {
  const { email } = await hire(portal, 'client');
  let browser;
  for (let round = 0; round <= kWrongPerDay / kTries; ++round) {
    portal.advance(3601);  // past the mails of an hour
    browser = new Browser(portal);
    const { sign_in } = (await askCode(browser, email)).json;
    const code = await mailedCode(portal, email, 'sign_in', round);
    for (let tries = 0; tries < kTries; ++tries) await browser.json('/verify-otp', { sign_in, code: otherThan(code) });
  }
  assert.ok(lines('authn_code_paused', `purpose=sign_in client=${browser.address} account=${idOf(email)}`).length >= 1);
  assert.equal((await portal.gatehouse(['user', 'unlock', email])).code, 0);
  portal.advance(3601);
  browser = new Browser(portal);
  const { sign_in } = (await askCode(browser, email)).json;
  const code = await mailedCode(portal, email, 'sign_in', kWrongPerDay / kTries + 1);
  assert.equal((await browser.json('/verify-otp', { sign_in, code })).status, 200, 'the sysadmin unlocked the account, and it is paused still');
});
