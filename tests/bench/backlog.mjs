// Does a backlog of 100,000 mails slow a page? Measures the dashboard of somebody inside on a portal of its own without
// mail, with the backlog waiting, and while the courier works it off by four connections to a relay on this host. Says
// how the database looks for due mail. Ends with 1 when the 95th percentile with a waiting backlog is more than 1.2 times
// that without mail; while mail leaves, relay, load and database share the same CPUs, so that figure is only told.
// Environment: BACKLOG, BENCH_ROUNDS, BENCH_SECONDS.
import { insider } from '../harness/people.mjs';
import { launch } from '../harness/portal.mjs';
import relays from '../providers/smtp_server.js';
import { wrk } from './measure.mjs';

const mails = Number(process.env.BACKLOG || 100000), rounds = Number(process.env.BENCH_ROUNDS || 5), seconds = Number(process.env.BENCH_SECONDS || 4);
const relay = await new relays.SmtpServer({ security: 'none' }).listen();
const portal = await launch({ configuration: `[mail]\ntransports = ["smtp"]\n[smtp]\nhost = "127.0.0.1"\nport = ${relay.port}\nsecurity = "none"\n[courier]\nbatch = 100\n[limits]\nfactor = 100000\n`, limits: '--rate 1000000 --burst 100000 --gate-rate 1000000 --gate-burst 100000 --connections 10000' });
let slow = false;
try {
  const { browser } = await insider(portal, 'administrator');
  const cookie = browser.cookieHeader;
  const sql = (text) => portal.database.rows(text);
  const left = () => Number(sql("SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'leased')")[0][0]);
  const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
  const measure = async (count = rounds) => {
    const times = [];
    for (let i = 0; i < count; ++i) {
      const one = await wrk(`${portal.url}/dashboard`, cookie, seconds);
      if (one.failed) throw new Error(`${one.failed} pages failed`);
      times.push(one.p95);
    }
    return middle(times);
  };
  await measure(1);
  const without = await measure();
  sql(`INSERT INTO outbox (tag, kind, recipient, payload, sealed, thread, state, next_try_at, created_at)
    SELECT UUID(), 'welcome', 'ada@example.net', '{"FIRST_NAME":"Ada","LINK":"https://portal.test/"}', 0, '', 'waiting',
    UTC_TIMESTAMP(6) + INTERVAL 1 DAY, UTC_TIMESTAMP(6) FROM seq_1_to_${mails}`);
  const report = (what, p95) => {
    console.log(`${what.padEnd(44)} p95 ${(p95).toFixed(2)}, ${(p95 / without).toFixed(2)} times that without mail`);
  };
  report('without mail', without);
  for (const [what, statement] of Object.entries({
    'due mail': "SELECT id FROM outbox WHERE state = 'waiting' AND next_try_at <= UTC_TIMESTAMP(6) ORDER BY next_try_at, id LIMIT 100",
    'expired codes': "SELECT id FROM outbox WHERE state = 'waiting' AND expires_at <= UTC_TIMESTAMP(6) ORDER BY expires_at LIMIT 500",
    'the oldest, for the banner': "SELECT (SELECT MIN(created_at) FROM outbox WHERE state = 'waiting'), (SELECT COUNT(*) FROM (SELECT state FROM outbox WHERE state = 'dead' LIMIT 1001) AS dead)",
    'counts, for health and figures': "SELECT state, COUNT(created_at), MIN(created_at) FROM outbox WHERE state IN ('waiting', 'again', 'leased', 'dead') GROUP BY state",
  })) console.log(`${what}: ${sql(`EXPLAIN ${statement}`).map((row) => `${row[3]} by ${row[5]}, ${row[8]} rows, ${row[9]}`).join('; ')}`);
  const waiting = await measure();
  slow = waiting / without > 1.2;
  report(`${mails} mails wait`, waiting);
  const before = left(), begun = performance.now();
  sql("UPDATE outbox SET next_try_at = UTC_TIMESTAMP(6) WHERE state = 'waiting'");
  const during = [];
  while (left() > mails / 10 && during.length < rounds) during.push(await measure(1));
  const rate = (before - left()) / (performance.now() - begun) * 1000;
  report(`the courier works them off, ${Math.round(rate)} a second`, middle(during));
} finally {
  await portal.stop();
  await relay.close();
}
process.exitCode = slow ? 1 : 0;
