// What the sysadmin does to people's passwords and sessions by command.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Browser } from '../harness/browser.mjs';
import { quoted } from '../harness/database.mjs';
import { mailedCode } from '../harness/mailed_code.mjs';
import { address, hire, insider, kPassword, signIn, signUp } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kUsage = 64, kBadInput = 65;
const kOther = 'quite another set of words';
const portal = await sharedPortal();
const run = (...args) => portal.gatehouse(['user', ...args]);
const idOf = (email) => portal.database.number(`SELECT id FROM account WHERE email = ${quoted(email)}`);
const actions = (id) => portal.database.rows(`SELECT action FROM audit_event WHERE account_id = ${id} AND actor_id IS NULL ORDER BY id`).flat();
const hashes = (id) => portal.database.number(`SELECT COUNT(*) FROM password WHERE account_id = ${id}`);
const isWithdrawn = (mail) => /^Set a new password/.test(mail.subject);
const isChanged = (mail) => /password .* was changed/.test(mail.subject);

test('a password that is taken away lets nobody in, ends what is open, and its owner sets a new one by mail', async () => {
  const { email, browser } = await signUp(portal);
  const id = idOf(email);
  const done = await run('reset-password', email);
  assert.deepEqual([done.code, done.err], [0, '']);
  assert.ok(done.out.includes(email));
  assert.equal(hashes(id), 0);
  assert.equal((await browser.get('/profile')).heading, 'Sign in', 'a session lives on');
  assert.equal((await signIn(new Browser(portal), email)).heading, 'Sign in');
  assert.deepEqual(actions(id), ['account.reset_password']);
  const mail = await portal.mail.wait(email, isWithdrawn);
  assert.ok(mail.text.includes(`${portal.url}/login/reset`) && mail.html.includes(`${portal.url}/login/reset`));
  assert.doesNotMatch(mail.text.replaceAll(portal.url, ''), /\b\d{6}\b/, 'a code is in a mail that belongs to no browser');
  portal.advance(61);
  const own = new Browser(portal);
  const asks = await own.submit(await own.get('/login/reset'), '/login/reset', { identifier: email });
  const typed = await own.submit(asks, '/verify-otp', { code: await mailedCode(portal, email, 'reset') });
  const set = await own.submit(typed, '/login/reset/password', { new_password: kOther });
  assert.match(set.notice, /password/i, set.words);
  assert.match((await signIn(new Browser(portal), email, kOther)).heading, /^Hello/);
});

test('a password set by the sysadmin is judged as any other, comes by standard input, and its owner is told', async () => {
  const { email, browser } = await signUp(portal);
  const id = idOf(email);
  const set = (input) => portal.gatehouse(['user', 'reset-password', '--set', email], { input });
  for (const input of ['short\n', '\n', '', 'aaaaaaaaaaaaaaaaaaaa\n', `${email}\n`, `${'x'.repeat(1025)}\n`]) {
    const refused = await set(input);
    assert.deepEqual([refused.code, refused.out], [kBadInput, ''], JSON.stringify(input));
    assert.match(refused.err, /^gatehouse: .*[Pp]assword/);
  }
  assert.match((await browser.get('/profile')).heading, /profile/i, 'a refused password ends sessions');
  assert.deepEqual(actions(id), []);
  const done = await set(`${kOther}\n`);
  assert.deepEqual([done.code, done.out, done.err], [0, `set a new password for ${email}\n`, '']);
  assert.equal((await browser.get('/profile')).heading, 'Sign in', 'a session lives on');
  assert.equal((await signIn(new Browser(portal), email)).heading, 'Sign in');
  assert.match((await signIn(new Browser(portal), email, kOther)).heading, /^Hello/);
  assert.deepEqual(actions(id), ['account.reset_password']);
  await portal.mail.wait(email, isChanged);
});

test('second factors stay when a password is set', async () => {
  const { email, id } = await hire(portal, 'agent');
  assert.equal((await portal.gatehouse(['user', 'reset-password', '--set', email], { input: `${kOther}\n` })).code, 0);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM totp WHERE account_id = ${id}`), 1);
  assert.match((await signIn(new Browser(portal), email, kOther)).heading, /^Hello/);
});

test('whoever could not be told, or could not set a new password by mail, keeps the old one', async () => {
  const bounced = await signUp(portal), paused = await signUp(portal), codes = await signUp(portal);
  portal.database.rows(`INSERT INTO bounced_address (address_canonical, cause, answer, since, outbox_id) VALUES (${quoted(bounced.email)}, 'hard_bounce', '550', UTC_TIMESTAMP(6), 1);
    UPDATE account SET mailed_second = 1 WHERE email = ${quoted(codes.email)}`);
  assert.equal((await run('disable', paused.email)).code, 0);
  for (const [email, why] of [[bounced.email, /undeliverable/], [paused.email, /disabled/], [codes.email, /second factor/]]) {
    const refused = await run('reset-password', email);
    assert.deepEqual([refused.code, refused.out], [kBadInput, ''], email);
    assert.match(refused.err, why);
    assert.equal(hashes(idOf(email)), 1);
  }
  assert.equal((await portal.gatehouse(['user', 'reset-password', '--set', paused.email], { input: `${kOther}\n` })).code, kBadInput);
  assert.equal((await portal.gatehouse(['user', 'reset-password', '--set', bounced.email], { input: `${kOther}\n` })).code, 0);
});

test('a terminal is asked twice, without echo, and two different passwords change nothing', async () => {
  const { email } = await signUp(portal);
  const program = fileURLToPath(new URL('../../build/gatehouse', import.meta.url));
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('GATEHOUSE_'));
  const env = { ...Object.fromEntries(ours), CREDENTIALS_DIRECTORY: join(portal.run, 'credentials/all'), GATEHOUSE_CONFIG: join(portal.run, 'gatehouse.toml') };
  // Each answer is typed when the question stands there.
  const type = (answers) => new Promise((done) => {
    const child = spawn('script', ['-qec', `${program} user reset-password --set ${email}`, '/dev/null'], { env });
    let out = '', asked = 0;
    child.stdout.on('data', (text) => {
      out += text;
      if (answers.length && out.slice(asked).endsWith(': ')) { asked = out.length; child.stdin.write(`${answers.shift()}\n`); }
    });
    child.on('close', (code) => done({ code, out }));
  });
  const different = await type([kOther, `${kOther}s`]);
  assert.equal(different.code, kBadInput, different.out);
  assert.match(different.out, /not the same/);
  const same = await type([kOther, kOther]);
  assert.equal(same.code, 0, same.out);
  assert.ok(!same.out.includes(kOther), 'the password is shown');
  assert.match((await signIn(new Browser(portal), email, kOther)).heading, /^Hello/);
});

test('sessions are listed for people and programs, one of them ended, then all of one account and of no other', async () => {
  const { email, browser } = await insider(portal, 'client');
  const other = await insider(portal, 'client');
  const id = idOf(email);
  const second = new Browser(portal);
  await signIn(second, email);
  const listed = JSON.parse((await run('sessions', '--json', email)).out);
  assert.equal(listed.length, 2);
  assert.deepEqual(Object.keys(listed[0]), ['address', 'browser', 'created_at', 'id', 'last_seen_at', 'user_agent']);
  for (const { id: session, address: from } of listed) assert.match((await run('sessions', email)).out, new RegExp(`^${session} +since .*${from.replaceAll('.', '\\.')}`, 'm'));
  const newest = Math.max(...listed.map((one) => one.id));
  const one = await run('sessions', email, '--end', String(newest));
  assert.deepEqual([one.code, one.out], [0, `ended session ${newest} of ${email}\n`]);
  assert.equal((await second.get('/profile')).heading, 'Sign in');
  assert.match((await browser.get('/dashboard')).heading, /^Hello/, 'the wrong session ended');
  assert.equal((await run('sessions', email, '--end', String(newest))).code, kBadInput, 'it ends twice');
  const theirs = JSON.parse((await run('sessions', '--json', other.email)).out)[0].id;
  assert.equal((await run('sessions', email, '--end', String(theirs))).code, kBadInput, 'a session of somebody else is ended');
  const all = await run('sessions', '--end-all', email);
  assert.deepEqual([all.code, all.out], [0, `ended 1 session of ${email}\n`]);
  assert.equal((await browser.get('/profile')).heading, 'Sign in');
  assert.match((await other.browser.get('/dashboard')).heading, /^Hello/);
  assert.deepEqual(JSON.parse((await run('sessions', '--json', email)).out), []);
  assert.deepEqual(actions(id).filter((action) => action.startsWith('session')), ['session.end', 'session.end_all']);
});

test('what a browser calls itself does nothing to the terminal that lists it', async () => {
  const { email } = await insider(portal, 'client');
  portal.database.rows(`UPDATE session SET user_agent = CONCAT('Firefox/1 ', CHAR(27), '[2J Linux') WHERE account_id = ${idOf(email)}`);
  const { out } = await run('sessions', email);
  assert.match(out, /Firefox on Linux\n$/);
  assert.ok(!out.includes('\x1b'));
  assert.ok(!(await run('sessions', '--json', email)).out.includes('\x1b'));
});

test('what is wrong with a command about people is said, and nothing is changed', async () => {
  const { email, id } = await hire(portal, 'client');
  const before = portal.database.rows(`SELECT * FROM account WHERE id = ${id}`), count = portal.database.number('SELECT COUNT(*) FROM account');
  const kWrong = [
    [['reset-password'], kUsage, /WHO/], [['reset-password', address()], kBadInput, /no such account/], [['reset-password', ''], kBadInput, /no such account/],
    [['reset-password', email, kOther], kUsage, /not expected|At Most 1/], [['reset-password', email, '--password', kOther], kUsage, /not expected|At Most 1/],
    [['reset-password', `${email}\n`, 'x'], kUsage, /not expected|At Most 1/],
    [['sessions'], kUsage, /WHO/], [['sessions', address()], kBadInput, /no such account/], [['sessions', email, '--end'], kUsage, /--end/],
    [['sessions', email, '--end', '0'], kUsage, /number of a session/], [['sessions', email, '--end', '-1'], kUsage, /number of a session/],
    [['sessions', email, '--end', '1x'], kUsage, /number of a session/], [['sessions', email, '--end', '99999999999999999999'], kUsage, /number of a session/],
    [['sessions', email, '--end', '1', '--end-all'], kUsage, /one of them/], [['sessions', email, '--end-all', '--json'], kUsage, /one of them/],
    [['sessions', email, '--end', '18446744073709551615'], kBadInput, /no session 18446744073709551615/], [['sessions', `${email}' OR 1=1`], kBadInput, /no such account/],
    [['list', '--after', 'x'], kUsage, /--after/], [['list', '--after', '-1'], kUsage, /--after/], [['list', '--after', '1e3'], kUsage, /--after/], [['list', '--after', ''], kUsage, /--after/],
    [['disable', 'x'.repeat(5000)], kBadInput, /no such account/], [['enable', '%'], kBadInput, /no such account/], [['unlock', '*'], kBadInput, /no such account/], [['reset-factors', '1'], kBadInput, /no such account/],
    [['create', address(), '--first-name', ''], kBadInput, /first name/i], [['create', address(), '--last-name', 'x'.repeat(101)], kBadInput, /100/],
    [['create', address(), '--first-name', 'a\x1b[2J'], kBadInput, /one line/], [['create', address(), '--user-name', '1x'], kBadInput, /begins with a letter/],
    [['create', 'a b@example.org'], kBadInput, /name@example\.org/], [['create', address(), '--role', ''], kUsage, /administrator, agent or client/],
  ];
  for (const [args, code, words] of kWrong) {
    const answer = await portal.gatehouse(['user', ...args], { input: `${kPassword}\n` });
    assert.equal(answer.code, code, `${args.join(' ')}: ${answer.err}`);
    assert.match(answer.err, words, args.join(' '));
    assert.equal(answer.out, '');
  }
  assert.deepEqual(portal.database.rows(`SELECT * FROM account WHERE id = ${id}`), before);
  assert.equal(portal.database.number('SELECT COUNT(*) FROM account'), count);
  assert.deepEqual(actions(id), ['account.create']);
});
