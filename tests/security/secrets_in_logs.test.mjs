// No password, code, session id, form token or key gets into a log or, readable, into the database.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, openTicket, signIn, unique } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';

// Everything that can be logged is.
const portal = await privatePortal({ configuration: '[log]\nlevel = "debug"\n[database]\nslow = 0\n' });
const secrets = new Map();

test('a day in the portal, with every way to get things wrong', async () => {
  const password = unique('a password with words '), second = unique('the next password of words ');
  const email = address('secretive'), browser = new Browser(portal);
  const asks = await beginSignUp(browser, email, { password });
  const code = await portal.mail.code(email);
  const pre = browser.jar.get('__Host-gatehouse-local-browser');
  await browser.submit(asks, '/sign-up/verify', { code: code === '111111' ? '222222' : '111111' });
  await browser.submit(asks, '/sign-up/verify', { code });
  const session = browser.session, token = await browser.token('/dashboard');
  const text = unique('a private matter ');
  await openTicket(browser, unique('subject '), { text });
  await browser.submit(await browser.get('/profile/password'), '/profile/password', { current_password: password, new_password: second });
  const typo = unique('mistyped password of mine ');
  await signIn(new Browser(portal), email, typo);
  await new Browser(portal).json('/login', { identifier: email, password: typo });
  await new Browser(portal).json('/login', `{"identifier":"${email}","password":"${typo}`);
  await browser.form('/login', `identifier=${email}&password=${encodeURIComponent(typo)}&password=twice`);
  await browser.send('GET', `/login?password=${encodeURIComponent(typo)}`);
  await signIn(new Browser(portal), typo, typo);  // the password in the wrong field
  for (const [name, value] of Object.entries({ password, second, typo, session, later: browser.session, token, text, pre, device: browser.jar.get('__Host-gatehouse-local-device') })) secrets.set(name, value);
  secrets.set('code', code);
  for (const file of readdirSync(join(portal.run, 'credentials/all'))) {
    for (const word of readFileSync(join(portal.run, 'credentials/all', file), 'utf8').split(/\s+/)) if (word.length >= 30) secrets.set(`${file} ${word.slice(0, 4)}`, word);
  }
  assert.ok(secrets.size > 12);
});

test('no log holds any of it', () => {
  for (const file of readdirSync(join(portal.run, 'log'))) {
    const log = readFileSync(join(portal.run, 'log', file), 'utf8');
    for (const [name, secret] of secrets) {
      const spellings = name === 'code' ? [`=${secret} `, `"${secret}"`, `'${secret}'`] : [secret, encodeURIComponent(secret), secret.replaceAll(' ', '+'), Buffer.from(secret).toString('base64')];
      for (const spelling of spellings) assert.ok(!log.includes(spelling), `${file} holds ${name}: ${log.split('\n').find((line) => line.includes(spelling))?.slice(0, 300)}`);
    }
  }
  assert.match(portal.log('gate'), /authn_login_fail/, 'nothing was logged at all');
});

test('the database holds none of it readable, but for the words of the ticket', () => {
  const dump = execFileSync('mariadb-dump', ['--no-defaults', `--socket=${join(portal.run, 'db/mariadb.sock')}`, '--hex-blob', 'gatehouse'], { encoding: 'utf8', maxBuffer: 64 << 20 });
  assert.ok(dump.includes('argon2id'));
  for (const [name, secret] of secrets) {
    if (name === 'text') continue;
    const found = name === 'code' ? dump.includes(`'${secret}'`) || dump.includes(`"${secret}"`) : dump.includes(secret) || dump.includes(Buffer.from(secret).toString('hex').toUpperCase());
    assert.ok(!found, name);
  }
});

test('nothing secret stands in a command line or an environment that others can read', () => {
  const lines = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  for (const [name, secret] of secrets) if (secret.length > 20) assert.ok(!lines.includes(secret), name);
});
