// The first administrator from the configuration, under the names of the systems this replaces: made by `migrate up` when
// there is none, with a password that nobody published.
import { test } from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { kPassword, signIn } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';

const portal = await privatePortal();
const email = 'first@example.org';
const up = (environment = {}) => portal.gatehouse(['migrate', 'up'], { environment });
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
