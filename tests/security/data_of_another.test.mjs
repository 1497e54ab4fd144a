// Somebody's data is handed to nobody but them, after a fresh proof of their own: not to a stranger, not to another person's
// session, not without a form token, and not by naming an account.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser, encode } from '../harness/browser.mjs';
import { fill } from '../harness/form.mjs';
import { insider } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const exports = (id) => portal.database.number(`SELECT COUNT(*) FROM audit_event WHERE action = 'account.export' AND account_id = ${id}`);

test('a stranger, a form token of another, none, and an account by name', async () => {
  const [owner, thief] = [await insider(portal, 'client'), await insider(portal, 'agent')];
  const page = await owner.browser.get('/security/data');
  const token = fill(page.text, '/security/data').fields.get('csrf_token');
  const stranger = new Browser(portal);
  await stranger.get('/login');
  const tries = [await stranger.send('GET', '/security/data'), await stranger.form('/security/data', encode({ csrf_token: token })),
    await thief.browser.form('/security/data', encode({ csrf_token: token })), await owner.browser.form('/security/data', ''),
    await thief.browser.send('GET', `/security/data?account=${owner.id}`), await thief.browser.send('GET', `/security/data?id=${owner.id}`),
    await thief.browser.json('/security/data', { account: owner.id }, { headers: { 'x-csrftoken': await thief.browser.token('/dashboard') } })];
  for (const answer of tries) {
    assert.ok([303, 400, 401, 403].includes(answer.status), `${answer.status}`);
    assert.ok(!answer.text.includes(owner.email));
  }
  assert.equal(exports(owner.id), 0);
  const own = await thief.browser.submitRaw(await thief.browser.get('/security/data'), '/security/data');
  assert.equal(own.json.profile[0].email, thief.email);
  assert.ok(!own.text.includes(owner.email));
});

test('without a fresh proof neither page nor file comes, in JSON neither', async () => {
  const { id, browser } = await insider(portal, 'client');
  const page = await browser.get('/security/data');
  const headers = { 'x-csrftoken': await browser.token('/dashboard') };
  portal.advance(305);
  for (const answer of [await browser.send('GET', '/security/data'), await browser.submitRaw(page, '/security/data'), await browser.json('/security/data', {}, { headers })]) {
    assert.ok([303, 403].includes(answer.status), `${answer.status}`);
    assert.ok(!answer.text.includes('"profile"'));
  }
  assert.equal(exports(id), 0);
});
