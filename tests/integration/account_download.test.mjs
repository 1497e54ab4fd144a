// "Your data": everything the portal holds about a person, on a page and in a file; nothing of others, no note of the
// desk's, no secret; a fresh proof before it.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { quoted } from '../harness/database.mjs';
import { insider, kPassword, openTicket, signIn, signUp, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const idOf = (email) => portal.database.number(`SELECT id FROM account WHERE email = ${quoted(email)}`);
const download = async (browser) => browser.submitRaw(await browser.get('/security/data'), '/security/data');

test('what the person did, wrote and has is on the page and in the file; notes and others’ things are in neither', async () => {
  const me = await insider(portal, 'client', { first_name: 'Mina', last_name: 'Own', user_name: unique('mina') });
  const staff = await insider(portal, 'agent', { first_name: 'Stella', last_name: 'Desk' });
  const other = await signUp(portal);
  const theirs = await openTicket(other.browser, unique('Of another '), { text: 'A foreign word.' });
  const subject = unique('My own '), number = await openTicket(me.browser, subject, { text: 'First <line>.\nSecond line.' });
  const desk = `/desk/tickets/${number}`;
  await staff.browser.submit(await staff.browser.get(desk), `${desk}/answer`, { text: 'An answer for all to see.', kind: 'message' });
  await staff.browser.submit(await staff.browser.get(desk), `${desk}/answer`, { text: 'A note among staff.', kind: 'note' });
  const stranger = new Browser(portal, { agent: 'Curl of a stranger' });
  await signIn(stranger, me.email, 'not the password at all');
  portal.database.rows(`INSERT INTO phone_consent (account_id, act, version, wording, reason, at, address, request_id) VALUES (${me.id}, 'given', 'v1', 'I agree to texts', '', UTC_TIMESTAMP(6), '192.0.2.9', '');
    INSERT INTO recovery_code (account_id, code_hash, created_at) VALUES (${me.id}, REPEAT('c', 32), UTC_TIMESTAMP(6));
    INSERT INTO passkey (account_id, credential_id, public_key, counter, transports, aaguid, user_verified, backup_eligible, backed_up, name, created_at) VALUES (${me.id}, '${unique('credential')}', 'thepublickey', 0, '', REPEAT('a', 16), 1, 0, 0, 'My blue key', UTC_TIMESTAMP(6));
    INSERT INTO audit_event (at, actor_label, action, object_kind, object_id, account_id, address, request_id, details) VALUES (UTC_TIMESTAMP(6), 'command', 'account.unlock', 'account', ${me.id}, ${me.id}, '203.0.113.77', '', '')`);

  const page = await me.browser.get('/security/data');
  assert.equal(page.heading, 'Your data', page.words);
  const answer = await me.browser.submitRaw(page, '/security/data');
  assert.equal(answer.status, 200);
  assert.match(answer.headers['content-type'], /^application\/json/);
  assert.match(answer.headers['content-disposition'], /^attachment; filename="my-data.json"$/);
  assert.equal(answer.headers['cache-control'], 'no-store');
  const file = answer.json;
  assert.deepEqual(file.cut_to_the_newest, []);
  assert.equal(file.profile[0].email, me.email);
  assert.equal(file.profile[0].first_name, 'Mina');
  assert.equal(file.profile[0].roles, 'Client');
  assert.deepEqual(file.sessions.map((one) => one.address), [me.browser.address]);
  assert.equal(file.known_browsers.length, 1);
  assert.deepEqual(file.second_factors.map(({ kind, name, left }) => [kind, name, left]), [['Passkey', 'My blue key', null], ['Recovery codes', null, 1]]);
  assert.deepEqual(file.consents.map(({ act, wording, address }) => [act, wording, address]), [['given', 'I agree to texts', '192.0.2.9']]);
  assert.deepEqual(file.failed_sign_ins.map(({ address, user_agent, reason }) => [address, user_agent, reason]), [[stranger.address, 'Curl of a stranger', 'wrong_password']]);
  assert.ok(file.acts.some(({ action, address }) => action === 'ticket.open' && address === me.browser.address));
  assert.deepEqual(file.acts_of_others.map(({ action }) => action).sort(), ['account.create', 'account.unlock']);
  assert.deepEqual(file.tickets.map((one) => [one.number, one.subject, one.status]), [[number, subject, 'waiting']]);
  assert.deepEqual(file.messages.map(({ ticket, author, by_staff, text }) => [ticket, author, by_staff, text]),
    [[number, 'Stella Desk', true, 'An answer for all to see.'], [number, 'Mina Own', false, 'First <line>.\nSecond line.']]);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM audit_event WHERE action = 'account.export' AND actor_id = ${me.id}`), 1);

  for (const seen of ['Mina', me.email, 'My blue key', 'I agree to texts', stranger.address, 'Curl of a stranger', subject, 'An answer for all to see.', 'Second line.', 'Account unlocked', 'Ticket opened', 'Wrong password', 'Waiting for you', 'General', 'Given'])
    assert.ok(page.words.includes(seen), `not on the page: ${seen}`);
  for (const name of ['account.unlock', 'ticket.open', 'wrong_password']) assert.ok(!page.text.includes(name), `a name where words belong: ${name}`);
  for (const text of [page.text, answer.text]) {
    for (const hidden of ['A note among staff.', 'ticket.note', 'A foreign word.', String(theirs), other.email, staff.email, '203.0.113.77', 'thepublickey', 'argon2', staff.browser.address])
      assert.ok(!text.includes(hidden), `in it: ${hidden}`);
    assert.doesNotMatch(text, /[0-9a-f]{64}|cccccccc/);
  }
});

test('what is more than the file holds is cut at the oldest, and the file says so', async () => {
  const { id, browser } = await insider(portal, 'client');
  const number = await openTicket(browser);
  const ticket = portal.database.value(`SELECT id FROM ticket WHERE number = ${number}`);
  portal.database.rows(`INSERT INTO message (ticket_id, author_id, kind, by_staff, text, created_at) SELECT t.id, ${id}, 'message', 0, CONCAT('m', seq), t.created_at + INTERVAL seq SECOND FROM ticket t JOIN seq_1_to_10050 WHERE t.id = ${ticket};
    INSERT INTO failed_sign_in (tag, at, identifier, identifier_index, account_id, address, user_agent, reason) SELECT REPEAT('t', 16), UTC_TIMESTAMP(6) - INTERVAL seq SECOND, 'x', REPEAT('i', 32), ${id}, CONCAT('n', seq), '', 'disabled' FROM seq_1_to_2100`);
  const page = await browser.get('/security/data');
  assert.match(page.words, /The newest 100\./);
  assert.ok(page.text.length < 512 * 1024);
  const file = (await browser.submitRaw(page, '/security/data')).json;
  assert.deepEqual(file.cut_to_the_newest.sort(), ['failed_sign_ins', 'messages']);
  assert.equal(file.messages.length, 10_000);
  assert.deepEqual([file.messages[0].text, file.messages.at(-1).text], ['m10050', 'm51']);
  assert.deepEqual([file.failed_sign_ins.length, file.failed_sign_ins[0].address, file.failed_sign_ins.at(-1).address], [2000, 'n1', 'n2000']);
  portal.database.rows(`UPDATE message SET text = REPEAT('ä', 5000) WHERE ticket_id = ${ticket} ORDER BY id DESC LIMIT 1000`);
  const large = await download(browser);
  assert.ok(large.text.length < 10 * 1024 * 1024, `${large.text.length}`);
  assert.ok(large.json.cut_to_the_newest.includes('messages') && large.json.messages.length > 500);
});

test('a fresh proof comes first, for the page and for the file', async () => {
  const { email, browser } = await insider(portal, 'client');
  const page = await browser.get('/security/data');
  portal.advance(305);
  assert.equal((await browser.get('/security/data')).heading, 'Confirm that it is you');
  const kept = await browser.submit(page, '/security/data');
  assert.equal(kept.status, 403);
  const thanks = await browser.submit(await browser.submit(kept, '/confirm'), '/confirm', { password: kPassword });
  assert.equal((await browser.submitRaw(thanks, '/security/data')).json.profile[0].email, email);
});

test('whoever closed and signed up anew finds nothing of before', async () => {
  const { email, browser } = await signUp(portal);
  const id = idOf(email);
  await openTicket(browser);
  await browser.submitRaw(await browser.get('/security/close'), '/security/close', { agreed: 'on' });
  portal.advance(61);
  const again = new Browser(portal);
  const asks = await again.submit(await again.get('/sign-up'), '/sign-up', { first_name: 'Dora', last_name: 'New', email, password: kPassword });
  await again.submit(asks, '/sign-up/verify', { code: await portal.mail.code(email, 2) });
  const file = (await download(again)).json;
  assert.deepEqual([file.profile[0].first_name, file.tickets, file.messages, file.failed_sign_ins, file.acts_of_others], ['Dora', [], [], [], []]);
  assert.ok(!file.acts.some(({ action }) => ['account.close', 'ticket.open'].includes(action)));
  assert.notEqual(idOf(email), id);
});
