// A database of its own, a configuration and a courier to be started, killed and asked. Needs TEST_DATABASE_SOCKET
// (tests/database/with_mariadb.sh). Waiting is always for a state, never for a time.
'use strict';
const { execFileSync, spawn } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { makeCertificates } = require('../providers/certificates');

const root = path.join(__dirname, '..', '..');
const program = process.env.GATEHOUSE || path.join(root, 'build', 'gatehouse');
const socket = process.env.TEST_DATABASE_SOCKET;
let count = 0;

class Rig {
  constructor(settings = {}) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-courier-'));
    this.certificates = makeCertificates(this.folder);
    this.schema = `courier_${process.pid}_${++count}`;
    this.log = '';
    this.couriers = new Set();
    this.write(settings);
    this.admin(`CREATE DATABASE ${this.schema}`);
    this.run('setup', '--credentials', path.join(this.folder, 'credentials'));
    fs.writeFileSync(path.join(this.folder, 'credentials', 'database.owner_password'), '');
    fs.rmSync(path.join(this.folder, 'credentials', 'smtp.password'));  // tests write it into the file
    this.run('migrate', 'up');
  }

  write(settings) {
    const all = {
      portal: { environment: 'testing', base_url: 'https://portal.test/p', name: 'Test Portal' },
      server: {
        runtime_folder: this.folder, state_folder: this.folder, templates_folder: path.join(root, 'templates'),
      },
      database: { socket, schema: this.schema, owner_user: 'root', courier_user: `courier_${process.pid}`,
        gate_user: `gate_${process.pid}`, house_user: `house_${process.pid}` },
      keys: { outbox: path.join(this.folder, 'credentials', 'keyring.outbox') },
      mail: { transports: ['folder'], folder: path.join(this.folder, 'mail'), from_address: 'portal@portal.test' },
      courier: { poll: 50, lease: 40 },
      log: { level: 'debug' },
    };
    for (const [section, values] of Object.entries(settings)) all[section] = { ...all[section], ...values };
    const text = Object.entries(all).map(([section, values]) => `[${section}]\n${Object.entries(values)
      .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`).join('')}`).join('\n');
    this.config = path.join(this.folder, 'gatehouse.toml');
    fs.writeFileSync(this.config, text);
  }

  environment() {
    return { ...process.env, CREDENTIALS_DIRECTORY: path.join(this.folder, 'credentials') };
  }

  run(...args) {
    return execFileSync(program, ['--config', this.config, ...args], { encoding: 'utf8', env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'] });
  }

  admin(statement, schema = '') {
    const out = execFileSync('mariadb', ['--no-defaults', '-uroot', '-S', socket, '-N', '-B', ...(schema ? [schema] : []),
      '-e', statement], { encoding: 'utf8' });
    return out.split('\n').filter((line) => line).map((line) => line.split('\t'));
  }

  sql(statement) { return this.admin(statement, this.schema); }

  put({ kind = 'test', recipient = 'ada@example.net', values = {}, thread = '', expires = 'NULL', state = 'waiting' } = {}) {
    const payload = JSON.stringify(values).replace(/\\/g, '\\\\').replace(/'/g, "\\'");
    return Number(this.sql(`INSERT INTO outbox (tag, kind, recipient, payload, sealed, thread, state, next_try_at,
      created_at, expires_at) VALUES ('${crypto.randomUUID()}', '${kind}', '${recipient}', '${payload}', 0, '${thread}',
      '${state}', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), ${expires}); SELECT LAST_INSERT_ID()`)[0][0]);
  }

  row(id) {
    const [line] = this.sql(`SELECT state, attempts, doubtful, provider, last_answer, payload, provider_id,
      TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), next_try_at) FROM outbox WHERE id = ${id}`);
    if (!line) return null;
    const [state, attempts, doubtful, provider, answer, payload, providerId, wait] = line;
    return { state, attempts: +attempts, doubtful: +doubtful, provider, answer, payload, providerId, wait: +wait };
  }

  // Whatever was wrong with the providers is forgotten.
  forgive() { this.sql('DELETE FROM provider'); }

  start() {
    const courier = spawn(program, ['--config', this.config, 'courier'], { env: this.environment(),
      stdio: ['ignore', 'ignore', 'pipe'] });
    courier.stderr.on('data', (bytes) => { this.log += bytes; });
    courier.ended = new Promise((done) => courier.on('exit', (code, signal) => {
      this.couriers.delete(courier);
      if (code) this.crashed = true;
      done({ code, signal });
    }));
    this.couriers.add(courier);
    return courier;
  }

  async until(what, holds, seconds = 20) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const value = holds();
      if (value) return value;
      if (this.crashed) throw new Error(`the courier ended by itself\n${this.log}`);
      if (Date.now() > end) throw new Error(`never: ${typeof what === 'string' ? what : what()}\n${this.log}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  untilState(id, state) {
    return this.until(() => `mail ${id} ${state}: ${JSON.stringify(this.row(id))}`, () => {
      const row = this.row(id);
      return row && row.state === state ? row : null;
    });
  }

  async end() {
    for (const courier of [...this.couriers]) { courier.kill('SIGKILL'); await courier.ended; }
    this.admin(`DROP DATABASE ${this.schema}`);
    fs.rmSync(this.folder, { recursive: true });
  }
}

module.exports = { Rig, root };
