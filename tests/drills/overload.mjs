// Drill: more than there is room for. Hashing that is saturated refuses calmly while the people inside are served; an
// address that asks too often gets nginx's page; a full disk keeps mail in the outbox, in sight, until there is room.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from '../harness/browser.mjs';
import { address, insider, openTicket, unique } from '../harness/people.mjs';
import { until } from '../harness/until.mjs';
import { pause } from './load.mjs';
import { figure } from './figures.mjs';

const percentile = (times, part) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))];
const timed = async (work) => { const begun = performance.now(); const answer = await work(); return { answer, ms: performance.now() - begun }; };

async function readFor(person, seconds) {
  const times = [], wrong = [];
  for (const until = performance.now() + seconds * 1000; performance.now() < until;) {
    const { answer, ms } = await timed(() => person.browser.send('GET', '/tickets'));
    if (answer.status !== 200) wrong.push(answer.status);
    times.push(ms);
  }
  return { times, wrong };
}

export async function hashingSaturated(t, portal, attackers, seconds) {
  const person = await insider(portal, 'client');
  const quiet = await readFor(person, 3);
  let over = false;
  const answers = [];
  const flood = Array.from({ length: attackers }, async () => {
    const browser = new Browser(portal);
    const page = await browser.get('/login');
    while (!over) answers.push(await browser.submitRaw(page, '/login', { identifier: address('nobody'), password: 'wrong but long enough' }));
  });
  await pause(1);
  const busy = await readFor(person, seconds);
  over = true;
  await Promise.all(flood);
  const refused = answers.filter((one) => one.status === 503);
  assert.deepEqual(answers.filter((one) => ![422, 503].includes(one.status)).map((one) => `${one.status} ${one.words}`).slice(0, 3), []);
  assert.ok(refused.length > 0, 'nothing was saturated: the drill proves nothing');
  for (const one of refused) {
    assert.ok(Number(one.headers['retry-after']) > 0, 'without Retry-After');
    assert.match(one.heading, /Not available right now/);
  }
  assert.deepEqual([...quiet.wrong, ...busy.wrong], [], 'a signed-in person was refused');
  figure(t, `${attackers} connections sign in for ${seconds} s: ${answers.length - refused.length} looked at, ${refused.length} × 503 with Retry-After; ` +
    `house: ${busy.times.length} pages, none failed, median ${percentile(busy.times, 0.5).toFixed(0)} ms (quiet ${percentile(quiet.times, 0.5).toFixed(0)}), p99 ${percentile(busy.times, 0.99).toFixed(0)} ms (quiet ${percentile(quiet.times, 0.99).toFixed(0)})`);
}

export async function addressTooFast(t, portal, amount) {
  const eager = new Browser(portal), calm = new Browser(portal);
  const answers = await Promise.all(Array.from({ length: amount }, () => eager.send('GET', '/login')));
  const refused = answers.filter((one) => one.status === 429);
  assert.ok(refused.length > 0 && refused.length < amount, `${refused.length} of ${amount} refused`);
  for (const one of refused) {
    assert.match(one.heading, /too (many|often|fast)|slow/i, one.words);
    assert.ok(Number(one.headers['retry-after']) > 0);
    assert.equal(one.headers['x-content-type-options'], 'nosniff');
  }
  assert.equal((await calm.send('GET', '/login')).status, 200, 'another address is refused as well');
  figure(t, `${amount} requests at once from one address: ${refused.length} × 429 with a page; another address is served`);
}

// A place for mail with room for next to nothing.
export function tinyDisk() {
  const folder = mkdtempSync('/tmp/gatehouse-disk.');
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=1777', 'none', folder]);
  return {
    folder,
    fill() { try { writeFileSync(join(folder, 'filler'), Buffer.alloc(128 << 10)); } catch (error) { assert.equal(error.code, 'ENOSPC'); } },
    clear() { rmSync(join(folder, 'filler')); },
    remove() { execFileSync('umount', [folder]); rmSync(folder, { recursive: true }); },
  };
}

export async function diskFull(t, portal, disk) {
  const client = await insider(portal, 'client');
  disk.fill();
  const number = await openTicket(client.browser, unique('While the disk is full '));
  const rows = () => portal.database.rows(`SELECT state, attempts, last_answer FROM outbox WHERE thread = 'ticket-${number}'`)[0];
  await until('the courier to have tried', () => Number(rows()[1]) >= 1 && rows()[0] === 'waiting');
  const [, , answer] = rows();
  assert.match(answer, /No space left/);
  const { out } = await portal.gatehouse(['outbox', 'list', '--json', '--state', 'waiting']);
  assert.ok(JSON.parse(out).some((one) => one.recipient === client.email && /No space left/.test(one.last_answer)), 'not in sight');
  disk.clear();
  portal.advance(60);
  await until('the mail to be delivered', () => rows()[0] === 'sent');
  const mails = execFileSync('grep', ['-lr', `#${number}`, disk.folder], { encoding: 'utf8' }).trim().split('\n');
  assert.equal(mails.length, 1);
  figure(t, `the ticket is taken, its mail waits with "${answer}", and leaves once there is room: 1 copy`);
}
