// A ticket's life: a client opens it, staff answers, both are told, somebody closes it.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { forms } from '../harness/form.mjs';
import { insider, openTicket, signUp, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kSubject = 200, kText = 5000, kOpenedPerHour = 30, kMessagesPerHour = 120;
const portal = await sharedPortal();
const agent = await insider(portal, 'agent', { first_name: 'Ada', last_name: 'Agent' });
const actions = (page) => forms(page.text).map((form) => form.action);

test('the whole conversation, with a mail at each turn', async () => {
  const client = await signUp(portal);
  const subject = unique('Printer ');
  const number = await openTicket(client.browser, subject, { text: 'It prints\nonly “blanks”.', category: 'technical', priority: 'high' });
  const opened = await portal.mail.wait(client.email, (mail) => mail.subject === `[#${number}] ${subject}`);
  assert.match(opened.text, /only “blanks”/);
  assert.ok(opened.text.includes(`${portal.url}/tickets/${number}`));

  const listed = await agent.browser.get('/desk?status=open');
  assert.ok(listed.words.includes(subject));
  const desk = await agent.browser.get(`/desk/tickets/${number}`);
  for (const shown of ['Technical', 'High', 'Clara Client', client.email, 'Nobody yet']) assert.ok(desk.words.includes(shown), shown);
  const mine = await agent.browser.submit(desk, `/desk/tickets/${number}/assign`);
  assert.match(mine.notice, /assigned to you/);
  const answered = await agent.browser.submit(mine, `/desk/tickets/${number}/answer`, { kind: 'message', text: 'Shake the cartridge.' });
  assert.match(answered.words, /Waiting for client/);

  const told = await portal.mail.wait(client.email, (mail) => /Shake the cartridge/.test(mail.text));
  assert.match(told.text, /from Ada Agent/);
  assert.ok(told.text.includes(`${portal.url}/tickets/${number}`));
  assert.equal(told.subject, `[#${number}] ${subject}`);
  assert.ok((told.references ?? '') !== '' || told.inReplyTo, 'mail programs cannot put it into the thread');

  const read = await client.browser.get(`/tickets/${number}`);
  assert.match(read.words, /Ada Agent Support/);
  assert.match(read.words, /Waiting for you/);
  const replied = await client.browser.submit(read, `/tickets/${number}/reply`, { text: 'That was it, thanks.' });
  assert.match(replied.notice, /reply was sent/);
  assert.match(replied.words, /Open/);
  const assignee = await portal.mail.wait(agent.email, (mail) => /That was it, thanks/.test(mail.text));
  assert.ok(assignee.text.includes(`${portal.url}/desk/tickets/${number}`));

  const closed = await client.browser.submit(replied, `/tickets/${number}/close`);
  assert.match(closed.notice, /closed/);
  assert.deepEqual(actions(closed).filter((action) => action.includes('/tickets/')), [], 'a closed ticket still has forms');
});

test('staff changes the status and the client is told; the same status again tells nobody', async () => {
  const client = await insider(portal, 'client');
  const number = await openTicket(client.browser);
  const path = `/desk/tickets/${number}`;
  const page = await agent.browser.submit(await agent.browser.get(path), `${path}/status`, { status: 'waiting' });
  assert.match(page.notice, /status was changed/);
  await portal.mail.wait(client.email, (mail) => /is now: Waiting for you/.test(mail.text));
  await agent.browser.submit(page, `${path}/status`, { status: 'waiting' });
  await agent.browser.submit(page, `${path}/status`, { status: 'closed' });
  await portal.mail.wait(client.email, (mail) => /is now: Closed/.test(mail.text));
  assert.equal((await portal.mail.to(client.email)).filter((mail) => /is now: Waiting/.test(mail.text)).length, 1);
});

test('a closed ticket takes no reply and no answer, but a note; staff can open it again', async () => {
  const client = await insider(portal, 'client');
  const number = await openTicket(client.browser);
  const before = await client.browser.get(`/tickets/${number}`);
  const desk = await agent.browser.get(`/desk/tickets/${number}`);
  await client.browser.submit(before, `/tickets/${number}/close`);

  const late = await client.browser.submitRaw(before, `/tickets/${number}/reply`, { text: 'one more\n <b>thing</b>' });
  assert.equal(late.status, 409);
  assert.match(late.errorText, /ticket is closed/);
  assert.match(late.text, /not sent.*one more\n &lt;b&gt;thing/s, 'what was typed too late is lost');
  assert.equal((await client.browser.submitRaw(before, `/tickets/${number}/close`)).status, 409);
  const answer = await agent.browser.submitRaw(desk, `/desk/tickets/${number}/answer`, { kind: 'message', text: 'too late' });
  assert.equal(answer.status, 409);
  assert.match(answer.errorText, /Open it again before you answer/);
  assert.match(answer.text, /too late<\/textarea>/, 'what staff typed too late is lost');
  const closed = await agent.browser.get(`/desk/tickets/${number}`);
  assert.match(closed.words, /takes notes only/);
  const noted = await agent.browser.submit(closed, `/desk/tickets/${number}/answer`, { kind: 'note', text: 'was a known fault' });
  assert.match(noted.notice, /note was kept/);
  await agent.browser.submit(noted, `/desk/tickets/${number}/status`, { status: 'open' });
  const again = await client.browser.submit(before, `/tickets/${number}/reply`, { text: 'still broken' });
  assert.match(again.notice, /reply was sent/);
});

test('what is missing or too long is said beside the field, and nothing typed is lost', async () => {
  const { browser } = await insider(portal, 'client');
  const page = await browser.get('/tickets/new');
  const text = 'x'.repeat(kText + 1);
  const refused = await browser.submit(page, '/tickets', { subject: 'é'.repeat(kSubject + 1), text, category: 'billing', priority: 'low' });
  assert.equal(refused.status, 422);
  assert.deepEqual(refused.errors.map((one) => one.field), ['subject', 'text']);
  assert.ok(refused.text.includes(text));
  assert.match(refused.text, /<option value="billing" selected>/);
  const fits = await browser.submit(refused, '/tickets', { subject: 'é'.repeat(kSubject), text: '😀'.repeat(kText) });
  assert.match(fits.notice, /ticket was opened/);
  const empty = await browser.submit(page, '/tickets', { subject: ' ', text: '' });
  assert.deepEqual(empty.errors.map((one) => one.field), ['subject', 'text']);
  const reply = await browser.submit(fits, '/reply', { text: '   ' });
  assert.equal(reply.errors[0].field, 'text');
});

test('lines, spaces and a first empty line of a message stay as they were typed', async () => {
  const { browser } = await insider(portal, 'client');
  const number = await openTicket(browser, unique('Spaces '), { text: 'a\n\n  b <b>&amp;\tc' });
  const page = await browser.get(`/tickets/${number}`);
  assert.ok(page.text.includes('a\n\n  b &lt;b&gt;&amp;amp;\tc'), page.text.match(/message-text">.*?<\/div>/s)[0]);
});

test('long conversations come a page at a time, the newest first, and every message is on exactly one', async () => {
  const client = await insider(portal, 'client');
  const number = await openTicket(client.browser);
  const [id] = portal.database.rows(`SELECT id, requester_id FROM ticket WHERE number = ${number}`)[0];
  portal.database.rows(`INSERT INTO message (ticket_id, author_id, kind, by_staff, text, created_at)
    SELECT ${id}, ${client.id}, 'message', 0, CONCAT('message no ', seq, '.'), DATE_ADD(UTC_TIMESTAMP(6), INTERVAL seq DIV 3 SECOND) FROM seq_1_to_120`);
  const seen = [];
  let pages = 0;
  for (let page = await client.browser.get(`/tickets/${number}`); ; page = await client.browser.get(`/tickets/${number}${page}`)) {
    ++pages;
    seen.push(...[...page.text.matchAll(/message no (\d+)\./g)].map((match) => Number(match[1])));
    const older = page.text.match(/href="(\?from=[^"]+)"/);
    if (!older) break;
    page = older[1];
  }
  assert.ok(pages > 1);
  assert.deepEqual([...seen].sort((a, b) => a - b), Array.from({ length: 120 }, (_, at) => at + 1));
});

test('a form that is sent twice, one after another or at once, is done once', async () => {
  const { browser, id } = await insider(portal, 'client');
  const page = await browser.get('/tickets/new');
  const send = () => browser.submitRaw(page, '/tickets', { subject: 'only once', text: 'please' });
  const first = await send();
  const again = await Promise.all([send(), send(), send()]);
  assert.deepEqual(again.map((one) => one.location), [first.location, first.location, first.location]);
  const shown = await browser.follow(first);
  const replies = await Promise.all([1, 2, 3].map(() => browser.submitRaw(shown, '/reply', { text: 'me again' })));
  assert.ok(replies.every((one) => one.status === 303), replies.map((one) => one.status).join(' '));
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM ticket WHERE requester_id = ${id}`), 1);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM message WHERE author_id = ${id}`), 2);
  const open = await browser.get('/tickets/new');
  const different = await browser.submitRaw(open, '/tickets', { subject: 'only once', text: 'please' });
  assert.notEqual(different.location, first.location, 'a new form with the same words is a new ticket');
});

test('thirty tickets in an hour, then a wait that says so', async () => {
  const { browser } = await insider(portal, 'client');
  const page = await browser.get('/tickets/new');
  for (let opened = 0; opened < kOpenedPerHour; ++opened) {
    assert.equal((await browser.submitRaw(page, '/tickets', { subject: `n ${opened}`, text: 't' })).status, 303, `ticket ${opened + 1}`);
  }
  const stopped = await browser.submitRaw(page, '/tickets', { subject: 'one more', text: 'typed with care' });
  assert.equal(stopped.status, 429);
  assert.ok(stopped.text.includes('typed with care'), 'what was typed is lost');
  assert.equal(portal.database.number("SELECT COUNT(*) FROM ticket WHERE subject = 'one more'"), 0);
});

test('a hundred and twenty replies in an hour, then a wait', async () => {
  const { browser } = await insider(portal, 'client');
  const number = await openTicket(browser);
  const page = await browser.get(`/tickets/${number}`);
  const answers = [];
  for (let sent = 0; sent <= kMessagesPerHour; ++sent) answers.push((await browser.submitRaw(page, '/reply', { text: `again ${sent}` })).status);
  assert.ok(answers.slice(0, kMessagesPerHour).every((status) => status === 303));
  assert.equal(answers[kMessagesPerHour], 429);
});
