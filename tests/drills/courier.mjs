// Drill: the courier killed with SIGKILL at each of its steps, and several couriers at once. Nothing is lost; a mail goes
// out twice only where SMTP cannot prevent it (the server took it, the courier died before it noted that), then under the
// same Message-ID and marked in the outbox. The steps are reached from outside: a mail server that can be held, and a
// row of the outbox that another session keeps locked.
import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quoted } from '../harness/database.mjs';
import { address, unique } from '../harness/people.mjs';
import { until } from '../harness/until.mjs';
import { lockRow, someoneWaits } from './locks.mjs';
import { killPart, part, pidOf } from './parts.mjs';
import { figure } from './figures.mjs';

const program = fileURLToPath(new URL('../../build/gatehouse', import.meta.url));
export const smtpConfiguration = (port) =>
  `[mail]\ntransports = ["smtp"]\n[smtp]\nhost = "127.0.0.1"\nport = ${port}\nsecurity = "none"\ntimeout = 20\n` +
  '[courier]\nlease = 120\npoll = 50\nhousekeeping = 1\n';

// Mails as the portal would write them, without a page in between.
function put(portal, recipients) {
  const rows = recipients.map((to) => `(${quoted(unique('tag-'))}, 'welcome', ${quoted(to)}, ` +
    `${quoted(JSON.stringify({ FIRST_NAME: 'Dora', LINK: 'https://localhost/dashboard' }))}, 0, '', 'waiting', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`);
  portal.database.rows(`INSERT INTO outbox (tag, kind, recipient, payload, sealed, thread, state, next_try_at, created_at) VALUES ${rows.join(', ')}`);
}
const rowOf = (portal, to) => {
  const [state, attempts, doubtful, answer] = portal.database.rows(`SELECT state, attempts, doubtful, last_answer FROM outbox WHERE recipient = ${quoted(to)}`)[0];
  return { state, attempts: Number(attempts), doubtful: Number(doubtful), answer };
};
const untilState = (portal, to, state) => until(`${to} to be ${state}`, () => rowOf(portal, to).state === state);

const lock = (portal, to) => lockRow(portal, `SELECT id FROM outbox WHERE recipient = ${quoted(to)}`);

export async function killedBeforeTheLease(t, portal, server) {
  const to = address('before');
  await part(portal, 'down', 'courier');
  put(portal, [to]);
  const unlock = await lock(portal, to);
  await part(portal, 'up', 'courier');
  await someoneWaits(portal);
  await killPart(portal, 'courier');
  await unlock();
  assert.deepEqual([rowOf(portal, to).state, rowOf(portal, to).attempts], ['waiting', 0]);
  await part(portal, 'up', 'courier');
  await untilState(portal, to, 'sent');
  assert.equal(server.to(to).length, 1);
  assert.equal(rowOf(portal, to).doubtful, 0);
  figure(t, 'as if nothing had happened: sent once, not marked');
}

// The lease ends by the clock, not before.
async function reclaimed(portal, server, to, sent) {
  await part(portal, 'up', 'courier');
  portal.advance(60);
  const other = address('other');
  put(portal, [other]);
  await untilState(portal, other, 'sent');
  assert.deepEqual([rowOf(portal, to).state, server.to(to).length], ['leased', sent], 'taken before its lease was over');
  portal.advance(65);
  await untilState(portal, to, 'sent');
}

export async function killedBeforeSending(t, portal, server) {
  const to = address('leased');
  server.hold('greeting');
  put(portal, [to]);
  await server.untilHeld('greeting');
  assert.equal(rowOf(portal, to).state, 'leased', 'sends before the lease is committed');
  await killPart(portal, 'courier');
  server.release('greeting');
  await reclaimed(portal, server, to, 0);
  assert.equal(server.to(to).length, 1);
  assert.equal(rowOf(portal, to).doubtful, 1);
  figure(t, 'sent once after the lease had ended; marked as possibly sent twice (nobody can tell)');
}

async function sentTwice(portal, server, to) {
  await reclaimed(portal, server, to, 1);
  const mails = server.to(to);
  assert.equal(mails.length, 2, 'SMTP cannot prevent the second, and nothing may be lost');
  assert.equal(mails[0].id, mails[1].id);
  assert.ok(mails[0].id);
  assert.equal(rowOf(portal, to).doubtful, 1);
  const { out } = await portal.gatehouse(['outbox', 'list', '--json']);
  const shown = JSON.parse(out).find((one) => one.recipient === to);
  assert.equal(shown.possibly_duplicate, true);
}

export async function killedBeforeTheAnswer(t, portal, server) {
  const to = address('unheard');
  server.hold('answer');
  put(portal, [to]);
  await server.untilHeld('answer');
  await killPart(portal, 'courier');
  server.release('answer');
  await sentTwice(portal, server, to);
  figure(t, 'sent twice under one Message-ID, marked');
}

export async function killedBeforeTheNote(t, portal, server) {
  const to = address('unnoted');
  server.hold('answer');
  put(portal, [to]);
  await server.untilHeld('answer');
  const unlock = await lock(portal, to);
  server.release('answer');
  await someoneWaits(portal);
  await killPart(portal, 'courier');
  await unlock();
  await sentTwice(portal, server, to);
  figure(t, 'sent twice under one Message-ID, marked');
}

export async function killedAfterTheNote(t, portal, server) {
  const to = address('noted');
  put(portal, [to]);
  await untilState(portal, to, 'sent');
  await killPart(portal, 'courier');
  await part(portal, 'up', 'courier');
  portal.advance(125);
  const other = address('other');
  put(portal, [other]);
  await untilState(portal, other, 'sent');
  assert.equal(server.to(to).length, 1);
  figure(t, 'sent once');
}

// Another courier of the same portal; it inherits nothing but its credentials.
function another(portal) {
  const command = [program, '--config', join(portal.run, 'gatehouse.toml'), 'courier'];
  if (process.getuid() === 0) command.unshift('setpriv', '--reuid', 'www-data', '--regid', 'www-data', '--clear-groups', '--');
  const child = spawn(command[0], command.slice(1), {
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', CREDENTIALS_DIRECTORY: join(portal.run, 'credentials/courier') }, stdio: 'ignore' });
  return { child, end: (signal) => new Promise((done) => { if (child.exitCode !== null || child.signalCode) done(); else { child.once('exit', done); child.kill(signal); } }) };
}

// Each keeps one connection to the database.
const couriersThere = (portal) => portal.database.number("SELECT COUNT(*) FROM information_schema.processlist WHERE user LIKE '%courier%'");

export async function severalAtOnce(t, portal, server, amount) {
  const recipients = Array.from({ length: amount }, () => address('many'));
  const couriers = [another(portal), another(portal)];
  try {
    await until('three couriers to be there', () => couriersThere(portal) === 3);
    put(portal, recipients);
    await until('all to be sent', () => portal.database.number("SELECT COUNT(*) FROM outbox WHERE recipient LIKE 'many%' AND state = 'sent'") === amount, { seconds: 60 });
  } finally {
    await Promise.all(couriers.map((one) => one.end('SIGTERM')));
  }
  const copies = recipients.map((to) => server.to(to).length);
  assert.deepEqual(copies.filter((one) => one !== 1), []);
  const leases = portal.database.number("SELECT COUNT(*) FROM outbox WHERE recipient LIKE 'many%' AND attempts <> 1");
  assert.equal(leases, 0);
  figure(t, `${amount} mails, 3 couriers: each sent once, each with one try`);
}

// The courier is held up for longer than its lease; another one has taken the mail over when it comes back. What it has to
// say is about a lease that is over: it is not written, the mail is the other's.
export async function heldUpBeyondItsLease(t, portal, server) {
  const to = address('late');
  const lost = () => (portal.log('courier').match(/event=mail\.lease_lost /g) ?? []).length;
  const lostBefore = lost();
  server.hold('answer');
  put(portal, [to]);
  await server.untilHeld('answer');
  const first = server.held.answer;
  const pid = pidOf(portal, 'courier');
  process.kill(pid, 'SIGSTOP');
  portal.advance(125);
  server.hold('answer');
  const second = another(portal);
  try {
    await server.untilHeld('answer', 2);
    first.release();
    process.kill(pid, 'SIGCONT');
    await until('the late word to be told apart', () => lost() > lostBefore || rowOf(portal, to).state !== 'leased');
    assert.deepEqual(rowOf(portal, to).state, 'leased', 'a note about a lease that was over was written');
    server.release('answer');
    await untilState(portal, to, 'sent');
  } finally {
    process.kill(pid, 'SIGCONT');
    server.release('answer');
    await second.end('SIGTERM');
  }
  assert.equal(rowOf(portal, to).doubtful, 1);
  const mails = server.to(to);
  assert.deepEqual([mails.length, new Set(mails.map((mail) => mail.id)).size], [2, 1]);
  figure(t, 'its note was not written; the other sent the mail again under the same Message-ID, marked');
}

export async function severalKilled(t, portal, server, amount, kills) {
  const recipients = Array.from({ length: amount }, () => address('storm'));
  let couriers = [another(portal), another(portal), another(portal)];
  const sent = () => portal.database.number("SELECT COUNT(*) FROM outbox WHERE recipient LIKE 'storm%' AND state = 'sent'");
  try {
    for (let i = 0; i < kills; ++i) {
      put(portal, recipients.slice(i * amount / kills, (i + 1) * amount / kills));
      const begun = sent();
      await until('some to be sent', () => sent() > begun, { seconds: 20 });
      await couriers[i % 3].end('SIGKILL');
      couriers[i % 3] = another(portal);
    }
    portal.advance(125);
    await until('all to be sent', () => sent() === amount, { seconds: 60 });
  } finally {
    await Promise.all(couriers.map((one) => one.end('SIGTERM')));
  }
  const marked = new Map(portal.database.rows("SELECT recipient, doubtful FROM outbox WHERE recipient LIKE 'storm%'"));
  const lost = recipients.filter((to) => server.to(to).length === 0);
  const twice = recipients.filter((to) => server.to(to).length > 1);
  const unmarked = twice.filter((to) => marked.get(to) === '0');
  assert.deepEqual(lost, []);
  assert.deepEqual(unmarked, [], 'sent twice without a mark');
  for (const to of twice) assert.equal(new Set(server.to(to).map((mail) => mail.id)).size, 1);
  figure(t, `${amount} mails, 4 couriers, ${kills} killed: none lost, ${twice.length} sent twice, all of them marked (${[...marked.values()].filter((one) => one !== '0').length} marked)`);
}
