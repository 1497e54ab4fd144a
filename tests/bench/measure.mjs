// What is read off the machine: wrk's word, CPU time and memory of process groups from /proc, time until ready.
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { get } from './visitor.mjs';

const run = promisify(execFile);
const here = new URL('.', import.meta.url).pathname;
const tick = 1000 / Number(execFileSync('getconf', ['CLK_TCK']));

export async function wrk(url, cookie, seconds) {
  const headers = cookie ? ['-H', `Cookie: ${cookie}`] : [];
  const { stdout } = await run('wrk', ['-t2', '-c8', `-d${seconds}s`, '-s', `${here}wrk.lua`, '-H', 'Accept: text/html', ...headers, url]);
  return JSON.parse(stdout.trim().split('\n').pop());
}

// The leader of a part of a portal; its session (portal.sh starts each in one of its own) is what is counted.
export const processesOf = (folder, part) => Number(readFileSync(`${folder}/pid/${part}`, 'utf8').split(' ')[0]);

function members(session) {
  const found = [];
  for (const pid of readdirSync('/proc')) {
    if (!/^[0-9]+$/.test(pid)) continue;
    try {
      const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ');
      if (Number(words[3]) === session) found.push({ pid, parent: Number(words[1]), words });
    } catch { /* it ended meanwhile */ }
  }
  return found;
}

// Milliseconds of CPU spent so far, by those alive and those waited for.
export function cpu(session) {
  let ticks = 0;
  for (const { words } of members(session)) for (const at of [11, 12, 13, 14]) ticks += Number(words[at]);
  return ticks * tick;
}

// Mean proportional memory of a pool's workers, MiB. They do not let themselves be looked at: NaN unless root asks.
export function memoryOf(master) {
  if (process.getuid() !== 0) return NaN;
  const workers = members(master).filter(({ parent }) => parent === master);
  const kib = workers.map(({ pid }) => Number(/^Pss: +([0-9]+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]));
  return kib.reduce((sum, one) => sum + one, 0) / kib.length / 1024;
}

const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

export function medianOf(results) {
  const medians = {};
  for (const key of Object.keys(results[0])) medians[key] = middle(results.map((one) => one[key]));
  medians.failed = results.reduce((sum, one) => sum + one.failed, 0);
  return medians;
}

// Medians of the ratios within each round: what disturbs a round disturbs both its halves.
export const ratio = ([ours, other]) => Object.fromEntries(
  ['rate', 'p95', 'p99', 'app_ms'].map((key) => [key, middle(ours.map((one, at) => one[key] / other[at][key]))]));

// Seconds from starting both pools beside a database that is up until /readyz says yes; the best of three.
export async function readyTime(folder, url) {
  const portal = (...words) => run('systemd/local/portal.sh', words, { env: { ...process.env, RUN: folder } });
  const times = [];
  for (let i = 0; i < 3; ++i) {
    await portal('down', 'gate');
    await portal('down', 'house');
    const started = performance.now();
    await Promise.all([portal('up', 'gate'), portal('up', 'house')]);
    while ((await get(`${url}/readyz`).catch(() => ({}))).status !== 200) await new Promise((go) => setTimeout(go, 5));
    times.push((performance.now() - started) / 1000);
  }
  return Math.min(...times);
}
