// What staff writes for staff reaches no client: no page, no mail, no count, no order of the list, no status.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { insider, openTicket, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const agent = await insider(portal, 'agent');

async function note(number, text) {
  const page = await agent.browser.submit(await agent.browser.get(`/desk/tickets/${number}`), '/answer', { kind: 'note', text });
  assert.ok(page.words.includes(text));
  return Number(page.text.match(/id="message-(\d+)"(?=[^]*$)/g).at(-1).match(/\d+/)[0]);
}

test('a note is on no page a client sees, and in no mail', async () => {
  const client = await insider(portal, 'client');
  const number = await openTicket(client.browser);
  await portal.mail.wait(client.email, () => true);
  const before = (await client.browser.get(`/tickets/${number}`)).text.replace(/value="[^"]*"/g, '');
  const secret = unique('between us ');
  const id = await note(number, secret);
  for (const path of [`/tickets/${number}`, `/tickets/${number}?from=`, `/tickets/${number}?from=253402300799000000-1`, '/tickets', '/dashboard']) {
    const { text } = await client.browser.get(path);
    assert.ok(!text.includes(secret), path);
    assert.ok(!text.includes(`message-${id}`), path);
  }
  const after = (await client.browser.get(`/tickets/${number}`)).text.replace(/value="[^"]*"/g, '');
  assert.equal(after, before, 'the page shows that there is a note');

  await agent.browser.submit(await agent.browser.get(`/desk/tickets/${number}`), '/answer', { kind: 'message', text: 'for everybody' });
  await portal.mail.wait(client.email, (mail) => /for everybody/.test(mail.text));
  for (const mail of await portal.mail.to(client.email)) assert.ok(!mail.raw.includes(secret.split(' ')[0] + ' us'));
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE recipient = '${client.email}'`), 2, 'the note was mailed');
});

test('a note moves the ticket neither in the client’s list nor out of its status', async () => {
  const client = await insider(portal, 'client');
  const first = await openTicket(client.browser, unique('first '));
  await openTicket(client.browser, unique('second '));
  const before = (await client.browser.get('/tickets')).words;
  await note(first, 'quietly');
  assert.equal((await client.browser.get('/tickets')).words, before);
});

test('pages of a conversation are cut by what the client may see', async () => {
  const client = await insider(portal, 'client');
  const number = await openTicket(client.browser);
  const id = portal.database.number(`SELECT id FROM ticket WHERE number = ${number}`);
  portal.database.rows(`INSERT INTO message (ticket_id, author_id, kind, by_staff, text, created_at)
    SELECT ${id}, ${agent.id}, 'note', 1, 'hidden words', DATE_ADD(UTC_TIMESTAMP(6), INTERVAL seq SECOND) FROM seq_1_to_200`);
  const { text } = await client.browser.get(`/tickets/${number}`);
  assert.doesNotMatch(text, /Earlier messages|hidden words/);
  assert.match(text, /It does not work/);
});

test('a client cannot write one', async () => {
  const client = await insider(portal, 'client');
  const number = await openTicket(client.browser);
  const csrf_token = await client.browser.token('/dashboard');
  assert.equal((await client.browser.form(`/desk/tickets/${number}/answer`, { csrf_token, kind: 'note', text: 'x' })).status, 403);
});
