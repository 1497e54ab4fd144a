// An owner changed the address, and somebody else reads the old one by now. Taking the change back brings them no further
// than that mailbox brought anybody when the change was made: what was added since goes, nothing is given, and an account
// that a second factor guarded is not opened by mail alone.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { changeAddress, undoLink } from '../harness/email_change.mjs';
import { askCode, mailedCode } from '../harness/mailed_code.mjs';
import { address, insider, signIn } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';
import { addApp, freshCode } from '../harness/second_factor.mjs';

const portal = await privatePortal({ configuration: '[factors]\nallowed = ["passkey", "totp", "mailed_code", "recovery_code"]\n' });
const statusOf = (id) => portal.database.value(`SELECT status FROM account WHERE id = ${id}`);
const post = async (browser, path, values) => browser.submit(await browser.get('/security'), path, values);

async function takeBack(email) {
  const stranger = new Browser(portal);
  return { stranger, page: await stranger.submit(await stranger.get(await undoLink(portal, email)), '/email/undo') };
}
// No code is mailed to them, for a sign-in or for a reset.
async function assertMailOpensNothing(email) {
  for (const purpose of ['sign_in', 'reset']) {
    await askCode(new Browser(portal), email, purpose);
    const kind = { sign_in: 'sign_in_code', reset: 'password_reset_code' }[purpose];
    assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE recipient = '${email}' AND kind = '${kind}'`), 0, `${purpose}: a code was mailed`);
  }
}

test('an app that took the place of one from before: nobody gets in by mail, the account waits for the organisation', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  await addApp(browser, 'Old phone');
  await changeAddress(portal, browser, address('new'));
  await post(browser, '/remove');
  await addApp(browser, 'New phone');
  const { page } = await takeBack(email);
  assert.match(page.words, /an authenticator app.*nobody can sign in to it until we have looked. Contact us/);
  assert.equal(statusOf(id), 'disabled');
  await assertMailOpensNothing(email);
  assert.equal((await signIn(new Browser(portal), email)).status, 422);
  const trail = portal.database.rows(`SELECT action FROM audit_event WHERE account_id = ${id}`).flat();
  assert.ok(trail.includes('account.disable') && trail.includes('email.undo'), trail.join());
  assert.match((await portal.mail.wait(email, (mail) => /was changed back$/.test(mail.subject))).text, /Contact us/);
  assert.equal((await portal.gatehouse(['user', 'enable', email])).code, 0);
});

test('a mailed code after the password, switched off since, is not done without', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  await post(browser, '/security/mailed-code', { state: 'on' });
  await changeAddress(portal, browser, address('new'));
  await post(browser, '/security/mailed-code', { state: 'off' });
  await takeBack(email);
  assert.equal(statusOf(id), 'disabled');
  await assertMailOpensNothing(email);
});

test('a role that demands a second factor, given since, is not come by', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  await changeAddress(portal, browser, address('new'));
  await addApp(browser);
  portal.database.rows(`INSERT INTO account_role SELECT ${id}, id, UTC_TIMESTAMP(6) FROM role WHERE name = 'Agent'; UPDATE account SET rights = NULL WHERE id = ${id}`);
  await takeBack(email);
  assert.equal(statusOf(id), 'disabled');
  await assertMailOpensNothing(email);
});

test('the second factor of before is asked for, also of who has the mailed code', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  const secret = await addApp(browser);
  await changeAddress(portal, browser, address('new'));
  const { stranger } = await takeBack(email);
  assert.equal(statusOf(id), 'active');
  for (const purpose of ['sign_in', 'reset']) {
    const { sign_in } = (await askCode(stranger, email, purpose)).json;
    const answer = await stranger.json('/verify-otp', { sign_in, code: await mailedCode(portal, email, purpose) });
    assert.equal(answer.json.step, 'second_factor', answer.text);
  }
  assert.equal((await stranger.get('/dashboard')).heading, 'Sign in');
  const owner = new Browser(portal);
  const step = await signIn(owner, email);
  assert.match((await owner.submit(step, '/login/step', { code: freshCode(portal, email, secret) })).heading, /^Hello/);
});

test('what was switched off since is not switched on again', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  await changeAddress(portal, browser, address('new'));
  await post(browser, '/security/mailed-sign-in', { state: 'off' });
  await takeBack(email);
  assert.equal(portal.database.number(`SELECT mailed_sign_in FROM account WHERE id = ${id}`), 0);
  assert.equal(statusOf(id), 'active');
});
