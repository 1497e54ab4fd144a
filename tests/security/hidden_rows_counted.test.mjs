// Tickets of others are in no list, no count and no page of mine; they answer as tickets that do not exist.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { insider, openTicket, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();

test('another client’s ticket answers like one that does not exist, on every path', async () => {
  const [me, other] = [await insider(portal, 'client'), await insider(portal, 'client')];
  const subject = unique('theirs ');
  const theirs = await openTicket(other.browser, subject);
  const csrf_token = await me.browser.token('/dashboard');
  const mask = (answer) => answer.text.replace(/[0-9a-f]{16}/g, '').replace(/value="[^"]*"/g, '');
  const missing = theirs + 5_000_000;
  for (const [method, path, fields] of [['GET', '', null], ['POST', '/reply', { text: 'x' }], ['POST', '/close', {}], ['POST', '/reply', { text: '' }]]) {
    const ask = (number) => (method === 'GET' ? me.browser.send('GET', `/tickets/${number}${path}`) : me.browser.form(`/tickets/${number}${path}`, { csrf_token, ...fields }));
    const [hidden, none] = [await ask(theirs), await ask(missing)];
    assert.deepEqual([hidden.status, none.status], [404, 404], path);
    assert.equal(mask(hidden), mask(none), path);
  }
  assert.equal(portal.database.value(`SELECT status FROM ticket WHERE number = ${theirs}`), 'open');
});

test('counts and lists are of my own', async () => {
  const [me, other] = [await insider(portal, 'client'), await insider(portal, 'client')];
  const mark = unique('theirs ');
  for (let made = 0; made < 3; ++made) await openTicket(other.browser, `${mark} ${made}`);
  await openTicket(me.browser, unique('mine '));
  const dashboard = await me.browser.get('/dashboard'), list = await me.browser.get('/tickets');
  assert.match(dashboard.words, /Your open tickets 1 Waiting for you 0 Your closed tickets 0/);
  assert.match(list.words, /Open 1 Waiting 0 Closed 0/);
  for (const page of [dashboard, list]) assert.ok(!page.text.includes(mark));
  assert.doesNotMatch(dashboard.words, /on the desk/);
});

test('a place in somebody else’s list leads into mine only', async () => {
  const [me, other] = [await insider(portal, 'client'), await insider(portal, 'client')];
  const mark = unique('theirs ');
  const number = await openTicket(other.browser, mark);
  const [row] = portal.database.rows(`SELECT id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', updated_at) + 1 FROM ticket WHERE number = ${number}`);
  const page = await me.browser.get(`/tickets?from=${row[1]}-${row[0]}`);
  assert.equal(page.status, 200);
  assert.ok(!page.text.includes(mark));
});

test('an agent’s own tickets are apart from the desk', async () => {
  const agent = await insider(portal, 'agent'), client = await insider(portal, 'client');
  const number = await openTicket(client.browser);
  assert.equal((await agent.browser.get(`/desk/tickets/${number}`)).status, 200);
  assert.equal((await agent.browser.get(`/tickets/${number}`)).status, 404);
});
