// Nobody gives themselves a role, a verified address, an id or somebody else's name by adding a field.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser, encode } from '../harness/browser.mjs';
import { fill } from '../harness/form.mjs';
import { address, insider, kPassword, signUp } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const kExtra = { role: 'administrator', roles: '1', role_id: '1', is_admin: 'true', permissions: '1023', verified: '1', proved_at: '2020-01-01', id: '1', account_id: '1', status: 'active',
  email_canonical: 'a@example.org', requester_id: '1', author_id: '1', by_staff: '1', assignee_id: '1', number: '1', created_at: '2020-01-01', __proto__x: 'x' };

test('every form of the portal refuses every field it does not show', async () => {
  const routes = JSON.parse((await portal.gatehouse(['routes', '--json'])).out).filter((route) => route.method === 'POST');
  const { browser } = await insider(portal, 'administrator');
  const token = await browser.token('/dashboard');
  for (const route of routes) {
    if (route.path.startsWith('/webhooks/')) continue;  // they take no form, and their senders sign
    const path = route.path.replace(/\{\w+\}/g, '1');
    const elsewhere = Object.assign(new Browser(portal), { jar: browser.jar });  // limits count by address
    for (const [name, value] of Object.entries(kExtra)) {
      if (route.fields.includes(name)) continue;
      const answer = await elsewhere.form(path, encode({ csrf_token: token, [name]: value }), { headers: { accept: 'application/json' } });
      assert.equal(answer.status, 400, `${route.path} ${name}: ${answer.status}`);
      assert.match(answer.text, /not known/, `${route.path} ${name}`);
    }
  }
});

test('the same in JSON', async () => {
  const browser = new Browser(portal);
  for (const [name, value] of Object.entries(kExtra)) {
    const answer = await browser.json('/sign-up', { first_name: 'A', last_name: 'B', email: address(), password: kPassword, [name]: value });
    assert.equal(answer.status, 400, name);
  }
});

test('who signs up is a client and nothing else', async () => {
  const { email } = await signUp(portal);
  const roles = portal.database.rows(`SELECT r.name FROM account a JOIN account_role ar ON ar.account_id = a.id JOIN role r ON r.id = ar.role_id WHERE a.email = '${email}'`);
  assert.deepEqual(roles, [['Client']]);
});

test('a client’s words are never shown as the staff’s', async () => {
  const { browser } = await insider(portal, 'client');
  const page = await browser.submit(await browser.get('/tickets/new'), '/tickets', { subject: 's', text: 't' });
  const { fields } = fill(page.text, '/reply', { text: 'mine' });
  for (const extra of [{ by_staff: '1' }, { kind: 'note' }, { author_id: '1' }]) {
    assert.equal((await browser.form(page.path.split('?')[0] + '/reply', encode([...fields, ...Object.entries(extra)]))).status, 400);
  }
});
