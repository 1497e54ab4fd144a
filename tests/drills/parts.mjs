// The processes of a running portal, for drills that kill, stop and restart them. Everything here leaves the load running
// meanwhile: nothing blocks. Ends only processes of this portal: the ids come from its own pid files.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { until } from '../harness/until.mjs';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../systemd/local/portal.sh', import.meta.url));

export const pidOf = (portal, part) => Number(readFileSync(join(portal.run, 'pid', part), 'utf8').split(' ')[0]);
export const part = (portal, action, name) => run(script, [action, name], { env: portal.environment() });
export const isAlive = (pid) => { try { process.kill(pid, 0); return true; } catch { return false; } };

export async function killPart(portal, name, signal = 'SIGKILL') {
  const pid = pidOf(portal, name);
  process.kill(pid, signal);
  await until(`${name} to end`, () => !isAlive(pid), { seconds: 40 });
}

// `gatehouse status --json`, one pool.
export async function pool(portal, name) {
  const { out } = await portal.gatehouse(['status', '--json']);
  return JSON.parse(out)[name];
}

// Resolves to the milliseconds it took until the pool had all its workers up again.
export async function untilFull(portal, name, seconds = 30) {
  const begun = performance.now();
  await until(`all workers of ${name}`, async () => {
    const now = await pool(portal, name);
    return now && now.workers.filter((one) => one.state === 'idle' || one.state === 'busy').length >= now.places;
  }, { seconds });
  return Math.round(performance.now() - begun);
}

// Kills one worker after the other with SIGKILL until `stop` is aborted: those that are busy, if any is, and lived for
// more than a second (the master waits longer and longer before it replaces workers that die young). Resolves to how many.
export async function killWorkers(portal, name, stop) {
  const killed = new Set();
  while (!stop.aborted) {
    const workers = (await pool(portal, name)).workers.filter((one) => one.age_seconds > 1.2 && !killed.has(one.pid));
    const victim = workers.find((one) => one.state === 'busy') ?? workers[0];
    if (!victim || !isAlive(victim.pid)) continue;
    process.kill(victim.pid, 'SIGKILL');
    killed.add(victim.pid);
  }
  return killed.size;
}
