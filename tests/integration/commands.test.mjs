// The sysadmin's commands: what they say, what they do, how they end.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, statSync, chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { address, hire, insider, kPassword, signIn, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';
import { until } from '../harness/until.mjs';

const kUsage = 64, kBadInput = 65, kUnavailable = 69, kConfiguration = 78;
const portal = await sharedPortal();
const run = (...args) => portal.gatehouse(args);
const folder = mkdtempSync('/tmp/gatehouse-commands.');
chmodSync(folder, 0o777);
after(() => rmSync(folder, { recursive: true, force: true }));

test('an unknown command, an unknown option and nothing at all are usage errors on stderr', async () => {
  for (const args of [['dance'], ['user'], ['user', 'dance'], ['status', '--colour'], [], ['user', 'create']]) {
    const { code, out, err } = await run(...args);
    assert.equal(code, kUsage, args.join(' '));
    assert.equal(out, '');
    assert.match(err, /^gatehouse: /);
  }
});

test('every command has help', async () => {
  const { code, out } = await run('--help');
  assert.equal(code, 0);
  for (const name of ['serve', 'courier', 'setup', 'migrate', 'config', 'user', 'key', 'outbox', 'status', 'doctor', 'routes', 'version']) {
    assert.match(out, new RegExp(`^ +${name} `, 'm'));
    assert.equal((await run(name, '--help')).code, 0, name);
  }
  assert.match((await run('version')).out, /^gatehouse \d+\.\d+\.\d+\n$/);
});

test('user create makes an account that can sign in, once, and never takes the password from the command line', async () => {
  const email = address('made'), name = unique('made');
  const make = (input) => portal.gatehouse(['user', 'create', email, '--role', 'agent', '--user-name', name], { input });
  const short = await make('short\n');
  assert.deepEqual([short.code, /15 characters/.test(short.err)], [kBadInput, true]);
  const made = await make(`${kPassword}\n`);
  assert.deepEqual([made.code, made.out], [0, `created ${email} as Agent\n`]);
  assert.equal((await make(`${kPassword}\n`)).code, kBadInput);
  assert.match((await signIn(new Browser(portal), name)).heading, /^Set up a second factor/);
  assert.equal((await run('user', 'create', 'not an address')).code, kBadInput);
  assert.equal((await run('user', 'create', address(), '--role', 'king')).code, kUsage);
  assert.equal((await run('user', 'create', address(), '--password', kPassword)).code, kUsage);
});

test('user list tells people and programs', async () => {
  const { email, id } = await hire(portal, 'client');
  const after = String(id - 1);
  assert.ok((await run('user', 'list', '--after', after)).out.includes(email));
  const [row] = JSON.parse((await run('user', 'list', '--json', '--after', after)).out);
  assert.deepEqual(row, { id, email, user_name: null, name: 'Sam Staff', disabled: false, closed: false });
});

test('user disable, enable and unlock refuse whom they do not know', async () => {
  for (const name of ['disable', 'enable', 'unlock']) assert.equal((await run('user', name, 'nobody@example.org')).code, kBadInput, name);
});

test('what the sysadmin does to an account is in the audit', async () => {
  const { email, id } = await hire(portal, 'client');
  for (const name of ['disable', 'enable', 'unlock']) await run('user', name, email);
  const actions = portal.database.rows(`SELECT action FROM audit_event WHERE account_id = ${id} ORDER BY id`).flat();
  assert.deepEqual(actions, ['account.create', 'account.disable', 'account.enable', 'account.unlock']);
});

test('migrate status and migrate up on a portal that is current', async () => {
  const status = JSON.parse((await run('migrate', 'status', '--json')).out);
  assert.ok(JSON.stringify(status).includes('foundation'));
  const up = await run('migrate', 'up');
  assert.deepEqual([up.code, /up to date already/.test(up.out)], [0, true], up.err);
});

test('config dump hides secrets and tells where each key comes from', async () => {
  const { code, out } = await run('config', 'dump');
  assert.equal(code, 0);
  assert.match(out, /^database\.owner_password = \(set\)  # /m);
  assert.match(out, /^testing\.clock_file = .*conf\.d\/10-test\.toml/m);
  const secret = readFileSync(join(portal.run, 'credentials/all/database.owner_password'), 'utf8').trim();
  assert.ok(secret.length > 8 && !out.includes(secret));
  const dumped = JSON.parse((await run('config', 'dump', '--json')).out);
  assert.equal(dumped['portal.base_url'].value, portal.url);
});

test('config check names what is wrong, all of it at once', async () => {
  assert.equal((await run('config', 'check')).code, 0);
  const broken = join(folder, 'broken.toml');
  writeFileSync(broken, '[portal]\nbase_ulr = "https://x"\nenvironment = "festive"\n[session]\nidle = 5\n');
  const { code, err } = await run('--config', broken, 'config', 'check');
  assert.equal(code, kConfiguration);
  for (const wrong of [/base_ulr.*base_url/, /environment/, /session\.idle/]) assert.match(err, wrong);
});

test('a file that cannot be read or is no TOML is told without a list of all that it might have given', async () => {
  const broken = join(folder, 'no.toml');
  writeFileSync(broken, '[portal]\nbase_url = = 3\n');
  for (const [file, words] of [[broken, /no\.toml:2:\d+: not TOML/], [join(folder, 'none.toml'), /cannot read .*none\.toml/]]) {
    const { code, err } = await run('--config', file, 'config', 'check');
    assert.deepEqual([code, err.trimEnd().split('\n').length], [kConfiguration, 1], err);
    assert.match(err, words);
  }
});

test('the clock cannot be moved outside the environment testing', async () => {
  const file = join(folder, 'production.toml');
  writeFileSync(file, '[portal]\nenvironment = "development"\n[testing]\nclock_file = "/tmp/x"\n');
  const { code, err } = await run('--config', file, 'config', 'check');
  assert.equal(code, kConfiguration);
  assert.match(err, /testing\.clock_file/);
});

test('config explain knows every key', async () => {
  assert.match((await run('config', 'explain', 'session.idle')).out, /default: 1800/);
  const unknown = await run('config', 'explain', 'session.idel');
  assert.equal(unknown.code, kUsage);
  assert.match(unknown.err, /session\.idle/);
});

test('key add, list and rotate keep a ring that loads, and never show a secret', async () => {
  const ring = join(folder, 'keyring');
  assert.equal((await run('key', 'add', ring)).code, 0);
  const before = readFileSync(ring, 'utf8');
  assert.equal(statSync(ring).mode & 0o777, 0o600);
  assert.equal((await run('key', 'rotate', ring)).code, 0);
  assert.ok(readFileSync(ring, 'utf8').startsWith(before), 'a key was taken away');
  const listed = await run('key', 'list', ring);
  assert.equal(listed.code, 0);
  const secrets = readFileSync(ring, 'utf8').split(/\s+/).filter((word) => word.length > 30);
  assert.ok(secrets.length >= 2);
  for (const secret of secrets) assert.ok(!listed.out.includes(secret));
  assert.notEqual((await run('key', 'list', join(folder, 'none'))).code, 0);
});

test('outbox list shows what became of mails, by state, but not what they say', async () => {
  const { email, browser } = await insider(portal, 'client');
  await browser.submit(await browser.get('/tickets/new'), '/tickets', { subject: 'A private matter', text: 'words' });
  await portal.mail.wait(email, () => true);
  let rows;
  const row = await until('the courier to note that it is sent', async () => {
    rows = JSON.parse((await run('outbox', 'list', '--json', '--state', 'sent')).out);
    return rows.find((one) => one.recipient === email);
  });
  assert.deepEqual([row.kind, row.state, row.provider, row.attempts], ['ticket_opened', 'sent', 'folder', 1]);
  assert.ok(row.sent_at);
  assert.ok(!JSON.stringify(rows).includes('A private matter'));
  assert.equal((await run('outbox', 'list', '--limit', '0')).code, kUsage);
  assert.equal((await run('outbox', 'retry', String(row.id))).code, kBadInput, 'a sent mail is sent again');
});

test('status shows both pools and what each worker does', async () => {
  const browser = new Browser(portal);
  for (const path of ['/login', '/dashboard']) await browser.send('GET', path);
  const { code, out } = await run('status', '--json');
  assert.equal(code, 0);
  const shown = JSON.parse(out);
  for (const pool of ['gate', 'house']) {
    const { workers } = shown.pools?.[pool] ?? shown[pool];
    assert.ok(workers.length > 0, pool);
    for (const one of workers) assert.match(`${one.pid} ${one.state} ${one.requests}`, /^\d+ (starting|idle|busy|retiring) \d+$/);
    assert.ok(workers.some((one) => one.requests > 0), `no worker of ${pool} counts its requests`);
  }
  assert.match((await run('status')).out, /gate: \d+ of \d+ workers busy/);
});

test('doctor finds nothing wrong with a portal that is well', async () => {
  const { code, out, err } = await run('doctor');
  assert.equal(code, 0, out + err);
});

test('doctor looks at every subject, and in the order in which one mends a portal', async () => {
  const { checks } = JSON.parse((await run('doctor', '--json')).out);
  const names = checks.map(({ check }) => check).filter((name) => !name.startsWith('provider '));  // known once they were used
  assert.deepEqual(names, ['configuration', 'key ring identity', 'key ring shared', 'key ring outbox', 'templates', 'assets',
    'database as gate', 'database as house', 'database as courier', 'schema', 'rights', 'clock', 'outbox', 'store', 'grants of house', 'grants of courier',
    'socket of gate', 'socket of house', 'certificate', 'room in server.state_folder', 'room in server.runtime_folder', 'mail by folder']);
});

test('routes lists every page and action', async () => {
  const rows = JSON.parse((await run('routes', '--json')).out);
  const login = rows.find((one) => one.method === 'POST' && one.path === '/login');
  assert.deepEqual([login.pool, login.access, login.limit.amount], ['gate', 'anyone', 60]);
  assert.match((await run('routes')).out, /^GET +\/desk +house +ticket_desk/m);
});

test('a database that is away is 69, a configuration that is not there 78', async () => {
  const gone = await portal.gatehouse(['user', 'list'], { environment: { GATEHOUSE_DATABASE_SOCKET: '/nonexistent.sock' } });
  assert.equal(gone.code, kUnavailable, gone.err);
  assert.equal((await run('--config', '/nonexistent.toml', 'user', 'list')).code, kConfiguration);
});
