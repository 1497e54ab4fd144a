// Closing one's account: nothing personal is left, nothing lets back in, tickets stay whole for the desk, and the address
// is free for somebody who begins anew.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { quoted } from '../harness/database.mjs';
import { changeAddress, undoLink } from '../harness/email_change.mjs';
import { address, insider, kPassword, openTicket, signIn, signUp } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const close = async (browser) => browser.submitRaw(await browser.get('/security/close'), '/security/close', { agreed: 'on' });
const idOf = (email) => portal.database.number(`SELECT id FROM account WHERE email = ${quoted(email)}`);
const isGoodbye = (mail) => /is closed$/.test(mail.subject);

// Tables with a row of the account, as the schema says; what stays stays on purpose.
const kStays = ['audit_event', 'phone_consent'];
function rowsOf(id) {
  return portal.database.rows("SELECT table_name FROM information_schema.columns WHERE table_schema = 'gatehouse' AND column_name = 'account_id'")
    .map(([table]) => table).filter((table) => !kStays.includes(table) && portal.database.number(`SELECT COUNT(*) FROM \`${table}\` WHERE account_id = ${id}`) > 0);
}

test('everything personal is gone, the owner told, and the desk still reads the ticket', async () => {
  const { email, browser } = await signUp(portal, { user_name: `u${Date.now().toString(36)}` });
  const id = idOf(email);
  const elsewhere = new Browser(portal);
  await signIn(elsewhere, email);
  await signIn(new Browser(portal), email, 'not the password at all');
  const number = await openTicket(browser);
  portal.database.rows(`INSERT INTO totp (tag, account_id, name, secret, browser, created_at, confirmed_at) VALUES (REPEAT('t', 16), ${id}, 'x', 'x', REPEAT('b', 32), UTC_TIMESTAMP(6), NULL);
    INSERT INTO recovery_code (account_id, code_hash, created_at) VALUES (${id}, REPEAT('c', 32), UTC_TIMESTAMP(6));
    INSERT INTO passkey_owner (account_id, handle, created_at) VALUES (${id}, RIGHT(CONCAT(REPEAT('0', 32), ${id}), 32), UTC_TIMESTAMP(6));
    INSERT INTO challenge (purpose, browser, target, account_id, code_hash, created_at, expires_at) VALUES ('sign_in', REPEAT('b', 32), REPEAT('t', 32), ${id}, REPEAT('c', 32), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6));
    INSERT INTO trusted_browser (account_id, token_hash, user_agent, created_at, last_used_at, expires_at) VALUES (${id}, RIGHT(CONCAT(REPEAT('0', 32), ${id}), 32), '', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`);
  assert.ok(rowsOf(id).length >= 9, rowsOf(id).join());
  const gone = await close(browser);
  assert.equal(gone.status, 303);
  assert.match(gone.headers['clear-site-data'], /"cache"/);
  assert.equal(browser.session, undefined, 'the cookie stays');
  assert.match((await browser.follow(gone)).notice, /account is closed/);
  assert.deepEqual(portal.database.rows(`SELECT rights FROM account WHERE id = ${id}`), [['0']]);
  assert.deepEqual(rowsOf(id), []);
  assert.deepEqual(portal.database.rows(`SELECT email, email_canonical, user_name, user_name_canonical, first_name, last_name, status, last_sign_in_at FROM account WHERE id = ${id}`),
    [['', `closed:${id}`, null, null, 'Closed', 'account', 'closed', null]]);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM audit_event WHERE action = 'account.close' AND actor_id = ${id}`), 1);
  assert.equal((await elsewhere.get('/profile')).heading, 'Sign in', 'another session lives on');
  assert.match((await portal.mail.wait(email, isGoodbye)).text, /Hello Clara/);

  const staff = await insider(portal, 'agent');
  const page = await staff.browser.get(`/desk/tickets/${number}`);
  assert.match(page.words, /Closed account/);
  assert.ok(!page.text.includes('Clara') && !page.text.includes(email));
  const before = (await portal.mail.to(email)).length;
  const answered = await staff.browser.submit(page, `/desk/tickets/${number}/answer`, { text: 'Nobody reads this.', kind: 'message' });
  assert.match(answered.notice, /was sent/);
  assert.equal((await staff.browser.submit(answered, `/desk/tickets/${number}/status`, { status: 'closed' })).status, 200);
  assert.equal(portal.database.number("SELECT COUNT(*) FROM outbox WHERE recipient = ''"), 0);
  assert.equal((await portal.mail.to(email)).length, before, 'the closed account is written to');
});

test('it lets nobody in again: not by password, not by a reset, not by command', async () => {
  const { email, browser } = await signUp(portal);
  const id = idOf(email);
  await close(browser);
  const [old, nobody] = [await signIn(new Browser(portal), email), await signIn(new Browser(portal), address('nobody'))];
  assert.deepEqual([old.status, old.errorText], [nobody.status, nobody.errorText]);
  assert.equal(portal.database.value('SELECT reason FROM failed_sign_in ORDER BY id DESC LIMIT 1 OFFSET 1'), 'unknown_account');
  const ask = async (identifier) => { const browser = new Browser(portal); return browser.submit(await browser.get('/login/reset'), '/login/reset', { identifier }); };
  const [reset, unknown] = [await ask(email), await ask(address('nobody'))];
  assert.deepEqual([reset.status, reset.heading], [unknown.status, unknown.heading]);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE recipient = ${quoted(email)} AND kind = 'password_reset_code' AND state <> 'void'`), 0);
  for (const name of [email, `closed:${id}`, '']) {
    for (const verb of ['enable', 'unlock', 'reset-factors']) assert.notEqual((await portal.gatehouse(['user', verb, name])).code, 0, `${verb} ${name}`);
  }
  assert.equal(portal.database.value(`SELECT status FROM account WHERE id = ${id}`), 'closed');
  const listed = JSON.parse((await portal.gatehouse(['user', 'list', '--json', '--after', String(id - 1)])).out)[0];
  assert.deepEqual([listed.id, listed.disabled, listed.closed], [id, true, true]);
});

test('whoever signs up anew with the address sees nothing of what was', async () => {
  const { email, browser } = await signUp(portal);
  const [id, number] = [idOf(email), await openTicket(browser)];
  await close(browser);
  portal.advance(61);  // one code a minute
  const again = new Browser(portal);
  const asks = await again.submit(await again.get('/sign-up'), '/sign-up', { first_name: 'Dora', last_name: 'New', email, password: kPassword });
  assert.equal(asks.heading, 'Check your mail');
  assert.match((await again.submit(asks, '/sign-up/verify', { code: await portal.mail.code(email, 2) })).heading, /^Hello, Dora/);
  assert.notEqual(idOf(email), id);
  assert.equal((await again.get(`/tickets/${number}`)).status, 404);
  assert.doesNotMatch((await again.get('/tickets')).words, new RegExp(`#${number}\\b`));
});

test('without the box nothing is closed; a fresh proof is asked for; twice is once', async () => {
  const { email, browser } = await signUp(portal);
  const page = await browser.get('/security/close');
  assert.match(page.words, /What goes at once.*What stays/);
  const refused = await browser.submit(page, '/security/close');
  assert.equal(refused.status, 422);
  assert.equal(refused.errors[0].field, 'agreed');
  portal.advance(305);
  assert.equal((await browser.get('/security/close')).heading, 'Confirm that it is you');
  const kept = await browser.submit(page, '/security/close', { agreed: 'on' });
  assert.equal(kept.status, 403);
  const thanks = await browser.submit(await browser.submit(kept, '/confirm'), '/confirm', { password: kPassword });
  const answers = await Promise.all([0, 1, 2].map(() => browser.submitRaw(thanks, '/security/close')));
  assert.ok(answers.every((one) => one.status < 500));
  await portal.mail.wait(email, isGoodbye);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE kind = 'account_closed' AND recipient = ${quoted(email)}`), 1);
});

test('in JSON the same', async () => {
  const { email, browser } = await signUp(portal);
  const headers = { 'x-csrftoken': await browser.token('/dashboard') };
  assert.deepEqual(Object.keys((await browser.json('/security/close', { agreed: false }, { headers })).json.errors), ['agreed']);
  assert.equal((await browser.json('/security/close', { agreed: true }, { headers })).json.next, `${portal.url}/login`);
  assert.equal(idOf(email), 0);
});

test('after a change of address both addresses are told, the undo link is dead and both are free', async () => {
  const { email, browser } = await signUp(portal);
  const wanted = address('new');
  await changeAddress(portal, browser, wanted);
  const link = await undoLink(portal, email);
  await close(browser);
  for (const who of [email, wanted]) await portal.mail.wait(who, isGoodbye);
  assert.equal((await new Browser(portal).get(link)).status, 410);
  portal.advance(61);
  const again = new Browser(portal);
  await again.submit(await again.get('/sign-up'), '/sign-up', { first_name: 'Dora', last_name: 'New', email, password: kPassword });
  await portal.mail.code(email, 2);
});

test('a code that waits to be mailed is dropped, and no mail is tied to the account', async () => {
  const { email, browser } = await signUp(portal);
  const id = idOf(email);
  portal.database.rows(`INSERT INTO outbox (tag, kind, recipient, account_id, payload, sealed, thread, state, next_try_at, created_at, expires_at)
    VALUES (UUID(), 'sign_in_code', ${quoted(email)}, ${id}, 'sealed', 1, '', 'waiting', '2090-01-01', UTC_TIMESTAMP(6), '2090-01-01')`);
  await close(browser);
  const state = portal.database.value(`SELECT state FROM outbox WHERE recipient = ${quoted(email)} AND kind = 'sign_in_code'`);
  assert.ok(['drop', 'dropped'].includes(state), state);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE account_id = ${id}`), 0);
});
