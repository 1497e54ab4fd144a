// A portal without an administrator cannot be looked after: `gatehouse user disable` refuses the last one who can sign in,
// also when two are disabled at the same moment, or one closes the account while the other is disabled.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { hire, insider } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';

const kBadInput = 65;
const portal = await privatePortal();
const left = () => portal.database.rows(`SELECT a.email FROM account a JOIN account_role ar ON ar.account_id = a.id JOIN role r ON r.id = ar.role_id
  WHERE r.name = 'Administrator' AND a.status = 'active'`).flat();
const keepOnly = (...ids) => portal.database.rows(`UPDATE account SET status = 'disabled' WHERE id NOT IN (${ids.join()})`);
const disable = ({ email }) => portal.gatehouse(['user', 'disable', email]);

test('of two administrators who are disabled at the same moment one stays', async () => {
  for (let round = 0; round < 4; ++round) {
    const both = [await hire(portal, 'administrator'), await hire(portal, 'administrator')];
    keepOnly(...both.map(({ id }) => id));
    const answers = await Promise.all(both.map(disable));
    assert.deepEqual(answers.map(({ code }) => code).sort(), [0, kBadInput], JSON.stringify(answers));
    assert.equal(left().length, 1);
  }
});

test('of one who closes the account and one who is disabled at the same moment one stays', async () => {
  for (let round = 0; round < 4; ++round) {
    const [goes, kept] = [await insider(portal, 'administrator'), await hire(portal, 'administrator')];
    keepOnly(goes.id, kept.id);
    const page = await goes.browser.get('/security/close');
    const [closed, disabled] = await Promise.all([goes.browser.submitRaw(page, '/security/close', { agreed: 'on' }), disable(kept)]);
    assert.ok(closed.status === 303 ? disabled.code === kBadInput : closed.status === 409 && disabled.code === 0, `${closed.status} ${disabled.code}`);
    assert.equal(left().length, 1);
  }
});

test('the last administrator is refused in words that help, and stays signed in; with another one they may be disabled', async () => {
  const only = await insider(portal, 'administrator');
  keepOnly(only.id);
  const refused = await disable(only);
  assert.deepEqual([refused.code, refused.out], [kBadInput, '']);
  assert.match(refused.err, /^gatehouse: This is the last administrator who can sign in\. Make or enable another one first/);
  assert.deepEqual(left(), [only.email]);
  assert.match((await only.browser.get('/dashboard')).heading, /^Hello/, 'the sessions of the one who stays are ended');
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM audit_event WHERE action = 'account.disable' AND account_id = ${only.id}`), 0);
  const other = await hire(portal, 'administrator');
  assert.equal((await portal.gatehouse(['user', 'disable', other.email])).code, 0);
  assert.equal((await disable(only)).code, kBadInput, 'a disabled administrator counts as one');
  assert.equal((await portal.gatehouse(['user', 'enable', other.email])).code, 0);
  assert.equal((await disable(only)).code, 0);
  assert.deepEqual(left(), [other.email]);
});
