// Drill: MariaDB stopped, killed and started again while people work. They see calm pages that say when to try again;
// afterwards everything works without a restart of anything, and what was answered "sent" is there.
import { strict as assert } from 'node:assert';
import { killPart, part, pidOf, pool } from './parts.mjs';
import { Browser } from '../harness/browser.mjs';
import { signIn } from '../harness/people.mjs';
import { until } from '../harness/until.mjs';
import { assertOnce, pause, underLoad } from './load.mjs';
import { figure } from './figures.mjs';

export async function databaseRestarts(t, portal, signal, times, away = 1.5) {
  const pools = async () => ({ gate: await pool(portal, 'gate'), house: await pool(portal, 'house') });
  const before = await pools();
  const healed = [];
  const { texts, tally, reading, people } = await underLoad(portal, async (replies) => {
    for (let i = 0; i < times; ++i) {
      await pause(1.5);
      await killPart(portal, 'database', signal);
      await pause(away);
      await part(portal, 'up', 'database');
      const begun = performance.now();
      const taken = replies.of[303];
      await until('replies to be taken again', () => replies.of[303] > taken, { seconds: 20 });
      healed.push(Math.round(performance.now() - begun));
    }
    await pause(1.5);
  });
  assertOnce(portal, people, texts);
  const after = await pools();
  for (const name of ['gate', 'house']) {
    assert.equal(after[name].master, before[name].master);
    for (const count of ['workers_died', 'workers_killed']) assert.equal(after[name][count], before[name][count], `${name}: ${count}`);
    assert.ok(after[name].workers.every((one) => one.state !== 'busy' || one.request_seconds < 5), `${name}: a worker is stuck`);
  }
  const allowed = ['200', '303', '503', 'repeated'];
  assert.deepEqual([...Object.keys(tally.counts), ...Object.keys(reading.counts)].filter((what) => !allowed.includes(what)), []);
  assert.ok(tally.of[503] > 0, 'nobody noticed: the drill proves nothing');
  // A new sign-in, and the courier, work as well.
  const page = await signIn(new Browser(portal), people[0].email);
  assert.match(page.heading, /^Hello/, page.words);
  await until('the courier to deliver what waits', () => portal.database.number("SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'leased')") === 0, { seconds: 20 });
  figure(t, `${times} × ${signal}: ${texts.length} replies, each kept once; ${tally.words}; reading: ${reading.words}; first reply after the server answered: ${healed.join(', ')} ms; no worker died or was killed`);
}

// A server that is there but does not answer: requests end by their own time limits, long before nginx's and the master's.
export async function databaseHangs(t, portal, seconds) {
  const before = { gate: await pool(portal, 'gate'), house: await pool(portal, 'house') };
  let healed = 0;
  const { texts, tally, reading, people } = await underLoad(portal, async (replies) => {
    await pause(1);
    const pid = pidOf(portal, 'database');
    process.kill(pid, 'SIGSTOP');
    try { await pause(seconds); } finally { process.kill(pid, 'SIGCONT'); }
    const begun = performance.now(), taken = replies.of[303];
    await until('replies to be taken again', () => replies.of[303] > taken + 3, { seconds: 40 });
    healed = Math.round(performance.now() - begun);
    await pause(1);
  });
  assertOnce(portal, people, texts);
  for (const name of ['gate', 'house']) {
    const after = await pool(portal, name);
    for (const count of ['workers_died', 'workers_killed']) assert.equal(after[count], before[name][count], `${name}: ${count}`);
  }
  const allowed = ['200', '303', '503', 'repeated'];
  assert.deepEqual([...Object.keys(tally.counts), ...Object.keys(reading.counts)].filter((what) => !allowed.includes(what)), []);
  assert.ok(tally.of[503] > 0, 'nobody noticed: the drill proves nothing');
  figure(t, `silent for ${seconds} s: ${texts.length} replies, each kept once; ${tally.words}; reading: ${reading.words}; replies taken again after ${healed} ms; no worker killed`);
}
