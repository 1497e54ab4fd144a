// People who use the portal while it is being mistreated. They do what a person does: send a form; when no answer or a
// page of nginx comes back, or the portal says that it is not available, send the very same form again. What each of
// them was told is kept, to be compared with what the database holds.
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { fill } from '../harness/form.mjs';
import { insider, openTicket, unique } from '../harness/people.mjs';

const leaks = /gone away|mysql|mariadb|sql|lost connection|errno|exception|gatehouse\.toml/i;

// What came back, counted; the first answers that are not as a person may see them are kept.
export class Tally {
  constructor() { this.counts = {}; this.wrong = []; }
  count(what) { this.counts[what] = (this.counts[what] ?? 0) + 1; }
  get of() { return new Proxy(this.counts, { get: (counts, name) => counts[name] ?? 0 }); }
  get words() { return Object.entries(this.counts).map(([what, amount]) => `${amount} × ${what}`).join(', '); }

  // Judges an answer by itself, whatever was asked for.
  judge(answer) {
    this.count(answer.status);
    const complain = (why) => { if (this.wrong.length < 10) this.wrong.push(`${answer.path} ${answer.status}: ${why}`); };
    if (answer.status < 500) return;
    if (leaks.test(answer.words)) complain(`tells what is inside: ${answer.words.slice(0, 200)}`);
    if (!answer.heading) complain(`is no page: ${answer.text.slice(0, 100)}`);
    if ((answer.status === 503 || answer.status === 502) && !(Number(answer.headers['retry-after']) > 0)) complain('says not when to try again');
    if (answer.status === 500) complain(answer.words.slice(0, 200));
  }
}

// Sends the same form until it is answered for good; {answer, sent: how often}.
export async function insist(browser, path, fields, tally, { most = 400 } = {}) {
  for (let sent = 1; sent <= most; ++sent) {
    let answer;
    try {
      answer = await browser.form(path, fields);
      tally.judge(answer);
    } catch (error) {
      tally.count(error.code ?? 'no answer');
    }
    if (answer && answer.status < 500) return { answer, sent };
    if (sent > 1) await new Promise((done) => setTimeout(done, 50));  // as a person who tries again
  }
  throw new Error(`${path} was not answered in ${most} tries: ${tally.words}`);
}

// A client with a ticket of their own, ready to reply.
export async function replier(portal) {
  const person = await insider(portal, 'client');
  person.number = await openTicket(person.browser, unique('Drill '));
  return person;
}

// Replies until `stop`; each text is sent until it was taken. Resolves to the texts that were answered "sent".
export async function keepReplying(person, stop, tally) {
  const taken = [];
  const page = await person.browser.get(`/tickets/${person.number}`);
  while (!stop.aborted) {
    const text = unique('reply-');
    const { fields } = fill(page.text, '/reply', { text });
    const { answer, sent } = await insist(person.browser, `/tickets/${person.number}/reply`, fields, tally);
    assert.equal(answer.status, 303, `${answer.status} ${answer.words}`);
    assert.match(answer.location, /notice=reply-sent/);
    if (sent > 1) tally.count('repeated');
    taken.push(text);
  }
  return taken;
}

// Reads until `stop`: the list, the ticket, the sign-in page.
export async function keepReading(person, stop, tally) {
  const stranger = new Browser(person.browser.portal);
  while (!stop.aborted) {
    for (const [browser, path] of [[person.browser, '/tickets'], [person.browser, `/tickets/${person.number}`], [stranger, '/login']]) {
      try {
        const answer = await browser.send('GET', path);
        tally.judge(answer);
        if (answer.status !== 200 && answer.status < 500) tally.wrong.push(`${path} ${answer.status} ${answer.location}`);
      } catch (error) {
        tally.count(error.code ?? 'no answer');
      }
    }
  }
}

// Each text is there exactly once, and each ticket holds nothing else but its first message.
export function assertOnce(portal, people, texts) {
  const found = new Map(portal.database.rows("SELECT text, COUNT(*) FROM message WHERE text LIKE 'reply-%' GROUP BY text"));
  const lost = texts.filter((text) => !found.has(text));
  const doubled = [...found].filter(([, amount]) => amount !== '1');
  assert.deepEqual(lost, [], 'answered "sent", but not in the database');
  assert.deepEqual(doubled, [], 'in the database more than once');
  for (const { number } of people) {
    const amount = portal.database.number(`SELECT COUNT(*) FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE t.number = ${number}`);
    assert.ok(amount >= 1);
  }
  return texts.length;
}

// Runs `mistreat(stop)` while people reply and read; {texts, tally, people}.
export async function underLoad(portal, mistreat, { people: amount = 4, readers = 1 } = {}) {
  const people = [];
  for (let i = 0; i < amount + readers; ++i) people.push(await replier(portal));
  const tally = new Tally(), reading = new Tally();
  const stop = new AbortController();
  const work = people.slice(readers).map((one) => keepReplying(one, stop.signal, tally));
  const reads = people.slice(0, readers).map((one) => keepReading(one, stop.signal, reading));
  let outcome;
  try {
    outcome = await Promise.race([mistreat(tally, reading), Promise.all(work)]);
  } finally {
    stop.abort();
  }
  const texts = (await Promise.all(work)).flat();
  await Promise.all(reads);
  assert.deepEqual([...tally.wrong, ...reading.wrong], [], 'answers a person must not see');
  return { texts, tally, reading, people, outcome };
}

export const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
