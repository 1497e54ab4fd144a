// The courier removes what has expired: codes, sessions, counters and finished mail; and nothing that still counts.
'use strict';
const assert = require('node:assert');
const { it } = require('node:test');
const { Rig } = require('./rig');

// table: [columns, values with the instant that counts as AT, seconds that a row stays past it].
const hash = 'UNHEX(SHA2(UUID(), 256))';
const tag = "UNHEX(REPLACE(UUID(), '-', ''))";
const [hour, day] = [3600, 86400];
const rules = {
  challenge: [`purpose, browser, target, code_hash, created_at, expires_at`, `'sign_up', ${hash}, ${hash}, ${hash}, AT, AT`, hour],
  sign_up: ['browser, email, email_canonical, first_name, last_name, password_hash, created_at', `${hash}, 'a@b.test', 'a@b.test', '', '', '', AT`, day],
  pending_sign_in: ['browser, identifier, first_factor, remember, next_path, created_at', `${hash}, 'a', 'password', 0, '', AT`, hour],
  session: ['token_hash, account_id, created_at, last_seen_at, expires_at, address, user_agent', `${hash}, 1, AT, AT, AT, '', ''`, 0],
  throttle: ['bucket, failures, last_failure_at', `${hash}, 1, AT`, 2 * day],
  rate: ['bucket, amount, window_ends_at', `${hash}, 1, AT`, 0],
  house_rate: ['bucket, amount, window_ends_at', `${hash}, 1, AT`, 0],
  unconfirmed_factor: ['ends_at', 'AT', 0],
  trusted_browser: ['token_hash, account_id, created_at, last_used_at, expires_at, user_agent', `${hash}, 1, AT, AT, AT, ''`, 0],
  failed_sign_in: ['tag, at, identifier, identifier_index, address, user_agent, reason', `${tag}, AT, '', ${hash}, '', '', 'unknown'`, 90 * day],
};
const mails = { sent: 30 * day, dead: 90 * day, expired: 7 * day, void: hour };

it('what expired is removed, what did not is kept', async () => {
  const rig = new Rig();
  rig.write({ courier: { poll: 50, housekeeping: 1 } });
  rig.sql(`INSERT INTO account (id, email, email_canonical, first_name, last_name, created_at)
    VALUES (1, 'ada@example.net', 'ada@example.net', 'Ada', 'Lovelace', UTC_TIMESTAMP(6))`);
  const insert = (table, columns, values, age) =>
    rig.sql(`INSERT INTO ${table} (${columns}) VALUES (${values.replaceAll('AT', `UTC_TIMESTAMP(6) - INTERVAL ${age} SECOND`)})`);
  const mail = (state, age) => insert('outbox', 'tag, kind, recipient, payload, sealed, thread, state, next_try_at, created_at',
    `UUID(), 'test', 'ada@example.net', '', 0, '', '${state}', AT, AT`, age);
  // A minute on either side of each limit.
  for (const [table, [columns, values, kept]] of Object.entries(rules)) {
    insert(table, columns, values, kept + 60);
    insert(table, columns, values, kept - 60);
  }
  for (const [state, kept] of Object.entries(mails)) { mail(state, kept + 60); mail(state, kept - 60); }
  const left = () => ({
    ...Object.fromEntries(Object.keys(rules).map((table) => [table, Number(rig.sql(`SELECT COUNT(*) FROM ${table}`)[0][0])])),
    ...Object.fromEntries(Object.keys(mails).map((state) => [`mail ${state}`, Number(rig.sql(`SELECT COUNT(*) FROM outbox WHERE state = '${state}'`)[0][0])])),
  });
  assert.ok(Object.values(left()).every((count) => count === 2), JSON.stringify(left()));
  const courier = rig.start();
  const expected = Object.fromEntries(Object.keys(left()).map((what) => [what, 1]));
  await rig.until(() => `gone: ${JSON.stringify(left())}`, () => Object.values(left()).every((count) => count <= 1));
  // What goes in one more round shows that the rest was looked at again, and stayed.
  insert('device', 'token_hash, account_id, created_at, last_used_at', `${hash}, 1, AT, AT`, 366 * day);
  await rig.until('another round', () => rig.sql('SELECT COUNT(*) FROM device')[0][0] === '0');
  assert.deepStrictEqual(left(), expected);
  courier.kill('SIGTERM');
  assert.deepStrictEqual(await courier.ended, { code: 0, signal: null });
  await rig.end();
});
