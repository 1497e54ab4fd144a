// make run, start and stop as their user meets them: systemd/local/portal.sh and packages.sh, with the exit code and the
// sentence for each thing that may be wrong with a machine. What cannot be had here (a full disk, no network) is played by
// a command of that name in front of the path.
import { after, test } from 'node:test';
import { strict as assert } from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { pidOf } from '../drills/parts.mjs';
import { freePorts, sharedPortal } from '../harness/portal.mjs';
import { until } from '../harness/until.mjs';

const local = fileURLToPath(new URL('../../systemd/local', import.meta.url));
const portal = await sharedPortal();
const folder = mkdtempSync('/tmp/gatehouse-local.');
chmodSync(folder, 0o755);
const [port, httpPort] = await freePorts();
const own = { RUN: join(folder, 'run'), PORT: String(port), HTTP_PORT: String(httpPort), DATABASE_BUFFER: '64M', CONF_D: '', BASE_PATH: '', NGINX_LIMITS: '' };

function call(script, args, environment = {}) {
  const done = spawnSync(join(local, script), args, { encoding: 'utf8', env: { ...process.env, ...own, ...environment } });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

after(() => {
  call('portal.sh', ['stop']);
  rmSync(folder, { recursive: true, force: true });
});

// The path with commands of our own in front: {name: script}.
function played(commands) {
  const bin = mkdtempSync(join(folder, 'bin.'));
  for (const [name, script] of Object.entries(commands)) writeFileSync(join(bin, name), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
  return { PATH: `${bin}:${process.env.PATH}` };
}

// Pids of everything that names this RUN in its command line.
const processes = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
  try { return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${own.RUN}/`); } catch { return false; }
});

// `portal.sh run` in a process group of its own, as a terminal has it, once it says that it is up.
async function running() {
  const child = spawn(join(local, 'portal.sh'), ['run'], { detached: true, env: { ...process.env, ...own }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '', child };
  child.stdout.on('data', (bytes) => { said.out += bytes; });
  child.stderr.on('data', (bytes) => { said.err += bytes; });
  said.ended = new Promise((done) => child.on('exit', (code) => done(code)));
  await until('the portal to be up', () => {
    assert.equal(child.exitCode, null, said.err);
    return said.out.includes('Ctrl-C stops it');
  }, { seconds: 60 });
  return said;
}

test('a port that is taken is said, with what to do, and nothing is left running', () => {
  for (const taken of [{ PORT: new URL(portal.url).port }, { HTTP_PORT: String(portal.httpPort) }]) {
    const { code, err } = call('portal.sh', ['start'], taken);
    assert.equal(code, 69, err);
    assert.match(err, new RegExp(`^gatehouse: port ${Object.values(taken)[0]} is in use by another program; choose others: make run PORT=\\d+ HTTP_PORT=\\d+\n$`));
  }
  assert.deepEqual(processes(), []);
});

test('a port that is none, and a folder of settings without any, are usage errors', () => {
  assert.equal(call('portal.sh', ['start'], { PORT: 'https' }).code, 64);
  assert.equal(call('portal.sh', ['start'], { PORT: '65536' }).code, 64);
  assert.equal(call('portal.sh', ['start'], { CONF_D: folder }).code, 78);
  assert.equal(call('portal.sh', ['begin']).code, 64);
});

test('a full disk is said before anything is made', () => {
  const { code, err } = call('portal.sh', ['start'], played({ df: "printf 'Filesystem 1024-blocks Used Available\\n/dev/x 900000 800000 100000 89%% /\\n'" }));
  assert.equal(code, 74, err);
  assert.match(err, /the disk that holds .* is full: 97 MiB are free, a portal needs 400/);
  assert.deepEqual(processes(), []);
});

// Else two hashes at once weigh as much as everybody inside: seen as p99 of 78 ms instead of 12 under a flood of sign-ins.
test('the gate and the courier leave the CPU to those inside, where the kernel shares it by sessions', { skip: !existsSync('/proc/self/autogroup') }, () => {
  const shares = ['gate', 'house', 'courier'].map((part) => readFileSync(`/proc/${pidOf(portal, part)}/autogroup`, 'utf8').split(' ').pop().trim());
  assert.deepEqual(shares, ['10', '0', '10']);
});

test('a second start of a portal that runs tells the same again, at once', () => {
  const begun = Date.now();
  const { code, out, err } = call('portal.sh', ['start'], portal.environment());
  assert.equal(code, 0, err);
  assert.match(err, /already running/);
  assert.ok(out.includes(portal.url) && out.includes(portal.admin.password) && out.includes('mail/*.eml'), out);
  assert.ok(Date.now() - begun < 5000);
});

test('make start comes back once the portal is ready, also with jobs of its own; make stop ends it', () => {
  const env = { ...process.env, ...own };
  for (const name of ['MAKEFLAGS', 'MFLAGS', 'MAKELEVEL']) delete env[name];
  const make = (target) => spawnSync('make', ['-C', join(local, '../..'), '-j2', target], { encoding: 'utf8', env, timeout: 100_000 });
  const started = make('start');
  assert.equal(started.status, 0, `${started.signal} ${started.stderr}`);
  assert.ok(started.stdout.includes(`https://localhost:${port}`));
  assert.ok(processes().length >= 5);
  assert.equal(make('stop').status, 0);
  assert.deepEqual(processes(), []);
});

test('run prints where the portal is, who may sign in and where mail lands; Ctrl-C stops all of it', async () => {
  const said = await running();
  const [email, password, secret] = readFileSync(join(own.RUN, 'admin.txt'), 'utf8').split('\n');
  for (const word of [`https://localhost:${port}`, email, password, secret, 'mail/*.eml', 'ca.pem']) assert.ok(said.out.includes(word), `${word}\n${said.out}`);
  assert.ok(processes().length >= 5);
  process.kill(-said.child.pid, 'SIGINT');
  assert.equal(await said.ended, 0, said.err);
  assert.deepEqual(processes(), []);
});

test('a part that ends by itself is named with its last words, and the rest is stopped', async () => {
  const said = await running();
  const [master] = readFileSync(join(own.RUN, 'pid/courier'), 'utf8').split(' ');
  process.kill(Number(master), 'SIGKILL');
  assert.equal(await said.ended, 70);
  assert.match(said.err, /courier ended; stopping the rest/);
  assert.match(said.err, /level=\w+ event=\S+ role=courier/);
  assert.deepEqual(processes(), []);
});

// As if nothing were installed. `sh` is how packages.sh writes outside its own folder.
const bare = { 'dpkg-query': '', sh: '' };
const apt = (words) => played({ ...bare, 'apt-get': `echo '${words}'; exit 100`, sudo: 'exec "$@"' });

test('packages that are missing are named with what they are for; without a network that is said', () => {
  const { code, err } = call('packages.sh', ['build', 'run'], apt("E: Failed to fetch http://x/g++.deb  Could not resolve host"));
  assert.equal(code, 69, err);
  for (const line of ['  g++ (to build)', '  nginx (to run)', '  openssl (to build, run)']) assert.ok(err.includes(line), err);
  assert.match(err, /no package source can be reached .*Check the network/);
});

test('a disk that is full while packages are installed is said', () => {
  const { code, err } = call('packages.sh', ['build'], apt('dpkg: error: failed to write: No space left on device'));
  assert.equal(code, 74, err);
  assert.match(err, /the disk is full; packages could not be installed/);
});

test('nothing is asked of apt where nothing is missing', () => {
  const { code, err } = call('packages.sh', ['no-such-purpose'], apt('asked'));
  assert.deepEqual([code, err], [0, '']);
});
