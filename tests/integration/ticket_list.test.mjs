// Lists of tickets: my own and the desk's, by status, page by page, each ticket exactly once.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { insider, openTicket, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kPerPage = 25;
const portal = await sharedPortal();
const agent = await insider(portal, 'agent');

// Rows as the portal writes them, with many sharing one moment of change: there the id decides.
function makeTickets(requester, amount, mark) {
  portal.database.rows(`
    INSERT INTO ticket (number, requester_id, category, priority, status, subject, created_at, updated_at)
      SELECT (SELECT value FROM counter WHERE name = 'ticket') + 1000000 + seq + ${requester} * 1000, ${requester}, 'general', 'normal',
        ELT(1 + seq % 3, 'open', 'waiting', 'closed'), CONCAT('${mark} ', seq, '.'), UTC_TIMESTAMP(6),
        DATE_SUB(UTC_TIMESTAMP(6), INTERVAL seq DIV 10 MINUTE) FROM seq_1_to_${amount};
    REPLACE INTO ticket_tally (requester_id, open_amount, waiting_amount, closed_amount)
      SELECT ${requester}, SUM(status = 'open'), SUM(status = 'waiting'), SUM(status = 'closed') FROM ticket
      WHERE requester_id = ${requester};`);
}

// Walks from page to page by the link that is there; the numbers seen on each.
async function walk(browser, path, mark) {
  const pages = [];
  for (let next = path; next;) {
    const page = await browser.get(next);
    assert.equal(page.status, 200, page.words);
    pages.push([...page.text.matchAll(new RegExp(`${mark} (\\d+)\\.`, 'g'))].map((match) => Number(match[1])));
    next = page.text.match(/href="([^"]+)" rel="next"/)?.[1].replaceAll('&amp;', '&');
  }
  return pages;
}
const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const upTo = (amount) => Array.from({ length: amount }, (_, at) => at + 1);

test('more than sixty tickets come in pages of twenty-five, the latest change first, each once', async () => {
  const { browser, id } = await insider(portal, 'client');
  const mark = unique('page');
  makeTickets(id, 64, mark);
  const pages = await walk(browser, '/tickets', mark);
  assert.deepEqual(pages.map((page) => page.length), [kPerPage, kPerPage, 14]);
  assert.deepEqual(sorted(pages.flat()), upTo(64));
  const groups = pages.flat().map((seq) => Math.floor(seq / 10));
  assert.deepEqual(groups, sorted(groups), 'the order is not that of the last change');
});

test('a full last page has no next one', async () => {
  const { browser, id } = await insider(portal, 'client');
  const mark = unique('full');
  makeTickets(id, kPerPage, mark);
  assert.deepEqual((await walk(browser, '/tickets', mark)).map((page) => page.length), [kPerPage]);
});

test('a filter goes on from page to page, and the counts are those of the filter', async () => {
  const { browser, id } = await insider(portal, 'client');
  const mark = unique('filter');
  makeTickets(id, 90, mark);
  const pages = await walk(browser, '/tickets?status=waiting', mark);
  assert.deepEqual(pages.map((page) => page.length), [kPerPage, 5]);
  assert.ok(pages.flat().every((seq) => seq % 3 === 1));
  const page = await browser.get('/tickets?status=waiting');
  assert.match(page.words, /Open 30 Waiting 30 Closed 30/);
  assert.match(page.text, /href="\/tickets\?status=waiting" aria-current="true"/);
});

test('a ticket that is opened while someone pages neither repeats nor hides another', async () => {
  const { browser, id } = await insider(portal, 'client');
  const mark = unique('moving');
  makeTickets(id, 40, mark);
  const first = await browser.get('/tickets');
  await openTicket(browser, `${mark} 99.`);
  const next = first.text.match(/href="([^"]+)" rel="next"/)[1].replaceAll('&amp;', '&');
  const both = [first, await browser.get(next)].flatMap((page) => [...page.text.matchAll(new RegExp(`${mark} (\\d+)\\.`, 'g'))].map((match) => Number(match[1])));
  assert.deepEqual(sorted(both), upTo(40));
});

test('the desk lists everybody’s, and “assigned to me” only mine', async () => {
  const client = await insider(portal, 'client');
  const mark = unique('desk');
  const number = await openTicket(client.browser, `${mark} 1.`);
  await openTicket(client.browser, `${mark} 2.`);
  assert.ok((await agent.browser.get('/desk')).words.includes(`${mark} 2.`));
  assert.ok(!(await agent.browser.get('/desk?mine=on')).words.includes(mark));
  await agent.browser.submit(await agent.browser.get(`/desk/tickets/${number}`), '/assign');
  const mine = await agent.browser.get('/desk?mine=on');
  assert.ok(mine.words.includes(`${mark} 1.`) && !mine.words.includes(`${mark} 2.`));
});

test('each list of the desk says which filter is on, also with both, and never two or none', async () => {
  const current = async (query) => {
    const row = (await agent.browser.get(`/desk${query}`)).text.match(/<nav aria-label="Filter">.*?<\/nav>/s)[0];
    return [...row.matchAll(/<a href="([^"]*)" aria-current="true">([^<]*)</g)].map(([, to, words]) => `${words.trim()} ${to.replaceAll('&amp;', '&')}`);
  };
  for (const [query, words] of [['', 'All /desk'], ['?status=open', 'Open /desk?status=open'], ['?status=waiting', 'Waiting /desk?status=waiting'], ['?status=closed', 'Closed /desk?status=closed']]) {
    assert.deepEqual(await current(query), [words]);
  }
  for (const status of ['open', 'waiting', 'closed']) assert.deepEqual(await current(`?status=${status}&mine=on`), [`Mine, ${status} /desk?status=${status}&mine=on`]);
  assert.deepEqual(await current('?mine=on'), ['Mine, open /desk?status=open&mine=on']);
});

test('of both filters the desk keeps both: what is closed and mine', async () => {
  const mark = unique('both');
  const numbers = [];
  for (const nth of [1, 2, 3]) numbers.push(await openTicket((await insider(portal, 'client')).browser, `${mark} ${nth}.`));
  for (const number of numbers.slice(0, 2)) await agent.browser.submit(await agent.browser.get(`/desk/tickets/${number}`), '/assign');
  for (const number of numbers.slice(1)) await agent.browser.submit(await agent.browser.get(`/desk/tickets/${number}`), '/status', { status: 'closed' });
  const page = await agent.browser.get('/desk?status=closed&mine=on');
  assert.deepEqual([1, 2, 3].filter((nth) => page.words.includes(`${mark} ${nth}.`)), [2]);
});

test('the dashboard shows the counts and the latest five', async () => {
  const { browser, id } = await insider(portal, 'client');
  const mark = unique('latest');
  makeTickets(id, 9, mark);
  const page = await browser.get('/dashboard');
  assert.match(page.words, /Your open tickets 3 Waiting for you 3 Your closed tickets 3/);
  assert.equal([...page.text.matchAll(new RegExp(mark, 'g'))].length, 5);
  assert.doesNotMatch(page.words, /on the desk/);
  assert.match((await agent.browser.get('/dashboard')).words, /Open on the desk \d+/);
});

test('an empty list says so, and a filter or a place that does not exist is refused or shows the first page', async () => {
  const { browser } = await insider(portal, 'client');
  assert.match((await browser.get('/tickets')).words, /No tickets yet/);
  assert.equal((await browser.get('/tickets?status=lost')).status, 400);
  assert.equal((await browser.get('/tickets?status=open&colour=red')).status, 400);
  for (const from of ['x', '-1-1', '99999999999999999999-1', '1-', '253402300799000001-1', '1;2']) {
    const page = await browser.get(`/tickets?from=${encodeURIComponent(from)}`);
    assert.equal(page.status, 200, from);
  }
});
