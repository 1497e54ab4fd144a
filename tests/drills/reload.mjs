// Drill: masters told to reload and to stop while people work. A reload loses no request; a restart shows nginx's calm
// page for a moment and loses nothing that was taken; a broken configuration changes nothing.
import { strict as assert } from 'node:assert';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../harness/until.mjs';
import { part, pidOf, pool, untilFull } from './parts.mjs';
import { assertOnce, pause, underLoad } from './load.mjs';
import { figure } from './figures.mjs';

const failures = (tally) => Object.entries(tally.counts).filter(([what]) => !['200', '303'].includes(what));

async function reload(portal, name) {
  const before = (await pool(portal, name)).reloads;
  process.kill(pidOf(portal, name), 'SIGHUP');
  await until(`${name} to reload`, async () => {
    const now = await pool(portal, name);
    return now && now.reloads > before && now.workers.length === now.places && now.workers.every((one) => ['idle', 'busy'].includes(one.state));
  }, { seconds: 30 });
}

export async function reloadsUnderLoad(t, portal, times) {
  const { texts, tally, reading, people } = await underLoad(portal, async () => {
    for (let i = 0; i < times; ++i) await Promise.all([reload(portal, 'house'), reload(portal, 'gate')]);
  });
  assertOnce(portal, people, texts);
  assert.deepEqual([...failures(tally), ...failures(reading)], [], 'a reload lost requests');
  figure(t, `${times} reloads of both pools under ${texts.length} replies and ${reading.of[200]} pages: no request failed`);
}

const kBroken = [['[house]\nworkers = "many"\n', /workers/], ['not toml at all [', /99-broken/], ['[house]\nnonsense = 1\n', /nonsense/],
  ['[server]\nassets_folder = "/nowhere"\n', /nowhere/], ['[server]\ntemplates_folder = "/nowhere"\n', /nowhere/]];

export async function brokenConfiguration(t, portal) {
  const file = join(portal.run, 'conf.d/99-broken.toml');
  const before = await pool(portal, 'house');
  const workers = (one) => one.workers.map((worker) => worker.pid).sort();
  const { tally, reading } = await underLoad(portal, async () => {
    for (const [text, named] of kBroken) {
      writeFileSync(file, text);
      const refusals = () => portal.log('house').split('\n').filter((line) => line.includes('master.reload_refused'));
      const old = refusals().length;
      process.kill(pidOf(portal, 'house'), 'SIGHUP');
      await until('the refusal', () => refusals().length > old);
      assert.match(refusals().pop(), named, 'the log does not say what is wrong');
    }
  }).finally(() => rmSync(file, { force: true }));
  const after = await pool(portal, 'house');
  assert.deepEqual(workers(after), workers(before), 'the workers were replaced');
  assert.equal(after.reloads, before.reloads);
  assert.deepEqual([...failures(tally), ...failures(reading)], []);
  figure(t, `${kBroken.length} broken configurations at HUP: same ${workers(after).length} workers, ${tally.of[303]} replies meanwhile, no request failed`);
}

export async function restartsUnderLoad(t, portal, times) {
  const { texts, tally, reading, people } = await underLoad(portal, async () => {
    for (let i = 0; i < times; ++i) {
      await pause(1);
      await part(portal, 'down', 'house');
      await part(portal, 'up', 'house');
      await untilFull(portal, 'house');
    }
    await pause(1);
  });
  assertOnce(portal, people, texts);
  const allowed = ['200', '303', '502', '503', 'repeated'];
  assert.deepEqual([...Object.keys(tally.counts), ...Object.keys(reading.counts)].filter((what) => !allowed.includes(what)), []);
  // What was begun was finished: no reply had to be repeated that was kept already.
  figure(t, `${times} restarts of house under ${texts.length} replies, each kept once; ${tally.words}; reading: ${reading.words}`);
}
