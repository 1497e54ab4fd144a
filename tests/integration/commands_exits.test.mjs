// How each command ends when it cannot do its work: wrong usage 64, a file that is not there 74 or 78, a database that is
// away 69, a missing permission 77. A command that stands in `help` and not in this table is a failure.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { sharedPortal } from '../harness/portal.mjs';

const kUsage = 64, kBadInput = 65, kUnavailable = 69, kInputOutput = 74, kNoPermission = 77, kConfiguration = 78;
const portal = await sharedPortal();
const folder = mkdtempSync('/tmp/gatehouse-exits.');
chmodSync(folder, 0o777);
after(() => rmSync(folder, { recursive: true, force: true }));
const missing = join(folder, 'missing'), dotenv = join(folder, '.env'), ring = join(folder, 'ring');
writeFileSync(dotenv, 'MAIL_SERVER=smtp.example.org\n', { mode: 0o644 });

// What each command is called with to be right; whether it reads the configuration; what it says when the database is away.
const kCommands = {
  'config check': { args: [], config: true },
  'config dump': { args: [], config: true },
  'config explain': { args: [] },
  'config import-env': { args: [dotenv] },
  courier: { args: [], config: true },  // goes on until it is told to stop: run only without its configuration
  doctor: { args: [], doctor: true },
  help: { args: [] },
  'key add': { args: [ring] },
  'key list': { args: [ring] },
  'key rotate': { args: [ring] },
  'mail preview': { args: [join(folder, 'mails')], config: true },
  'mail test': { args: ['ada@example.org'], config: true },
  metrics: { args: [], config: true },
  'migrate status': { args: [], config: true, away: kUnavailable, denied: 'owner' },
  'migrate up': { args: [], config: true, away: kUnavailable, denied: 'owner' },
  'nginx error-pages': { args: [join(folder, 'errors')], config: true },
  'nginx print': { args: [], config: true },
  'outbox bounces': { args: [], config: true, away: kUnavailable, denied: 'courier' },
  'outbox clear-bounce': { args: ['ada@example.org'], config: true, away: kUnavailable, denied: 'courier' },
  'outbox drop': { args: ['1'], config: true, away: kUnavailable, denied: 'courier' },
  'outbox list': { args: [], config: true, away: kUnavailable, denied: 'courier' },
  'outbox retry': { args: ['1'], config: true, away: kUnavailable, denied: 'courier' },
  'providers list': { args: [], config: true, away: kUnavailable, denied: 'courier' },
  'providers reset': { args: ['smtp'], config: true, away: kUnavailable, denied: 'courier' },
  'providers usage': { args: [], config: true, away: kUnavailable, denied: 'courier' },
  routes: { args: [] },
  serve: { args: ['gate'], config: true },
  setup: { args: [] },
  'sms test': { args: ['+447400123456'], config: true },
  status: { args: [], config: true },
  'user create': { args: ['ada@example.org'], config: true, away: kUnavailable, denied: 'owner' },
  'user disable': { args: ['ada@example.org'], config: true, away: kUnavailable, denied: 'owner' },
  'user enable': { args: ['ada@example.org'], config: true, away: kUnavailable, denied: 'owner' },
  'user list': { args: [], config: true, away: kUnavailable, denied: 'owner' },
  'user reset-factors': { args: ['ada@example.org'], config: true, away: kUnavailable, denied: 'owner' },
  'user reset-password': { args: ['ada@example.org'], config: true, away: kUnavailable, denied: 'owner' },
  'user sessions': { args: ['ada@example.org'], config: true, away: kUnavailable, denied: 'owner' },
  'user unlock': { args: ['ada@example.org'], config: true, away: kUnavailable, denied: 'owner' },
  version: { args: [] },
};
const described = JSON.parse((await portal.gatehouse(['help', '--json'])).out);

// Runs all of `commands`, each as `run` says, and gathers those that end otherwise than `wanted`.
async function expectAll(commands, wanted, run, words = /^gatehouse: /) {
  const wrong = [];
  for (const [name, row] of Object.entries(commands)) {
    const { code, err } = await run(name, row);
    if (code !== wanted || !words.test(err)) wrong.push(`${name}: ${code} ${err.trim()}`);
  }
  assert.deepEqual(wrong, []);
}
const those = (fits) => Object.fromEntries(Object.entries(kCommands).filter(([, row]) => fits(row)));
const call = (name, row, environment) => portal.gatehouse([...name.split(' '), ...row.args], { environment, input: 'four plain words together\n' });

test('no command is forgotten here', () => {
  assert.deepEqual(described.map(({ name }) => name).sort(), Object.keys(kCommands).sort());
});

test('an unknown option is wrong usage, and the message names it and the help of that very command', async () => {
  await expectAll(kCommands, kUsage, async (name, row) => {
    const answer = await portal.gatehouse([...name.split(' '), ...row.args, '--colour']);
    assert.equal(answer.out, '', name);
    assert.match(answer.err, new RegExp(`--colour[^]*see gatehouse ${name} --help`), name);
    return answer;
  });
});

test('an argument too many or too few, and an option without its value, are wrong usage', async () => {
  for (const { name, positionals, options } of described) {
    const words = name.split(' '), { args } = kCommands[name];
    const wrong = options.filter(({ value }) => value).map((option) => [...words, ...args, option.name]);
    if (positionals.some(({ required }) => required)) wrong.push(words);
    if (!positionals.some(({ many }) => many)) wrong.push([...words, ...args, ...(args.length < positionals.length ? ['x'] : []), 'one-too-many']);
    const codes = await Promise.all(wrong.map(async (typed) => [typed.join(' '), (await portal.gatehouse(typed)).code]));
    assert.deepEqual(codes.filter(([, code]) => code !== kUsage), []);
  }
  assert.deepEqual(readdirSync(folder), ['.env'], 'something was made');
});

test('a configuration that is not there is 78 for all that read one', async () => {
  await expectAll(those((row) => row.config), kConfiguration, (name, row) => call(name, row, { GATEHOUSE_CONFIG: missing }));
});

test('a configuration that may not be read is 77, and who may is said', async () => {
  const file = join(folder, 'locked.toml');
  writeFileSync(file, readFileSync(join(portal.run, 'gatehouse.toml')));
  chmodSync(file, 0o000);
  await expectAll(those((row) => row.config), kNoPermission, (name, row) => call(name, row, { GATEHOUSE_CONFIG: file }), /locked\.toml.*root/);
  rmSync(file);
});

test('a database that is away is 69 for all that need it', async () => {
  await expectAll(those((row) => row.away), kUnavailable, (name, row) => call(name, row, { GATEHOUSE_DATABASE_SOCKET: missing }), /^gatehouse: database: /);
});

test('a password that does not open the database is 77 for all that need it', async () => {
  const credentials = join(folder, 'credentials');
  mkdirSync(credentials, { mode: 0o755 });
  for (const name of readdirSync(join(portal.run, 'credentials/all'))) {
    const secret = readFileSync(join(portal.run, 'credentials/all', name));
    writeFileSync(join(credentials, name), name.startsWith('database.') ? 'not the password' : secret);
    chmodSync(join(credentials, name), 0o644);
  }
  for (const kind of ['identity', 'shared', 'outbox']) chmodSync(join(credentials, `keyring.${kind}`), 0o440);
  const environment = { CREDENTIALS_DIRECTORY: credentials };
  for (const kind of ['identity', 'shared', 'outbox']) environment[`GATEHOUSE_KEYS_${kind.toUpperCase()}`] = join(portal.run, 'credentials/all', `keyring.${kind}`);
  await expectAll(those((row) => row.denied), kNoPermission, (name, row) => call(name, row, environment), /denied.*\n.*root/);
  rmSync(credentials, { recursive: true });
});

test('setup of a new portal names the options that are missing, no other, as wrong usage, and makes nothing', async () => {
  const file = join(folder, 'new/gatehouse.toml');
  const given = { '--base-url': 'https://x.example.org', '--mail-from': 'a@example.org', '--smtp-host': 'mail.example.org' };
  for (const missing of [Object.keys(given), ['--base-url'], ['--mail-from'], ['--smtp-host'], ['--base-url', '--smtp-host']]) {
    const typed = Object.entries(given).filter(([option]) => !missing.includes(option)).flat();
    const { code, out, err } = await portal.gatehouse(['--config', file, 'setup', ...typed]);
    assert.deepEqual([code, out], [kUsage, '']);
    assert.equal(err, `gatehouse: ${file} is not there yet, and to make it ${missing.join(' and ')} must be given\n`);
  }
  assert.ok(!existsSync(join(folder, 'new')));
});

test('what tells about a portal that is not well still tells, and ends as it says', async () => {
  const figures = await call('metrics', kCommands.metrics, { GATEHOUSE_DATABASE_SOCKET: missing });
  assert.deepEqual([figures.code, /^gatehouse_database_up 0$/m.test(figures.out), /^gatehouse_pool_up/m.test(figures.out)], [0, true, true]);
  const found = await call('doctor', kCommands.doctor, { GATEHOUSE_DATABASE_SOCKET: missing });
  assert.deepEqual([found.code, /error +schema/.test(found.out)], [2, true]);
  const none = await call('doctor', kCommands.doctor, { GATEHOUSE_CONFIG: missing });
  assert.deepEqual([none.code, /error +configuration/.test(none.out)], [2, true]);
  const still = await call('status', kCommands.status, { GATEHOUSE_SERVER_RUNTIME_FOLDER: folder });
  assert.deepEqual([still.code, /gate: not running/.test(still.out)], [kUnavailable, true]);
});

test('a file that is not there is 74, one that may not be read or made is 77, and nothing is left half-made', async () => {
  const locked = join(folder, 'locked');
  mkdirSync(locked);
  for (const name of ['ring', '.env']) writeFileSync(join(locked, name), 'x', { mode: 0o000 });
  chmodSync(locked, 0o555);
  const kFiles = [
    [['key', 'list', missing], kInputOutput], [['key', 'rotate', missing], kInputOutput], [['config', 'import-env', missing], kInputOutput],
    [['key', 'add', join(missing, 'ring')], kInputOutput], [['key', 'list', folder], kInputOutput], [['config', 'import-env', folder], kInputOutput],
    [['key', 'list', join(locked, 'ring')], kNoPermission], [['config', 'import-env', join(locked, '.env')], kNoPermission],
    [['key', 'add', join(locked, 'new')], kNoPermission], [['key', 'rotate', join(locked, 'ring')], kNoPermission],
    [['mail', 'preview', join(locked, 'mails')], kNoPermission], [['nginx', 'error-pages', join(locked, 'pages')], kNoPermission],
    [['nginx', 'print', '--into', locked], kNoPermission], [['nginx', 'print', '--into', missing], kInputOutput],
    [['mail', 'preview', dotenv], kInputOutput], [['nginx', 'error-pages', join(dotenv, 'x')], kInputOutput],
    [['--config', join(locked, 'gatehouse.toml'), 'config', 'import-env', dotenv], kNoPermission],
    [['--config', join(locked, 'gatehouse.toml'), 'setup', '--base-url', 'https://x.example.org', '--mail-from', 'a@example.org', '--smtp-host', 'x'], kNoPermission],
  ];
  for (const [args, wanted] of kFiles) {
    const { code, out, err } = await portal.gatehouse(args);
    assert.equal(code, wanted, `${args.join(' ')}: ${err}`);
    assert.match(err, /^gatehouse: .*(locked|missing|\.env|gatehouse-exits)/, args.join(' '));
    assert.equal(out, '', args.join(' '));
  }
  assert.deepEqual([readdirSync(locked).sort(), existsSync(missing)], [['.env', 'ring'], false]);
});

test('what is typed wrong is said with what would be right', async () => {
  const kWrong = [
    [['outbox', 'list', '--state', 'snet'], kUsage, /waiting.*sent/], [['outbox', 'list', '--limit', 'many'], kUsage, /1 to 10000/], [['outbox', 'list', '--limit', '10001'], kUsage, /1 to 10000/],
    [['outbox', 'list', '--before', 'x'], kUsage, /--before/], [['outbox', 'clear-bounce', 'ada@example.org'], kBadInput, /not bounced/], [['providers', 'usage', '--days', '0'], kUsage, /1 to 400/],
    [['providers', 'usage', '--days', '401'], kUsage, /1 to 400/], [['providers', 'usage', '--days', '1.5'], kUsage, /1 to 400/], [['providers', 'reset', 'smpt'], kBadInput, /providers list/],
    [['nginx', 'print', '--rate', '0'], kUsage, /--rate/], [['nginx', 'print', '--rate', 'x'], kUsage, /--rate/], [['nginx', 'print', '--part', 'htpp'], kUsage, /http, fastcgi/],
    [['mail', 'test', 'ada'], kBadInput, /e-mail address/], [['sms', 'test', '123'], kBadInput, /country code/], [['serve', 'garden'], kUsage, /gate.*house/],
    [['config', 'explain', 'session.idel'], kUsage, /session\.idle/], [['help', 'user', 'lits'], kUsage, /user list/], [['help', 'us'], kUsage, /no command us/],
    [['key', 'add', ring, '--kind', 'salt'], kUsage, /fernet, pepper/], [['key', 'add', ring, '--kind', 'fernet'], kBadInput, /fernet key/], [['--instance', '../x', 'status'], kUsage, /a-z/],
    [['--instance', 'x', '--config', 'y', 'status'], kUsage, /--config/], [['metrics', 'now'], kUsage, /now/], [['config', 'check', '--json', '--json=x'], kUsage, /json/],
  ];
  for (const [args, wanted, words] of kWrong) {
    const { code, err } = await portal.gatehouse(args);
    assert.equal(code, wanted, `${args.join(' ')}: ${err}`);
    assert.match(err, words, args.join(' '));
  }
  assert.ok(!existsSync(ring));
});
