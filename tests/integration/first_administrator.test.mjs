// The first administrator from the configuration, under the names of the systems this replaces: made by `migrate up` when
// there is none, with a password that nobody published.
import { test } from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, hire, kPassword, signIn } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';

const portal = await privatePortal();
const email = 'first@example.org';
const up = (environment = {}) => portal.gatehouse(['migrate', 'up'], { environment });
const kTryAgain = 75;  // another host is at the schema just now
const found = () => portal.database.number(`SELECT COUNT(*) FROM account WHERE email = '${email}'`);

test('not where there is an administrator already', async () => {
  const { code, out } = await up({ DEFAULT_USER: email, DEFAULT_PASSWORD: kPassword });
  assert.equal(code, 0);
  assert.doesNotMatch(out, /administrator was made/);
  assert.equal(found(), 0);
});

test('not without a password, and not with one that is too weak', async () => {
  portal.database.rows('DELETE FROM account_role');
  assert.equal((await up({ DEFAULT_USER: email })).code, 0);
  const weak = await up({ DEFAULT_USER: email, DEFAULT_PASSWORD: 'admin' });
  assert.equal(weak.code, 78, weak.err);
  assert.match(weak.err, /first_admin\.password: Password must be 15 characters or more/);
  assert.equal(found(), 0);
});

test('made once, may sign in, and is led to a second factor', async () => {
  const given = { DEFAULT_USER: email, DEFAULT_PASSWORD: kPassword };
  const made = await up(given);
  assert.equal(made.code, 0, made.err);
  assert.match(made.out, new RegExp(`first administrator was made: ${email}`));
  assert.ok(!`${made.out}${made.err}`.includes(kPassword));
  assert.doesNotMatch((await up(given)).out, /administrator was made/);
  assert.equal(found(), 1);
  assert.deepEqual(portal.database.rows(`SELECT r.name FROM account a JOIN account_role ar ON ar.account_id = a.id JOIN role r ON r.id = ar.role_id
    WHERE a.email = '${email}'`), [['Administrator']]);
  const page = await signIn(new Browser(portal), email, kPassword);
  assert.equal(page.path.split('?')[0], '/login/enrol', page.words);
});

test('an address that somebody else’s account has is named as what is wrong, not as an error of the database', async () => {
  portal.database.rows('DELETE FROM account_role');
  const client = await hire(portal, 'client');
  const refused = await up({ DEFAULT_USER: client.email, DEFAULT_PASSWORD: kPassword });
  assert.equal(refused.code, 78, refused.err);
  assert.match(refused.err, /first_admin\.email has an account that is no administrator/);
  assert.deepEqual(portal.database.rows(`SELECT r.name FROM account_role ar JOIN role r ON r.id = ar.role_id WHERE ar.account_id = ${client.id}`), [['Client']]);
});

test('of several hosts that migrate at once one makes the administrator, and none fails', async () => {
  for (let round = 0; round < 3; ++round) {
    portal.database.rows('DELETE FROM account_role');
    const given = { DEFAULT_USER: address('first'), DEFAULT_PASSWORD: kPassword };
    const hosts = await Promise.all(Array.from({ length: 3 }, () => up(given)));
    const failed = hosts.filter(({ code }) => code !== 0 && code !== kTryAgain);
    assert.deepEqual(failed, []);
    assert.equal(hosts.filter(({ out }) => /administrator was made/.test(out)).length, 1);
    assert.equal(portal.database.number(`SELECT COUNT(*) FROM account WHERE email = '${given.DEFAULT_USER}' AND rights = (SELECT permissions FROM role WHERE name = 'Administrator')`), 1);
  }
});
