// Mail through a real SMTP server: STARTTLS checked against a CA, AUTH, and messages that another parser understands.
import test, { after } from 'node:test';
import { strict as assert } from 'node:assert';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, insider, openTicket } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';
import { until } from '../harness/until.mjs';

const folder = mkdtempSync('/tmp/gatehouse-smtp.');
chmodSync(folder, 0o755);
after(() => rmSync(folder, { recursive: true, force: true }));
execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
  '-addext', 'subjectAltName=DNS:localhost', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'ca.pem')], { stdio: 'pipe' });
const kPassword = 'correct horse';

const received = [];
let refuse = null;  // the reply to RCPT, while it is set
const server = new SMTPServer({
  secure: false, key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'ca.pem')), authMethods: ['PLAIN', 'LOGIN'], logger: false,
  onAuth(auth, session, done) {
    if (!session.secure) return done(new Error('the password came in the clear'));
    return auth.username === 'portal' && auth.password === kPassword ? done(null, { user: 'portal' }) : done(new Error('no'));
  },
  onRcptTo(to, session, done) {
    if (refuse) return done(Object.assign(new Error(refuse.text), { responseCode: refuse.code }));
    return done();
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', async () => {
      const raw = Buffer.concat(parts).toString('utf8');
      received.push({ raw, envelope: session.envelope, secure: session.secure, user: session.user, ...(await PostalMime.parse(raw)) });
      done();
    });
  },
});
server.on('error', () => {});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
after(() => new Promise((done) => server.close(done)));
const port = server.server.address().port;

const portal = await privatePortal({
  configuration: `[mail]\ntransports = ["smtp"]\n[smtp]\nhost = "localhost"\nport = ${port}\nsecurity = "starttls"\nusername = "portal"\nca_file = "${folder}/ca.pem"\n`,
  secrets: { 'smtp.password': kPassword },
});
const mailTo = (email, fits = () => true) => until(`a mail to ${email}`, () => received.find((mail) => mail.envelope.rcptTo[0].address === email && fits(mail)));

test('a code travels over checked TLS, after AUTH, to one recipient, in a message that is well made', async () => {
  const browser = new Browser(portal), email = address('smtp');
  const asks = await beginSignUp(browser, email);
  const mail = await mailTo(email);
  assert.ok(mail.secure, 'it was sent in the clear');
  assert.equal(mail.user, 'portal');
  assert.deepEqual(mail.envelope.rcptTo.map((to) => to.address), [email]);
  assert.equal(mail.envelope.mailFrom.address, 'portal@gatehouse.test');
  assert.equal(mail.from.address, 'portal@gatehouse.test');
  assert.match(mail.messageId, /^<[^@<>\s]+@gatehouse\.test>$/);
  assert.ok(Math.abs(new Date(mail.date) - Date.now()) < 120_000, mail.date);
  assert.ok(mail.text && mail.html, 'one of the two forms is missing');
  for (const line of mail.raw.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 998 && !/[\r\n]/.test(line), line.slice(0, 60));
  const code = mail.text.match(/^ {4}(\d{6})\s*$/m)[1];
  assert.ok(mail.html.includes(code));
  assert.match((await browser.submit(asks, '/sign-up/verify', { code })).heading, /^Hello/);
});

test('subjects and texts of all languages, long lines and lone dots arrive as they were typed', async () => {
  const { email, browser } = await insider(portal, 'client');
  const subject = 'Größe 大きさ 😀 «very long» '.repeat(6).trim();
  const text = `${'wörd '.repeat(300).trim()}\n.\n..two\n.starts with a dot\nFrom here on\n\nlast`;
  await openTicket(browser, subject, { text });
  const mail = await mailTo(email);
  assert.match(mail.subject, /^\[#\d+\] /);
  assert.equal(mail.subject.replace(/^\[#\d+\] /, ''), subject);
  assert.ok(mail.text.replaceAll('\r\n', '\n').includes(text), mail.text);
});

test('a relay that says “later” is asked again; what was accepted in between is not sent twice', async () => {
  const email = address('later');
  refuse = { code: 451, text: 'try later' };
  const browser = new Browser(portal);
  await beginSignUp(browser, email);
  await until('a try that failed', () => portal.database.number(`SELECT COUNT(*) FROM outbox WHERE recipient = '${email}' AND state = 'waiting' AND attempts > 0`));
  refuse = null;
  portal.advance(120);
  await mailTo(email);
  await until('the row to be sent', () => portal.database.value(`SELECT state FROM outbox WHERE recipient = '${email}'`) === 'sent');
  assert.equal(received.filter((mail) => mail.envelope.rcptTo[0].address === email).length, 1);
});

test('a relay that says “never” is not asked again, and the sysadmin sees why', async () => {
  const email = address('never');
  refuse = { code: 550, text: 'no such user' };
  await beginSignUp(new Browser(portal), email);
  await until('the row to be given up', () => portal.database.value(`SELECT state FROM outbox WHERE recipient = '${email}'`) === 'dead');
  refuse = null;
  const rows = JSON.parse((await portal.gatehouse(['outbox', 'list', '--json', '--state', 'dead'])).out);
  assert.match(rows.find((one) => one.recipient === email).last_answer, /550.*no such user/);
});

test('nothing is said to a server whose certificate is not to be trusted', async () => {
  const before = received.length;
  const { code, out, err } = await portal.gatehouse(['mail', 'test', 'someone@example.org'], { environment: { GATEHOUSE_SMTP_CA_FILE: join(portal.run, 'ca.pem') } });
  assert.notEqual(code, 0);
  assert.match(out + err, /certificate|SSL|TLS/i);
  assert.equal(received.length, before);
});

test('the dialogue of mail test is shown without the password', async () => {
  const { code, out, err } = await portal.gatehouse(['mail', 'test', address('dialogue')]);
  assert.equal(code, 0, out + err);
  assert.match(out + err, /STARTTLS/);
  for (const secret of [kPassword, Buffer.from(kPassword).toString('base64'), Buffer.from(`\0portal\0${kPassword}`).toString('base64')]) assert.ok(!(out + err).includes(secret));
});

test('mail test calls a relay that was given up, and is counted like every other call', async () => {
  const counted = () => portal.database.number("SELECT COALESCE(SUM(calls), 0) FROM provider_usage WHERE provider = 'smtp' AND kind = 'test' AND outcome = 'accepted'");
  portal.database.rows("REPLACE INTO provider (name, state, open_until) VALUES ('smtp', 'stopped', UTC_TIMESTAMP(6) + INTERVAL 1 YEAR)");
  const before = counted();
  const { code, out, err } = await portal.gatehouse(['mail', 'test', address('given-up')]);
  assert.equal(code, 0, out + err);
  assert.equal(counted(), before + 1);
  assert.match((await portal.gatehouse(['providers', 'list'])).out, /smtp +stopped/, 'a test is no decision to call it again');
  portal.database.rows("DELETE FROM provider WHERE name = 'smtp'");
});
