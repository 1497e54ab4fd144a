// Each step of signing up, signing in and setting a new password asks whether the ones before were done; none can be skipped, repeated or taken for another.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser, encode } from '../harness/browser.mjs';
import { askCode, mailedCode } from '../harness/mailed_code.mjs';
import { address, beginSignUp, hire, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kHalfDone = 900;
const portal = await sharedPortal();
const kOver = '/sign-up?notice=sign-up-over';
const number = (page) => new URL(page.path, portal.url).searchParams.get('s');

async function post(browser, path, fields) {
  return browser.form(path, encode({ csrf_token: await browser.token(), ...fields }));
}

test('choosing another user name before the code was typed makes nothing', async () => {
  const browser = new Browser(portal), email = address();
  const page = await beginSignUp(browser, email);
  const answer = await post(browser, '/sign-up/user-name', { sign_up: number(page), user_name: unique('n') });
  assert.deepEqual([answer.status, answer.location], [303, kOver]);
  assert.equal(browser.session, undefined);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM account WHERE email = '${email}'`), 0);
});

test('after the code, only the user name is open: no second code, no resend', async () => {
  const name = unique('taken');
  await hire(portal, 'client', { user_name: name });
  const browser = new Browser(portal), email = address();
  const page = await beginSignUp(browser, email, { user_name: name });
  const choose = await browser.submit(page, '/sign-up/verify', { code: await portal.mail.code(email) });
  assert.equal(choose.heading, 'Choose another user name');
  portal.advance(61);
  assert.equal((await post(browser, '/sign-up/resend', { sign_up: number(page) })).location, kOver);
  const other = new Browser(portal);
  await other.get('/login');
  assert.equal((await post(other, '/sign-up/user-name', { sign_up: number(page), user_name: unique('n') })).location, kOver, 'another browser finished it');
});

test('a sign-up that was finished cannot be finished again', async () => {
  const browser = new Browser(portal), email = address();
  const page = await beginSignUp(browser, email);
  const before = new Map(browser.jar);
  const code = await portal.mail.code(email);
  await browser.submit(page, '/sign-up/verify', { code });
  browser.jar = before;
  for (const [path, fields] of [['/sign-up/verify', { code }], ['/sign-up/user-name', { user_name: unique('n') }], ['/sign-up/resend', {}]]) {
    const answer = await post(browser, path, { sign_up: number(page), ...fields });
    assert.deepEqual([answer.status, answer.location], [303, kOver], path);
  }
  assert.equal(browser.session, undefined);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM session JOIN account ON account.id = account_id WHERE email = '${email}'`), 1);
});

test('a half-finished sign-up is over after a quarter of an hour', async () => {
  const browser = new Browser(portal), email = address();
  const page = await beginSignUp(browser, email);
  const code = await portal.mail.code(email);
  portal.advance(kHalfDone + 1);
  assert.equal((await browser.send('GET', page.path)).location, kOver);
  assert.equal((await post(browser, '/sign-up/verify', { sign_up: number(page), code })).location, kOver);
  assert.equal(browser.session, undefined);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM account WHERE email = '${email}'`), 0);
});

test('a guessed sign-up number leads to nobody’s', async () => {
  const victim = await beginSignUp(new Browser(portal), address('victim'));
  const browser = new Browser(portal);
  for (const at of [number(victim), '1', '0', '999999999']) {
    const page = await browser.get(`/sign-up/verify?s=${at}`);
    assert.equal(page.path, kOver);
    assert.ok(!page.text.includes('@example.org'));
  }
});

test('before a mailed code was typed, no later step is open, for a sign-in or a reset', async () => {
  const { email } = await hire(portal, 'client');
  for (const purpose of ['sign_in', 'reset']) {
    const browser = new Browser(portal);
    const { sign_in } = (await askCode(browser, email, purpose)).json;
    for (const [path, fields] of [['/login/step', { factor: 'totp', code: '123456' }], ['/login/step/send', { factor: 'mailed_code' }], ['/login/enrol', { name: '', code: '123456' }], ['/login/reset/password', { new_password: 'four other plain words' }]]) {
      assert.equal((await browser.json(path, { sign_in, ...fields })).status, 404, `${purpose}: ${path}`);
    }
    assert.equal(browser.session, undefined);
  }
});

test('a code to sign in sets no password, and a code for a reset signs nobody in', async () => {
  const { email } = await hire(portal, 'client');
  const browser = new Browser(portal);
  const first = (await askCode(browser, email)).json.sign_in, second = (await askCode(browser, email, 'reset')).json.sign_in;
  const toSignIn = await mailedCode(portal, email), toReset = await mailedCode(portal, email, 'reset');
  if (toSignIn !== toReset) {
    assert.equal((await browser.json('/verify-otp', { sign_in: second, code: toSignIn })).status, 422);
    assert.equal((await browser.json('/verify-otp', { sign_in: first, code: toReset })).status, 422);
  }
  const proved = await browser.json('/verify-otp', { sign_in: second, code: toReset });
  assert.equal(proved.json.step, 'new_password');
  assert.equal(browser.session, undefined);
  for (const path of ['/verify-otp', '/login/step']) assert.equal((await browser.json(path, { sign_in: proved.json.sign_in, code: toReset, ...(path === '/verify-otp' ? {} : { factor: 'mailed_code' }) })).status, 404);
  const other = new Browser(portal);
  assert.equal((await other.json('/login/reset/password', { sign_in: proved.json.sign_in, new_password: 'four other plain words' })).status, 404, 'another browser set the password');
  portal.advance(kHalfDone + 5);
  assert.equal((await browser.json('/login/reset/password', { sign_in: proved.json.sign_in, new_password: 'four other plain words' })).status, 404, 'a proof keeps for good');
});
