// A Redis of a test's own, on a Unix socket in a folder below /tmp (or on a port of this host), that can be killed, frozen
// and started again from the snapshot it wrote. Ends with the test's file, whatever happened.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until.mjs';

export class Redis {
  constructor(folder, { port = 0, password = '' } = {}) {
    Object.assign(this, { folder, port, password, socket: join(folder, 'redis.sock') });
  }

  static async start(options) {
    const folder = mkdtempSync('/tmp/gatehouse-redis.');
    chmodSync(folder, 0o755);
    const redis = new Redis(folder, options);
    await redis.up();
    return redis;
  }

  async up() {
    const args = ['--port', this.port, '--bind', '127.0.0.1', '--unixsocket', this.socket, '--unixsocketperm', 777, '--dir', this.folder,
      '--save', '', '--appendonly', 'no', '--loglevel', 'warning', ...(this.password ? ['--requirepass', this.password] : [])];
    this.server = spawn('redis-server', args.map(String), { stdio: 'ignore' });
    this.ended = new Promise((done) => this.server.once('exit', done));
    await until('Redis to answer', () => this.answers());
  }

  answers() {
    try { return this.ask('PING') === 'PONG'; } catch { return false; }
  }

  // As nobody warns of it: nothing is written, nothing is closed.
  async kill() {
    this.server.kill('SIGKILL');
    await this.ended;
  }

  // Takes connections and never answers; thawed, it knows everything it knew.
  freeze() { this.server.kill('SIGSTOP'); }
  thaw() { this.server.kill('SIGCONT'); }

  ask(...words) {
    const auth = this.password ? ['-a', this.password, '--no-auth-warning'] : [];
    return execFileSync('redis-cli', ['-s', this.socket, ...auth, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  }

  keys(pattern = '*') { return this.ask('KEYS', pattern).split('\n').filter(Boolean); }

  // How often each code that lies here was tried.
  tries() { return this.keys('*:challenge:*').map((key) => Number(this.ask('HGET', key, 'tries'))); }

  async stop() {
    this.server?.kill('SIGCONT');
    if (this.server) await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
