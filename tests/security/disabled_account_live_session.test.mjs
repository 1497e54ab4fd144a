// Disabling an account ends what it had open at once, on every path, and it stays ended; a role taken away is gone too.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { quoted } from '../harness/database.mjs';
import { hire, insider, kPassword, openTicket, signIn, signUp } from '../harness/people.mjs';
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

test('the rights kept with an account are those of its role, however it was made', async () => {
  const made = [];
  for (const role of ['client', 'agent', 'administrator']) made.push((await hire(portal, role)).email);
  made.push((await signUp(portal)).email);
  const rights = made.map((email) => portal.database.number(`SELECT rights FROM account WHERE email = ${quoted(email)}`));
  assert.deepEqual(rights, [1, 3, 1023, 1]);
});

test('rights that are not kept are what the roles give at each request', async () => {
  const { id, browser } = await insider(portal, 'agent');
  portal.database.rows(`UPDATE account SET rights = NULL WHERE id = ${id}`);
  assert.equal((await browser.get('/desk')).status, 200);
  portal.database.rows(`UPDATE account_role SET role_id = (SELECT id FROM role WHERE name = 'Client') WHERE account_id = ${id}`);
  assert.equal((await browser.get('/desk')).status, 403);
  assert.equal((await browser.get('/tickets')).status, 200);
  portal.database.rows(`DELETE FROM account_role WHERE account_id = ${id}`);
  assert.equal((await browser.get('/tickets')).status, 403);
});

test('a role taken away by hand shows in doctor, and is gone after the migrate up it names', async () => {
  const { id, browser } = await insider(portal, 'agent');
  portal.database.rows(`DELETE FROM account_role WHERE account_id = ${id}`);
  const ill = await portal.gatehouse(['doctor']);
  assert.match(ill.out, /^error +rights +of \d+ accounts are not what their roles give .*gatehouse migrate up$/m);
  assert.match((await portal.gatehouse(['migrate', 'up'])).out, /^\d+ accounts had other rights than their roles give; the roles count again\.$/m);
  assert.equal((await browser.get('/desk')).status, 403);
  assert.equal((await browser.get('/tickets')).status, 403);
});
