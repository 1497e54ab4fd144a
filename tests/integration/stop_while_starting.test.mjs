// A service that is told to stop while it waits for the database to answer at its start, and would for a long time: it ends
// at once, and nothing of it stays.
import test, { after } from 'node:test';
import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { sharedPortal } from '../harness/portal.mjs';
import { until } from '../harness/until.mjs';

const program = fileURLToPath(new URL('../../build/gatehouse', import.meta.url));
const portal = await sharedPortal();
const folder = mkdtempSync('/tmp/gatehouse-stop.');
chmodSync(folder, 0o777);

// Takes connections and says nothing.
const peers = [];
const silent = createServer((peer) => peers.push(peer.on('error', () => {})));
const socket = join(folder, 'silent.sock');
await new Promise((done) => silent.listen(socket, done));
chmodSync(socket, 0o777);
after(() => {
  peers.forEach((peer) => peer.destroy());
  silent.close();
  rmSync(folder, { recursive: true, force: true });
});

// Starts `gatehouse …` with such a database and waits until `waiting` of its connections hang there.
async function start(args, waiting) {
  const runtime = join(folder, args.join('-'));
  mkdirSync(runtime);
  chmodSync(runtime, 0o777);
  const part = args.at(-1), before = peers.length;
  const command = [program, ...args];
  if (process.getuid() === 0) command.unshift('setpriv', '--reuid', 'www-data', '--regid', 'www-data', '--clear-groups', '--');
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH, LANG: 'C.UTF-8',
    CREDENTIALS_DIRECTORY: join(portal.run, 'credentials', part), GATEHOUSE_CONFIG: join(portal.run, 'gatehouse.toml'),
    GATEHOUSE_SERVER_RUNTIME_FOLDER: runtime, GATEHOUSE_GATE_SOCKET: join(runtime, 'gate.sock'), GATEHOUSE_HOUSE_SOCKET: join(runtime, 'house.sock'),
    GATEHOUSE_DATABASE_SOCKET: socket, GATEHOUSE_DATABASE_CONNECT_TIMEOUT: '60', GATEHOUSE_DATABASE_READ_TIMEOUT: '60',
    GATEHOUSE_GATE_WORKERS: '2', GATEHOUSE_HOUSE_WORKERS: '2', GATEHOUSE_GATE_DRAIN: '2', GATEHOUSE_HOUSE_DRAIN: '2' } });
  const service = { child, log: '', ended: new Promise((done) => child.once('close', (code, signal) => done({ code, signal }))) };
  child.stderr.on('data', (text) => { service.log += text; });
  after(() => child.kill('SIGKILL'));
  await until(`${args.join(' ')} to ask the database`, () => peers.length === before + waiting || child.exitCode !== null);
  service.pids = [child.pid, ...readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)];
  return service;
}

const runs = (pid) => { try { process.kill(pid, 0); return true; } catch { return false; } };

for (const pool of ['gate', 'house'])
  test(`the ${pool} stopped while its workers come up ends without killing one, and leaves none behind`, async () => {
    const service = await start(['serve', pool], 2);
    service.child.kill('SIGTERM');
    assert.deepEqual(await service.ended, { code: 0, signal: null }, service.log);
    assert.doesNotMatch(service.log, /worker\.(killed|died)/);
    assert.match(service.log, /master\.stop /);
    assert.equal(service.pids.length, 3);
    assert.deepEqual(service.pids.filter(runs), []);
  });

test('the courier stopped before it has taken a mail ends at once', { timeout: 30_000 }, async () => {
  const service = await start(['courier'], 1);
  service.child.kill('SIGTERM');
  assert.deepEqual(await service.ended, { code: null, signal: 'SIGTERM' }, service.log);
});
