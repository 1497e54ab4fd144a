// Measures a running, seeded portal against its floor: started by bench.sh. Rounds alternate between ours and the floor
// and are short, so that whatever else the machine does falls on both; what is told is the median, and how much CPU the
// program and the database spent on a request, which other work disturbs least. Prints a table, writes JSON, ends with 1
// when a figure is missed.
import { writeFileSync } from 'node:fs';
import { cpu, medianOf, memoryOf, processesOf, ratio, readyTime, wrk } from './measure.mjs';
import { flood } from './flood.mjs';
import { get, signIn } from './visitor.mjs';

const { FULL, SMALL, PORT, JSON: file, FLOORS } = process.env;
const rounds = Number(process.env.BENCH_ROUNDS || 25), seconds = Number(process.env.BENCH_SECONDS || 1);
const quietSeconds = 8, loudSeconds = 18;
const [listFloor, constantFloor] = FLOORS.split(' ').map(Number);
const ours = `https://localhost:${PORT}`, small = `https://localhost:${Number(PORT) + 2}`, floor = `https://localhost:${Number(PORT) + 4}`;
const groups = (folder, part) => processesOf(folder, part);
const database = groups(FULL, 'database');

const client = await signIn(ours, FULL, 0), agent = await signIn(ours, FULL, 2);
const smallClient = await signIn(small, SMALL, 0), smallAgent = await signIn(small, SMALL, 2);
const sides = {
  'my tickets': { url: `${ours}/tickets`, cookie: client.cookie, app: groups(FULL, 'house'), database, rows: 25 },
  'floor: list': { url: `${floor}/list?${client.session}`, app: listFloor, database, rows: 25 },
  'sign-in page': { url: `${ours}/login`, app: groups(FULL, 'gate'), database },
  'floor: constant': { url: `${floor}/constant`, app: constantFloor, database },
  'desk': { url: `${ours}/desk`, cookie: agent.cookie, app: groups(FULL, 'house'), database, rows: 25 },
  'my tickets of 5,000': { url: `${small}/tickets`, cookie: smallClient.cookie, app: groups(SMALL, 'house'), database: groups(SMALL, 'database'), rows: 25 },
  'desk of 5,000': { url: `${small}/desk`, cookie: smallAgent.cookie, app: groups(SMALL, 'house'), database: groups(SMALL, 'database'), rows: 25 },
};
const pairs = [['my tickets', 'floor: list'], ['sign-in page', 'floor: constant'], ['my tickets', 'my tickets of 5,000'], ['desk', 'desk of 5,000']];

async function round(name, time = seconds) {
  const side = sides[name], before = [cpu(side.app), cpu(side.database)];
  const result = await wrk(side.url, side.cookie, time);
  const per = (at, group) => Math.max(0, cpu(group) - before[at]) / result.requests;
  return { ...result, rate: result.requests / result.seconds, app_ms: per(0, side.app), database_ms: per(1, side.database) };
}

for (const [name, side] of Object.entries(sides)) {
  const page = await get(side.url, side.cookie);
  const rows = page.body.split('<tr>').length - 2;
  if (page.status !== 200 || (side.rows && rows !== side.rows)) throw new Error(`${name}: ${page.status}, ${rows} rows at ${side.url}`);
  side.bytes = page.body.length;
}
const idle = ['gate', 'house'].map((part) => memoryOf(groups(FULL, part)));

const kept = pairs.map(() => [[], []]);
for (const name of Object.keys(sides)) await round(name, 1);
for (let i = 0; i < rounds; ++i) {
  for (const [at, pair] of pairs.entries()) {
    const order = i % 2 ? [1, 0] : [0, 1];
    for (const side of order) kept[at][side].push(await round(pair[side]));
  }
}

// Each quiet while has its loud one beside it; the median of the three ratios is the figure.
const quiets = [], louds = [], attacks = [];
for (let i = 0; i < 3; ++i) {
  quiets.push(await round('my tickets', quietSeconds));
  const attack = flood(ours, 16, loudSeconds + 2);
  await new Promise((go) => setTimeout(go, 1000));
  louds.push(await round('my tickets', loudSeconds));
  attacks.push(await attack);
}
const [quiet, loud] = [medianOf(quiets), medianOf(louds)];
const slowed = ratio([louds, quiets]).p99;
const attacked = attacks.reduce((all, one) => {
  for (const [answer, amount] of Object.entries(one.answers)) all.answers[answer] = (all.answers[answer] ?? 0) + amount;
  return { sent: all.sent + one.sent, answers: all.answers };
}, { sent: 0, answers: {} });
const after = ['gate', 'house'].map((part) => memoryOf(groups(FULL, part)));
const ready = await readyTime(FULL, ours);

const told = pairs.map(([a, b], at) => ({ ours: a, other: b, a: medianOf(kept[at][0]), b: medianOf(kept[at][1]), of: ratio(kept[at]) }));
const failed = told.reduce((sum, t) => sum + t.a.failed + t.b.failed, 0);
const figures = [
  ['my tickets, of the floor', told[0].of.rate, '>=', 0.75],
  ['sign-in page, of the constant', told[1].of.rate, '>=', 0.5],
  ['my tickets: p99 under a flood of sign-ins, of the quiet one', slowed, '<=', 3],
  ['requests of signed-in people that failed in it', loud.failed, '<=', 0],
  ['idle worker, gate: MiB', idle[0], '<=', 6],
  ['idle worker, house: MiB', idle[1], '<=', 6],
  ['ready after the database: s', ready, '<=', 0.5],
  ['my tickets: p95 with all tickets, of that with 5,000', told[2].of.p95, '<=', 1.3],
  ['desk: p95 with all tickets, of that with 5,000', told[3].of.p95, '<=', 1.3],
  ['failed requests', failed, '<=', 0],
].map(([name, value, sign, limit]) => ({ name, value, limit: `${sign} ${limit}`, met: Number.isNaN(value) ? null : sign === '>=' ? value >= limit : value <= limit }));

const number = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(2)).padStart(9);
const line = (name, side, m) => console.log(name.padEnd(24), number(m.rate), number(m.p50), number(m.p95), number(m.p99), number(m.app_ms), number(m.database_ms), String(side.bytes ?? '').padStart(8));
console.log('\n' + 'page (8 connections)'.padEnd(24), '    req/s    p50 ms    p95 ms    p99 ms    app ms     db ms    bytes   (ms: CPU for each request)');
for (const t of told) for (const [name, m] of [[t.ours, t.a], [t.other, t.b]]) line(name, sides[name], m);
line('quiet', {}, quiet);
line('under the flood', {}, loud);
console.log(`flood: ${attacked.sent} sign-ins, ${JSON.stringify(attacked.answers)}; worker memory after load: gate ${after[0].toFixed(1)}, house ${after[1].toFixed(1)} MiB\n`);
for (const f of figures) console.log(f.met === null ? 'unseen' : f.met ? 'met   ' : 'MISSED', f.name.padEnd(62), number(f.value), ' wanted', f.limit);
writeFileSync(file, JSON.stringify({ rounds, seconds, figures, pairs: told, quiet, loud, attacked, memory: { idle, after }, ready }, null, 1) + '\n');
process.exit(figures.every((f) => f.met !== false) ? 0 : 1);
