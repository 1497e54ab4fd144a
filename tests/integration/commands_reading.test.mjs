// What commands tell programs and people at a terminal: JSON wherever something is read, the figures of /metrics, and what
// long work is at.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { hire } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kConfiguration = 78;
const portal = await sharedPortal();
const run = (...args) => portal.gatehouse(args);
const folder = mkdtempSync('/tmp/gatehouse-reading.');
chmodSync(folder, 0o777);
after(() => rmSync(folder, { recursive: true, force: true }));

test('every command that reads answers a program', async () => {
  const { email } = await hire(portal, 'client');
  const ring = join(folder, 'ring');
  assert.equal((await run('key', 'add', ring)).code, 0);
  const kReading = ['config check', 'config dump', 'config explain', 'doctor', 'help', `key list ${ring}`, 'metrics', 'migrate status', 'outbox bounces', 'outbox list',
    'providers list', 'providers usage', 'routes', 'status', 'user list', `user sessions ${email}`, 'version'];
  for (const command of kReading) {
    const { code, out, err } = await run(...command.split(' '), '--json');
    assert.deepEqual([code, err], [0, ''], command);
    assert.equal(out.trimEnd().split('\n').length, 1, command);
    assert.equal(typeof JSON.parse(out), 'object', command);
  }
  // A reading command is one that is neither of these nor offers --json.
  const acts = /^(config import-env|courier|key (add|rotate)|mail|migrate up|nginx|outbox (clear-bounce|drop|retry)|providers reset|serve|setup|sms|user (create|disable|enable|reset-|unlock))/;
  const mute = JSON.parse((await run('help', '--json')).out).filter(({ name, options }) => !acts.test(name) && !options.some((one) => one.name === '--json'));
  assert.deepEqual(mute, []);
});

test('metrics says what /metrics says', async () => {
  const names = (text) => text.split('\n').filter((one) => one && !one.startsWith('#')).map((one) => one.slice(0, one.lastIndexOf(' ')));
  const page = (await new Browser(portal, { address: '127.0.0.1' }).send('GET', '/metrics')).text;
  const said = (await run('metrics')).out;
  assert.deepEqual(names(said), names(page));
  assert.match(said, /^gatehouse_pool_up\{pool="house"\} 1$/m);
  assert.match(said, /^gatehouse_database_up 1$/m);
  const rows = JSON.parse((await run('metrics', '--json')).out);
  assert.equal(rows.length, names(said).length);
  assert.deepEqual(rows.find(({ name, labels }) => name === 'gatehouse_pool_up' && labels.pool === 'gate'), { name: 'gatehouse_pool_up', labels: { pool: 'gate' }, value: 1 });
  assert.deepEqual(rows.find(({ name }) => name === 'gatehouse_database_up'), { name: 'gatehouse_database_up', labels: {}, value: 1 });
  assert.ok(rows.some(({ name, labels }) => name === 'gatehouse_workers' && labels.pool === 'house' && labels.state === 'idle'));
});

test('config check tells a program all that is wrong, config explain what a key takes', async () => {
  const broken = join(folder, 'broken.toml');
  writeFileSync(broken, '[portal]\nenvironment = "festive"\n[session]\nidle = 5\n[database]\nread_timeout = 8\n');
  const { code, out } = await run('--config', broken, 'config', 'check', '--json');
  assert.equal(code, kConfiguration);
  const { file, complaints } = JSON.parse(out);
  assert.equal(file, broken);
  assert.deepEqual(complaints.map((one) => one.match(/portal\.environment|session\.idle|database\.statement_timeout/)?.[0]), ['portal.environment', 'session.idle', 'database.statement_timeout']);
  assert.deepEqual(JSON.parse((await run('config', 'check', '--json')).out).complaints, []);
  const [key] = JSON.parse((await run('config', 'explain', '--json', 'mail.transports')).out);
  assert.deepEqual([key.key, key.default, key.words], ['mail.transports', 'folder', ['folder', 'smtp', 'brevo', 'mailgun']]);
  assert.equal((await run('config', 'explain', '--json', 'mail.transport')).code, 64);
});

test('help tells of all commands, of a group and of one', async () => {
  const all = JSON.parse((await run('help', '--json')).out);
  assert.deepEqual(all.map(({ name }) => name), all.map(({ name }) => name).sort());
  assert.deepEqual(JSON.parse((await run('help', '--json', 'providers')).out).map(({ name }) => name), ['providers list', 'providers reset', 'providers usage']);
  assert.match((await run('help', 'key', 'rotate')).out, /^key rotate FILE\n/);
  assert.equal((await run('help', '--markdown')).out.split('\n').filter((one) => one.startsWith('| `')).length, all.length);
});

test('at a terminal long work says what it is at and leaves nothing of it; elsewhere it says nothing', async () => {
  const program = fileURLToPath(new URL('../../build/gatehouse', import.meta.url));
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('GATEHOUSE_'));
  const env = { ...Object.fromEntries(ours), CREDENTIALS_DIRECTORY: join(portal.run, 'credentials/all'), GATEHOUSE_CONFIG: join(portal.run, 'gatehouse.toml') };
  const clear = '\r\x1b[K';
  for (const [command, steps] of [['doctor', ['database as gate', 'schema', 'grants of house']], ['mail test ada@example.org', ['sending by folder']]]) {
    const shown = execFileSync('script', ['-qec', `${program} ${command}`, '/dev/null'], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    for (const step of steps) assert.ok(shown.includes(`${clear}${step} …`), `${command}: ${step}`);
    assert.doesNotMatch(shown.split(clear).at(-1), /…/);
    assert.ok(!(await run(...command.split(' '))).err.includes('…'), command);
  }
});
