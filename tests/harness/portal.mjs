// A whole portal for tests, started through systemd/local/portal.sh in a folder of its own below /tmp, on free ports.
// Guarantees: touches no other portal; a portal that a test started is stopped when the test's file ends, whatever
// happened. `sharedPortal()` is the one that run.mjs started for all files; a file run by hand gets its own.
//
// The portal runs in the environment "testing": its clock follows a file and only ever moves forward. Hashes are
// cheap, everything else is as in production, rate limits included: each Browser comes from an address of its own.
import { execFile, execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { after } from 'node:test';
import { join } from 'node:path';
import { Database } from './database.mjs';
import { Mailbox } from './mailbox.mjs';
import { Redis } from './redis.mjs';

const tree = fileURLToPath(new URL('../..', import.meta.url));
const script = join(tree, 'systemd/local/portal.sh');
const kCheapHashes = '[password]\nargon_memory = 8\nargon_operations = 1\n';
const kQuickCourier = '[courier]\npoll = 50\n';

export class Portal {
  constructor(folder, url) {
    this.folder = folder;
    this.run = join(folder, 'run');
    this.url = url;
    this.base = new URL(url).pathname.replace(/\/$/, '');
    this.ca = readFileSync(join(this.run, 'ca.pem'));
    this.clockFile = join(folder, 'clock');
    this.database = new Database(join(this.run, 'db/mariadb.sock'));
    this.mail = new Mailbox(join(this.run, 'mail'));
    const [email, password, totp] = readFileSync(join(this.run, 'admin.txt'), 'utf8').split('\n');
    this.admin = { email, password, totp };
  }

  // Moves the clock of all processes of this portal; never back: nobody may read a file that is half written.
  advance(seconds) {
    const next = `${this.clockFile}.next`;
    writeFileSync(next, `${Number(readFileSync(this.clockFile, 'utf8')) + seconds}\n`, { mode: 0o644 });
    renameSync(next, this.clockFile);
  }

  // Runs `gatehouse …` as the sysadmin does: {code, out, err}; never throws because of an exit code.
  gatehouse(args, { input = '', environment = {} } = {}) {
    const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', CREDENTIALS_DIRECTORY: join(this.run, 'credentials/all'),
      GATEHOUSE_CONFIG: join(this.run, 'gatehouse.toml'), ...environment };
    const command = [join(tree, 'build/gatehouse'), ...args];
    // What makes shared slots must leave them to the workers' user.
    if (process.getuid() === 0) command.unshift('setpriv', '--reuid', 'www-data', '--regid', 'www-data', '--clear-groups', '--');
    return new Promise((done) => {
      const child = execFile(command[0], command.slice(1), { env, maxBuffer: 64 << 20 }, (error, out, err) =>
        done({ code: error ? error.code : 0, out, err }));
      child.stdin.on('error', () => {});  // a command that reads nothing may end first
      child.stdin.end(input);
    });
  }

  // How often each pending code was tried, in whichever store it lies.
  codeTries() {
    return [...this.database.rows('SELECT tries FROM challenge').map(([tries]) => Number(tries)), ...(this.redis?.tries() ?? [])];
  }

  log(part) { return readFileSync(join(this.run, 'log', `${part}.log`), 'utf8'); }

  // Takes one part down or up: database gate house courier nginx.
  part(action, name) { execFileSync(script, [action, name], { env: this.environment(), stdio: 'pipe' }); }

  environment() {
    const { port } = new URL(this.url);
    return { ...process.env, RUN: this.run, PORT: port, NGINX_LIMITS: '' };
  }

  async stop() {
    execFileSync(script, ['stop'], { env: this.environment(), stdio: 'pipe' });
    await this.redis?.stop();
    if (!process.env.KEEP_PORTAL) rmSync(this.folder, { recursive: true, force: true });
  }
}

// Two ports that nobody listens on, of those that the kernel gives to no connection and no listen(0) (it begins at 32768):
// nothing comes by one by chance between here and the portal's start, nor while a test has its portal down.
export async function freePorts() {
  const listening = () => new Promise((done, fail) => {
    const server = createServer().on('error', (error) => (error.code === 'EADDRINUSE' ? done(listening()) : fail(error)));
    server.listen(randomInt(10_240, 32_768), '127.0.0.1', () => done(server));
  });
  const servers = await Promise.all([listening(), listening()]);
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

// configuration: TOML on top of the test's own; secrets: credentials for gate, courier and sysadmin by key; base: a path such
// as "/portal"; limits: flags for `nginx print`; redis: codes and counters lie in this Redis, or in one of the portal's own.
export async function launch({ configuration = '', secrets = {}, base = '', limits = '--rate 2000 --gate-rate 2000 --connections 500',
  redis = process.env.GATEHOUSE_TEST_STORE === 'redis' } = {}) {
  if (redis === true) redis = await Redis.start();
  const folder = mkdtempSync('/tmp/gatehouse-test.');
  chmodSync(folder, 0o755);
  const [port, httpPort] = await freePorts();
  mkdirSync(join(folder, 'conf.d'));
  writeFileSync(join(folder, 'clock'), '0\n');
  chmodSync(join(folder, 'clock'), 0o644);
  writeFileSync(join(folder, 'conf.d/10-test.toml'),
    `[portal]\nenvironment = "testing"\n[testing]\nclock_file = "${folder}/clock"\n${kCheapHashes}${kQuickCourier}`);
  if (redis) {
    const where = redis.port ? `host = "127.0.0.1"\nport = ${redis.port}` : `socket = "${redis.socket}"`;
    writeFileSync(join(folder, 'conf.d/15-redis.toml'), `[store]\nkind = "redis"\n[redis]\npause = 100\n${where}\n`);
  }
  if (configuration) writeFileSync(join(folder, 'conf.d/20-own.toml'), configuration);
  for (const role of ['all', 'gate', 'courier']) {
    if (Object.keys(secrets).length) mkdirSync(join(folder, 'run/credentials', role), { recursive: true });
    for (const [key, secret] of Object.entries(secrets)) {
      const file = join(folder, 'run/credentials', role, key);
      writeFileSync(file, secret);
      chmodSync(file, 0o644);
    }
  }
  const env = {
    ...process.env, RUN: join(folder, 'run'), PORT: String(port), HTTP_PORT: String(httpPort), BASE_PATH: base,
    CONF_D: join(folder, 'conf.d'), NGINX_LIMITS: limits, DATABASE_BUFFER: '64M',
  };
  try {
    execFileSync(script, ['start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    appendFileSync(process.stderr.fd, `${error.stderr}`);
    rmSync(folder, { recursive: true, force: true });
    await redis?.stop?.();
    throw new Error('the portal for the tests does not start');
  }
  const portal = new Portal(folder, `https://localhost:${port}${base}`);
  portal.httpPort = httpPort;
  portal.redis = redis || undefined;
  return portal;
}

// A portal of this file's own.
export async function privatePortal(options) {
  const portal = await launch(options);
  after(() => portal.stop());
  return portal;
}

// From now on the one that sharedPortal() gives, in this process.
let shared;
export function share(portal) { shared = portal; }

export async function sharedPortal() {
  if (shared) return shared;
  const handed = process.env.GATEHOUSE_TEST_PORTAL;
  if (!handed) return privatePortal();
  const { folder, url, httpPort } = JSON.parse(handed);
  return Object.assign(new Portal(folder, url), { httpPort });
}
