// A portal without an administrator cannot be looked after: the last one cannot close their account, and two who close
// theirs at the same moment are not both let go.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { insider } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';

const portal = await privatePortal();
const left = () => portal.database.number(`SELECT COUNT(*) FROM account a JOIN account_role ar ON ar.account_id = a.id JOIN role r ON r.id = ar.role_id
  WHERE r.name = 'Administrator' AND a.status = 'active'`);
const form = async ({ browser }) => ({ browser, page: await browser.get('/security/close') });
const close = ({ browser, page }) => browser.submitRaw(page, '/security/close', { agreed: 'on' });
const keepOnly = (...ids) => portal.database.rows(`UPDATE account SET status = 'disabled' WHERE id NOT IN (${ids.join()})`);

test('of two administrators who close at the same moment one stays', async () => {
  for (let round = 0; round < 4; ++round) {
    const both = [await insider(portal, 'administrator'), await insider(portal, 'administrator')];
    keepOnly(...both.map(({ id }) => id));
    const ready = await Promise.all(both.map(form));
    const answers = await Promise.all(ready.map(close));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409]);
    assert.equal(left(), 1);
  }
});

test('the last administrator is told, on the page and at the act; with another one they may go', async () => {
  const only = await insider(portal, 'administrator');
  const ready = await form(only);
  keepOnly(only.id);
  const page = await only.browser.get('/security/close');
  assert.match(page.words, /last administrator/);
  assert.ok(!page.text.includes('action="/security/close"'));
  assert.equal((await close(ready)).status, 409);
  assert.equal(left(), 1);
  await insider(portal, 'administrator');
  assert.equal((await close(await form(only))).status, 303);
  assert.equal(left(), 1);
});
