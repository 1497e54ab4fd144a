// Who reads somebody's mail, and has nothing else, sets no new password where a mailed code is asked for after it: the same
// channel would count twice. A recovery code opens the way; without one it looks as if nobody were there.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askCode, mailedCode } from '../harness/mailed_code.mjs';
import { address, insider, signIn } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';

const portal = await privatePortal({ configuration: '[factors]\nallowed = ["totp", "mailed_code", "recovery_code"]\n' });
const kNew = 'another four plain words';
const shown = (page) => [...page.text.matchAll(/<li>((?:[A-Z2-7]{4}-){5}[A-Z2-7]{4})<\/li>/g)].map(([, code]) => code);
const resetMails = (email) => portal.database.number(`SELECT COUNT(*) FROM outbox WHERE recipient = '${email}' AND kind = 'password_reset_code'`);

// A client who asked for a mailed code after the password.
async function careful() {
  const person = await insider(portal, 'client');
  const set = await person.browser.submit(await person.browser.get('/security'), '/security/mailed-code', { state: 'on' });
  assert.match(set.notice, /choice was kept/, set.words);
  return person;
}

async function withCodes() {
  const person = await careful();
  const codes = shown(await person.browser.submit(await person.browser.get('/security'), '/security/recovery-codes'));
  assert.equal(codes.length, 10);
  return { ...person, codes };
}

test('the mailbox alone resets nothing, and learns nothing', async () => {
  const { email } = await careful();
  const answers = [];
  for (const identifier of [email, address('nobody')]) {
    const { status, json } = await askCode(new Browser(portal), identifier, 'reset');
    answers.push(JSON.stringify([status, { ...json, sign_in: 0, next: '' }]));
  }
  assert.equal(answers[0], answers[1]);
  assert.equal(resetMails(email), 0, 'a code went out that is all one needs');
});

test('with a recovery code the reset goes on', async () => {
  const { email, codes } = await withCodes();
  const browser = new Browser(portal);
  const { sign_in } = (await askCode(browser, email, 'reset')).json;
  const proved = await browser.json('/verify-otp', { sign_in, code: await mailedCode(portal, email, 'reset') });
  assert.equal(proved.json.step, 'second_factor', proved.text);
  const id = proved.json.sign_in;
  assert.equal((await browser.json('/login/reset/password', { sign_in: id, new_password: kNew })).status, 404, 'without the second factor');
  assert.equal((await browser.json('/login/step', { sign_in: id, factor: 'mailed_code', code: '123456' })).status, 422);
  const step = await browser.json('/login/step', { sign_in: id, factor: 'recovery_code', code: codes[0] });
  assert.equal(step.json.step, 'new_password', step.text);
  assert.equal((await browser.json('/login/reset/password', { sign_in: id, new_password: kNew })).status, 200);
  assert.equal((await signIn(new Browser(portal), email, kNew)).heading, 'One more step');
});

test('a reset that was begun is over when the last recovery code is used meanwhile', async () => {
  const { email, id } = await withCodes();
  const browser = new Browser(portal);
  const { sign_in } = (await askCode(browser, email, 'reset')).json;
  const code = await mailedCode(portal, email, 'reset');
  portal.database.rows(`UPDATE recovery_code SET used_at = UTC_TIMESTAMP(6) WHERE account_id = ${id}`);
  assert.equal((await browser.json('/verify-otp', { sign_in, code })).status, 404);
});

test('an administrator’s reset of the factors opens the way again', async () => {
  const { email } = await careful();
  assert.equal((await portal.gatehouse(['user', 'reset-factors', email])).code, 0);
  await askCode(new Browser(portal), email, 'reset');
  await mailedCode(portal, email, 'reset');
});
