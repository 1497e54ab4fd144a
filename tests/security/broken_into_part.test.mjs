// A part that was broken into speaks to the database as itself: what the README says it cannot do, with mail or to get rights,
// the database refuses; what its pages need, it may.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { putMail, stateOf } from '../harness/deliveries.mjs';
import { address } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const id = putMail(portal, address('kept'), { payload: '{"TEXT":"a private word"}' });

function as(role, sql) {
  const password = readFileSync(join(portal.run, 'credentials/all', `database.${role}_password`), 'utf8').trim();
  const { status, stderr, stdout } = spawnSync('mariadb', ['--no-defaults', `--socket=${portal.database.socket}`, `--user=gatehouse_${role}`, '--batch', '--skip-column-names', 'gatehouse'],
    { input: sql, encoding: 'utf8', env: { ...process.env, MYSQL_PWD: password } });
  return { done: status === 0, refused: /ERROR (1142|1143|1044|1045)/.test(stderr), stdout, stderr };
}

// To give oneself or somebody else rights, or a way in.
const kNoRights = ['UPDATE account SET rights = 1023', 'INSERT INTO account (email, rights) VALUES (1, 1023)', 'UPDATE role SET permissions = 1023', 'INSERT INTO role (id, name, permissions) VALUES (99, 1, 1023)', 'INSERT INTO account_role VALUES (1, 1, UTC_TIMESTAMP(6))', 'UPDATE account_role SET role_id = 1',
  'INSERT INTO session (token_hash, account_id) VALUES (1, 1)', 'UPDATE session SET account_id = 1', `INSERT INTO password VALUES (1, 'x', UTC_TIMESTAMP(6))`];
const kForbidden = {
  house: [`SELECT payload FROM outbox WHERE id = ${id}`, 'SELECT * FROM outbox', 'SELECT thread FROM outbox', `SELECT id FROM outbox WHERE payload LIKE '%private%'`, `UPDATE outbox SET recipient = 'thief@example.org' WHERE id = ${id}`,
    `UPDATE outbox SET payload = '{}' WHERE id = ${id}`, `UPDATE outbox SET state = 'again', next_try_at = UTC_TIMESTAMP(6) WHERE id = ${id}`, `DELETE FROM outbox WHERE id = ${id}`,
    `INSERT INTO bounced_address VALUES ('victim@example.org', 'hard_bounce', '', UTC_TIMESTAMP(6), 1)`, `UPDATE bounced_address SET cause = 'complained'`,
    `INSERT INTO delivery_event (event_key) VALUES ('x')`, 'DELETE FROM delivery_event', 'SELECT token FROM webhook_token',
    'SELECT number FROM phone', 'SELECT number FROM phone_consent', 'SELECT public_key FROM passkey', 'SELECT code_hash FROM recovery_code', 'SELECT token_hash FROM trusted_browser', 'SELECT token_hash FROM device', 'SELECT identifier FROM failed_sign_in', 'SELECT details FROM audit_event', 'DELETE FROM failed_sign_in', 'DELETE FROM audit_event',
    "UPDATE account SET status = 'active'", ...kNoRights, 'DELETE FROM account_role', 'SELECT hash FROM password', 'SELECT code_hash FROM challenge', 'SELECT secret FROM totp', 'UPDATE session SET token_hash = 1', 'SELECT failures FROM throttle',
    'SELECT amount FROM rate', 'UPDATE rate SET amount = 0', 'UPDATE rate SET window_ends_at = UTC_TIMESTAMP(6)', 'DELETE FROM rate', 'INSERT INTO rate VALUES (1, 1000, UTC_TIMESTAMP(6))', 'DELETE FROM house_rate'],
  gate: ['SELECT id FROM outbox', 'SELECT recipient FROM outbox', `UPDATE outbox SET state = 'dropped' WHERE id = ${id}`, `UPDATE outbox SET recipient = 'thief@example.org' WHERE account_id = 1`, `UPDATE outbox SET payload = '{}' WHERE account_id = 1`, 'SELECT address FROM failed_sign_in', 'SELECT action FROM audit_event', 'SELECT subject FROM ticket', `DELETE FROM outbox WHERE id = ${id}`, 'SELECT * FROM bounced_address', 'DELETE FROM bounced_address', 'SELECT id FROM delivery_event',
    `INSERT INTO delivery_event (event_key, provider, provider_id, tag, kind, answer, happened_at, received_at, outbox_id) VALUES ('x', 'brevo', 'x', '', 'delivered', '', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), ${id})`,
    'UPDATE delivery_event SET outbox_id = 1', 'DELETE FROM delivery_event', 'DELETE FROM webhook_token', 'SELECT token FROM webhook_token', 'UPDATE role SET permissions = 1023', 'INSERT INTO role (id, name, permissions) VALUES (99, 1, 1023)'],
  courier: [...kNoRights, 'SELECT rights FROM account', 'SELECT email FROM account', 'DELETE FROM account', 'DELETE FROM account_role', 'SELECT subject FROM ticket', 'SELECT text FROM message', 'SELECT hash FROM password', 'SELECT secret FROM totp', 'SELECT number FROM phone', 'SELECT code_hash FROM challenge', 'SELECT token_hash FROM session',
    'SELECT details FROM audit_event', 'DELETE FROM audit_event', 'DELETE FROM passkey', 'DELETE FROM recovery_code', 'DELETE FROM totp', 'DELETE FROM phone', 'UPDATE totp SET unconfirmed_id = 1', 'UPDATE phone SET confirmed_at = NULL', 'INSERT INTO unconfirmed_factor (ends_at) VALUES (UTC_TIMESTAMP(6))', 'UPDATE unconfirmed_factor SET id = 1', `INSERT INTO outbox (tag) VALUES ('x')`],
};

for (const [role, statements] of Object.entries(kForbidden)) {
  test(`${role}: neither what mail says and becomes of it, nor rights it was not given, nor what guards sign-ins`, () => {
    for (const sql of statements) {
      const tried = as(role, sql);
      assert.ok(tried.refused && !tried.done, `${role} may: ${sql}\n${tried.stderr}`);
    }
    assert.deepEqual(portal.database.rows(`SELECT state, payload FROM outbox WHERE id = ${id}`), [['dead', '{"TEXT":"a private word"}']]);
  });
}

test('house: what its pages need, the state of a mail among it', () => {
  assert.match(as('house', `SELECT recipient, state, last_answer FROM outbox WHERE id = ${id}`).stdout, /kept/);
  assert.ok(as('house', `UPDATE outbox SET state = 'drop' WHERE id = ${id} AND state = 'dead'`).done);
  assert.ok(['drop', 'dropped'].includes(stateOf(portal, id)));
});
