// The .env of the systems before, turned into a configuration: every variable is told about, secrets stay in files of their
// own, and a mistake leaves nothing behind.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { sharedPortal } from '../harness/portal.mjs';

const kBadInput = 65, kInputOutput = 74;
const portal = await sharedPortal();
const top = mkdtempSync('/tmp/gatehouse-import.');
chmodSync(top, 0o777);
after(() => rmSync(top, { recursive: true, force: true }));

let count = 0;
// A .env in a folder of its own, and what import-env made of it there.
function prepare(text) {
  const folder = join(top, String(++count));
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  writeFileSync(join(folder, '.env'), text);
  chmodSync(join(folder, '.env'), 0o644);
  const file = join(folder, 'gatehouse.toml'), credentials = join(folder, 'credentials');
  const run = (args, input) => portal.gatehouse(['--config', file, ...args], { input, environment: { CREDENTIALS_DIRECTORY: '' } });
  return {
    folder, file, credentials, run,
    take: (...args) => run(['config', 'import-env', join(folder, '.env'), ...args]),
    toml: () => readFileSync(file, 'utf8'),
    secret: (name) => asRoot(join(credentials, name)),
    made: () => readdirSync(folder).filter((name) => name !== '.env').sort(),
  };
}
const asRoot = (path) => readFileSync(path, 'utf8');
const line = (out, variable) => out.split('\n').filter((one) => one.startsWith(`${variable} `)).map((one) => one.slice(variable.length).trim());

const kFernet = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE=';
const kSecrets = {
  SECRET_KEY: 'secret-of-flask', MAIL_PASSWORD: 'pa ss#"1', MAILGUN_API_KEY: 'key-of-mailgun', BREVO_API_KEY: 'xkeysib-of-brevo',
  VONAGE_API_SECRET: 'secret-of-vonage', NUMVERIFY_API_KEY: 'key-of-numverify', FERNET_KEY: kFernet, TOTP_SECRET: 'JBSWY3DPEHPK3PXP',
  PEPPER: 'pepper-of-tickets', DEFAULT_PASSWORD: 'words of the first one', REDIS_PASSWORD: 'word-of-redis', DATABASE: 'p@ss/word of flask',
};
const kWhole = `# of the old portal
export SECRET_KEY="${kSecrets.SECRET_KEY}"
DATABASE_URL=mysql+pymysql://flask:${encodeURIComponent(kSecrets.DATABASE)}@db.example.org:3307/old?charset=utf8mb4&ssl_ca=%2Fetc%2Fca.pem
MAIL_SERVER=smtp.example.org
MAIL_PORT=465
MAIL_USE_TLS=False
MAIL_USE_SSL=True
MAIL_USERNAME=portal
MAIL_PASSWORD='${kSecrets.MAIL_PASSWORD}'  # from the mail people
MAIL_DEFAULT_SENDER="Acme Support <support@example.org>"
MAILGUN_API_KEY=${kSecrets.MAILGUN_API_KEY}
MAILGUN_DOMAIN=mg.example.org
MAILGUN_BASE_URL=https://api.eu.mailgun.net/v3
BREVO_API_KEY=${kSecrets.BREVO_API_KEY}
SENDER_EMAIL=support@example.org
SENDER_NAME=Other
VONAGE_API_KEY=ab12
VONAGE_API_SECRET=${kSecrets.VONAGE_API_SECRET}
NUMVERIFY_API_KEY=${kSecrets.NUMVERIFY_API_KEY}
FERNET_KEY=${kSecrets.FERNET_KEY}
TOTP_SECRET=${kSecrets.TOTP_SECRET}
PEPPER=${kSecrets.PEPPER}
DEFAULT_USER=boss@example.org
DEFAULT_PASSWORD=${kSecrets.DEFAULT_PASSWORD}
OTP_TTL_SECONDS=600
OTP_LENGTH=8
REDIS_HOST=cache.example.org
REDIS_PORT=6380
REDIS_DB=2
REDIS_PASSWORD=${kSecrets.REDIS_PASSWORD}
MAIL_SEVER=secret-in-a-typo
FLASK_ENV=production
EMPTY=
`;

test('all of an old .env becomes a configuration that loads, and every variable is told about', async () => {
  const it = prepare(kWhole);
  const taken = await it.take('--base-url', 'https://support.example.org', '--name', 'Acme "Support"');
  assert.deepEqual([taken.code, taken.err], [0, '']);
  for (const [, variable] of kWhole.matchAll(/^(?:export )?([A-Z_]+)=/gm)) assert.notEqual(line(taken.out, variable).length, 0, `${variable} is not told about`);
  assert.match(line(taken.out, 'MAIL_SEVER')[0], /unknown.*MAIL_SERVER\?/);
  assert.match(line(taken.out, 'FLASK_ENV')[0], /^unknown/);
  for (const name of ['SECRET_KEY', 'TOTP_SECRET', 'EMPTY', 'SENDER_NAME']) assert.match(line(taken.out, name)[0], /^left out: /);
  assert.equal((await it.run(['setup'])).code, 0);
  const dumped = await it.run(['config', 'dump', '--json']);
  assert.equal(dumped.code, 0, dumped.err);
  const values = Object.fromEntries(Object.entries(JSON.parse(dumped.out)).map(([key, { value }]) => [key, value]));
  const kWanted = {
    'portal.environment': 'production', 'portal.name': 'Acme "Support"', 'portal.base_url': 'https://support.example.org',
    'database.socket': '', 'database.host': 'db.example.org', 'database.port': '3307', 'database.tls_ca': '/etc/ca.pem', 'database.owner_user': 'flask', 'database.owner_password': '(set)', 'database.schema': 'gatehouse',
    'smtp.host': 'smtp.example.org', 'smtp.port': '465', 'smtp.security': 'tls', 'smtp.username': 'portal', 'smtp.password': '(set)',
    'mail.transports': 'smtp,mailgun,brevo', 'mail.from_address': 'support@example.org', 'mail.from_name': 'Acme Support',
    'mailgun.domain': 'mg.example.org', 'mailgun.region': 'eu', 'mailgun.api_key': '(set)', 'brevo.api_key': '(set)',
    'sms.provider': 'vonage', 'vonage.api_key': 'ab12', 'vonage.api_secret': '(set)', 'phone.lookup': 'numverify', 'numverify.access_key': '(set)',
    'first_admin.email': 'boss@example.org', 'first_admin.password': '(set)', 'code.lifetime': '600', 'code.length': '8',
    'store.kind': 'redis', 'redis.host': 'cache.example.org', 'redis.port': '6380', 'redis.db': '2', 'redis.password': '(set)',
  };
  for (const [key, value] of Object.entries(kWanted)) assert.equal(values[key], value, key);
  for (const [key, name] of [['smtp.password', 'MAIL_PASSWORD'], ['database.owner_password', 'DATABASE'], ['first_admin.password', 'DEFAULT_PASSWORD'], ['redis.password', 'REDIS_PASSWORD'],
    ['mailgun.api_key', 'MAILGUN_API_KEY'], ['brevo.api_key', 'BREVO_API_KEY'], ['vonage.api_secret', 'VONAGE_API_SECRET'], ['numverify.access_key', 'NUMVERIFY_API_KEY']]) assert.equal(it.secret(key), kSecrets[name], key);
});

test('a secret is neither in the configuration nor on the terminal, and its file is for its owner alone', async () => {
  const it = prepare(kWhole);
  const answers = [await it.take('--dry-run'), await it.take(), await it.take(), await it.take('--replace')];
  const seen = answers.map(({ out, err }) => out + err).join('') + it.toml();
  for (const [name, secret] of Object.entries(kSecrets)) for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) assert.ok(!seen.includes(form), name);
  assert.ok(!seen.includes('secret-in-a-typo'));
  assert.equal(statSync(it.credentials).mode & 0o777, 0o700);
  for (const name of readdirSync(it.credentials)) assert.equal(statSync(join(it.credentials, name)).mode & 0o777, 0o600, name);
  assert.equal(statSync(it.file).mode & 0o777, 0o644);
});

test('the old keys go into rings that load and seal, once, and a ring that is there is only added to', async () => {
  const it = prepare(`FERNET_KEY=${kFernet}\nPEPPER=salt and\tpepper\nMAIL_SERVER=x.example.org\n`.replace('\t', ' '));
  assert.equal((await it.run(['key', 'add', join(it.folder, 'shared')])).code, 0);
  mkdirSync(it.credentials);
  chmodSync(it.credentials, 0o777);
  const before = asRoot(join(it.folder, 'shared'));
  assert.equal((await it.run(['key', 'add', join(it.credentials, 'keyring.shared')])).code, 0);
  const own = it.secret('keyring.shared');
  const kinds = async (ring) => JSON.parse((await it.run(['key', 'list', '--json', join(it.credentials, `keyring.${ring}`)])).out).map(({ kind, seals }) => [kind, seals]);
  assert.equal((await it.take()).code, 0);
  assert.ok(it.secret('keyring.shared').startsWith(own.trimEnd()), 'a key was taken away');
  assert.deepEqual(await kinds('shared'), [['xchacha20poly1305', true], ['fernet', false]]);
  assert.deepEqual(await kinds('identity'), [['xchacha20poly1305', true], ['pepper', false]]);
  const pepper = it.secret('keyring.identity').split('\n').filter(Boolean).map((text) => JSON.parse(text)).find(({ kind }) => kind === 'pepper');
  assert.equal(Buffer.from(pepper.secret, 'base64url').toString(), 'salt and pepper');
  const rings = it.secret('keyring.shared') + it.secret('keyring.identity');
  assert.equal((await it.take('--replace')).code, 0);
  assert.equal(it.secret('keyring.shared') + it.secret('keyring.identity'), rings, 'the same keys are added twice');
  assert.equal(before, asRoot(join(it.folder, 'shared')));
});

test('what is there is not written over, unless that is asked for', async () => {
  const it = prepare('MAIL_SERVER=one.example.org\nMAIL_PASSWORD=first\n');
  assert.equal((await it.take()).code, 0);
  const before = it.toml();
  assert.equal((await it.take()).code, 0, 'the same again is a mistake');
  writeFileSync(join(it.folder, '.env'), 'MAIL_SERVER=two.example.org\nMAIL_PASSWORD=second\n');
  const refused = await it.take();
  assert.deepEqual([refused.code, refused.out], [kBadInput, '']);
  assert.match(refused.err, /smtp\.password: is there[^]*gatehouse\.toml: is there[^]*--replace/);
  assert.deepEqual([it.toml(), it.secret('smtp.password')], [before, 'first']);
  assert.equal((await it.take('--dry-run')).code, 0);
  assert.equal(it.toml(), before);
  assert.equal((await it.take('--replace')).code, 0);
  assert.ok(it.toml().includes('two.example.org'));
  assert.equal(it.secret('smtp.password'), 'second');
  assert.deepEqual([it.made(), readdirSync(it.credentials)], [['credentials', 'gatehouse.toml'], ['smtp.password']]);
});

test('an empty credential that setup made is filled', async () => {
  const it = prepare('MAIL_SERVER=x.example.org\nMAIL_PASSWORD=word\n');
  mkdirSync(it.credentials);
  chmodSync(it.credentials, 0o777);
  writeFileSync(join(it.credentials, 'smtp.password'), '');
  chmodSync(join(it.credentials, 'smtp.password'), 0o666);
  assert.equal((await it.take()).code, process.getuid() === 0 ? 77 : 0, 'a file of somebody else is written over');
  rmSync(join(it.credentials, 'smtp.password'));
  assert.equal((await it.take()).code, 0);
  assert.equal(it.secret('smtp.password'), 'word');
});

test('a mistake is named with its variable or line, all at once and without its value, and nothing is made', async () => {
  const kWrong = [
    ['OTP_LENGTH=eight-hunter2\nMAIL_PORT=99999\n', [/OTP_LENGTH: code\.length must be a whole number/, /MAIL_PORT: smtp\.port must be between 1 and 65535/]],
    ['OTP_LENGTH=99\n', [/OTP_LENGTH: code\.length must be between 4 and 10/]],
    ['OTP_TTL_SECONDS=5 minutes hunter2\n', [/OTP_TTL_SECONDS: code\.lifetime/]],
    ['MAIL_DEFAULT_SENDER=hunter2\n', [/MAIL_DEFAULT_SENDER: not an e-mail address/]],
    ['FERNET_KEY=hunter2\n', [/FERNET_KEY: no Fernet key/]],
    ['FERNET_KEY=Zm9v\nREDIS_DB=-1\n', [/FERNET_KEY/, /REDIS_DB: redis\.db must be between/]],
    ['DATABASE_URL=hunter2\n', [/DATABASE_URL: no address like/]],
    ['DATABASE_URL=mysql://u:hunter2%zz@h/x\n', [/DATABASE_URL: no address like/]],
    ['DATABASE_URL=mysql://u:p@h:hunter2/x\n', [/DATABASE_URL: no address like/]],
    ['REDIS_URL=http://hunter2/\n', [/REDIS_URL: no address like/]],
    ['MAIL_SERVER=x\nMAIL_PASSWORD="hunter2\n', [/line 2: the quote is not closed/]],
    ['MAIL_PASSWORD="hun\nter2"\n', [/MAIL_PASSWORD: a secret is one line/]],
    ['hunter2\nMAIL_SERVER=x\nA B=hunter2\n', [/line 1: not NAME=value/, /line 3: not NAME=value/]],
    ['MAIL_SERVER=x\nMAIL_PASSWORD=${HUNTER2}\n', [/line 2: /]],
    ['MAILGUN_REGION=hunter2\n', [/MAILGUN_REGION: mailgun\.region must be one of us, eu/]],
    ['', [/holds no variable/]], ['FLASK_APP=hunter2\nSECRET_KEY=hunter2\n', [/holds no variable/]],
  ];
  for (const [text, complaints] of kWrong) {
    const it = prepare(text);
    const { code, out, err } = await it.take();
    assert.deepEqual([code, out], [kBadInput, ''], text + err);
    for (const complaint of complaints) assert.match(err, complaint);
    assert.match(err, /nothing was written/);
    assert.doesNotMatch(err, /hun\w*|ter2/i, text);
    assert.deepEqual(it.made(), [], text);
  }
});

test('when one file cannot be written none is, and what was there is as before', async () => {
  const it = prepare('MAIL_SERVER=new.example.org\nMAIL_PASSWORD=new\nBREVO_API_KEY=new\n');
  mkdirSync(join(it.credentials, 'smtp.password'), { recursive: true });
  chmodSync(it.credentials, 0o777);
  assert.notEqual((await it.take('--replace')).code, 0);
  assert.deepEqual([it.made(), readdirSync(it.credentials)], [['credentials'], ['smtp.password']]);
  rmSync(join(it.credentials, 'smtp.password'), { recursive: true });
  symlinkSync('/etc/hostname', join(it.credentials, 'smtp.password'));
  assert.notEqual((await it.take('--replace')).code, 0, 'a link is followed');
  assert.deepEqual(readdirSync(it.credentials), ['smtp.password']);
  const other = prepare('MAIL_SERVER=new.example.org\nMAIL_PASSWORD=new\n');
  writeFileSync(other.credentials, 'a file');
  assert.equal((await other.take()).code, kInputOutput);
  assert.deepEqual(other.made(), ['credentials']);
  assert.ok(!existsSync(other.file));
});

test('an address that would not do for the portal is refused before anything is made', async () => {
  const it = prepare('MAIL_SERVER=x.example.org\n');
  const refused = await it.take('--base-url', 'ftp://x');
  assert.notEqual(refused.code, 0);
  assert.match(refused.err, /base_url/);
  assert.deepEqual(it.made(), []);
});

test('databases and stores that Gatehouse does not speak to are left out with a word', async () => {
  const it = prepare('DATABASE_URL=postgresql://u:hunter2@h/x\nREDIS_URL=rediss://:hunter2@h:6379/0\nMAIL_SERVER=x.example.org\nDEFAULT_USER=admin\nDEFAULT_PASSWORD=hunter2\nMAILGUN_API_KEY=k\n');
  const { code, out } = await it.take('--dry-run');
  assert.equal(code, 0);
  assert.match(line(out, 'DATABASE_URL')[0], /^left out.*MariaDB/);
  assert.match(line(out, 'REDIS_URL')[0], /^left out.*TLS/);
  assert.match(line(out, 'DEFAULT_USER')[0], /^left out with DEFAULT_PASSWORD/);
  assert.match(out, /needs MAILGUN_API_KEY and MAILGUN_DOMAIN/);
  assert.ok(!out.includes('hunter2') && !/first_admin|redis|host = "h"/.test(out.split('[portal]')[1]));
});

test('a database on this host is reached by its socket, one by unix_socket= by that', async () => {
  for (const [url, wanted] of [['mysql://u:p@localhost/x', null], ['mariadb+mariadbconnector://u@127.0.0.1:3306/x', null], ['mysql://u:p@/x?unix_socket=/srv/db.sock', 'socket = "/srv/db.sock"'], ['mysql://u@[2001:db8::1]:3306/x', 'host = "2001:db8::1"']]) {
    const { code, out } = await prepare(`DATABASE_URL=${url}\n`).take('--dry-run');
    assert.equal(code, 0, url);
    const written = out.split('[database]')[1];
    assert.ok(wanted ? written.includes(wanted) : !/socket|host/.test(written), written);
    assert.ok(written.includes('owner_user = "u"'));
    assert.equal(/^DATABASE_URL +.*wants database\.tls_ca/m.test(out), url.includes('2001'), url);
  }
});
