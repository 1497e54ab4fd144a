// Disabling an account ends what it had open at once, on every path, and it stays ended.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { insider, kPassword, openTicket, signIn } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();

test('the next click after the account was disabled leads to the door', async () => {
  const { email, browser } = await insider(portal, 'agent');
  const remembered = new Browser(portal);
  await signIn(remembered, email, kPassword, { remember: 'on' });
  const ticket = await openTicket(browser);
  const page = await browser.get(`/tickets/${ticket}`);
  await portal.gatehouse(['user', 'disable', email]);
  for (const who of [browser, remembered]) {
    assert.equal((await who.send('GET', '/desk')).location, '/login?next=%2Fdesk');
    assert.equal((await who.send('GET', '/tickets', { headers: { accept: 'application/json' } })).status, 401);
  }
  const reply = await browser.submitRaw(page, '/reply', { text: 'still here' });
  assert.equal(reply.location, '/login?notice=session-over');
  assert.equal(portal.database.number("SELECT COUNT(*) FROM message WHERE text = 'still here'"), 0);

  await portal.gatehouse(['user', 'enable', email]);
  assert.equal((await browser.get('/desk')).heading, 'Sign in', 'the old session is back');
});

test('a status changed behind the portal’s back counts at once too', async () => {
  const { id, browser } = await insider(portal, 'client');
  portal.database.rows(`UPDATE account SET status = 'disabled' WHERE id = ${id}`);
  assert.equal((await browser.get('/tickets')).heading, 'Sign in');
});

test('a role that is taken away is gone with the next request', async () => {
  const { id, browser } = await insider(portal, 'agent');
  assert.equal((await browser.get('/desk')).status, 200);
  portal.database.rows(`UPDATE account_role SET role_id = (SELECT id FROM role WHERE name = 'Client') WHERE account_id = ${id}`);
  assert.equal((await browser.get('/desk')).status, 403);
  portal.database.rows(`DELETE FROM account_role WHERE account_id = ${id}`);
  assert.equal((await browser.get('/tickets')).status, 403);
});
