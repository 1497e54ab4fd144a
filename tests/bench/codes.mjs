// Do people who ask for codes slow the sign-in page for others? Measures it on a portal of its own that mails to a relay on
// this host: idle, then with 10,000 codes pending while 1,000 more a minute are asked for, half of them by accounts that
// exist. Rounds alternate. Ends with 1 when the 95th percentile is more than 1.5 times the idle one, or when a request for
// a code was not taken. Environment: BENCH_ROUNDS, BENCH_SECONDS.
import { setTimeout as pause } from 'node:timers/promises';
import { Browser } from '../harness/browser.mjs';
import { askCode } from '../harness/mailed_code.mjs';
import { launch } from '../harness/portal.mjs';
import relays from '../providers/smtp_server.js';
import { wrk } from './measure.mjs';

const kPending = 10000, kEveryMs = 60000 / 1000, kAccounts = 5000;
const rounds = Number(process.env.BENCH_ROUNDS || 5), seconds = Number(process.env.BENCH_SECONDS || 4);
const relay = await new relays.SmtpServer({ security: 'none' }).listen();
const portal = await launch({ configuration: `[mail]\ntransports = ["smtp"]\n[smtp]\nhost = "127.0.0.1"\nport = ${relay.port}\nsecurity = "none"\n[limits]\nfactor = 100000\n`, limits: '--rate 1000000 --burst 100000 --gate-rate 1000000 --gate-burst 100000 --connections 10000' });
const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const page = async () => {
  const one = await wrk(`${portal.url}/login`, '', seconds);
  if (one.failed) throw new Error(`${one.failed} pages failed`);
  return one.p95;
};
const taken = new Map();
let next = 0, asking = false;

async function askOn() {
  const open = [];
  for (asking = true; asking; ) {
    const number = next++, known = number % 2 === 0;
    const asker = askCode(new Browser(portal), `${known ? 'known' : 'nobody'}${Math.floor(number / 2) % kAccounts}@bench.gatehouse.test`)
      .then((answer) => taken.set(answer.status, (taken.get(answer.status) ?? 0) + 1));
    open.push(asker);
    await pause(kEveryMs);
  }
  await Promise.all(open);
}

let slow = true;
try {
  portal.database.rows(`
    INSERT INTO account (email, email_canonical, first_name, last_name, created_at)
      SELECT CONCAT('known', seq, '@bench.gatehouse.test'), CONCAT('known', seq, '@bench.gatehouse.test'), 'Ada', 'Known', UTC_TIMESTAMP(6) FROM seq_0_to_${kAccounts - 1};
    INSERT INTO challenge (purpose, browser, target, code_hash, created_at, expires_at)
      SELECT 'sign_in', UNHEX(SHA2(CONCAT('b', seq), 256)), UNHEX(SHA2(CONCAT('t', seq), 256)), UNHEX(SHA2(CONCAT('c', seq), 256)), UTC_TIMESTAMP(6),
        UTC_TIMESTAMP(6) + INTERVAL 1 HOUR FROM seq_1_to_${kPending}`);
  await page();
  const idle = [], busy = [];
  for (let i = 0; i < rounds; ++i) {
    idle.push(await page());
    const asked = askOn();
    busy.push(await page());
    asking = false;
    await asked;
  }
  const ratio = middle(busy.map((one, at) => one / idle[at]));
  slow = ratio > 1.5 || [...taken.keys()].some((status) => status >= 400);
  console.log(`sign-in page: p95 idle ${middle(idle).toFixed(2)} ms, with ${kPending} codes pending and 1,000 a minute asked for ${middle(busy).toFixed(2)} ms: ${ratio.toFixed(2)} times; wanted at most 1.5; requests by answer: ${JSON.stringify([...taken])}`);
} finally {
  await portal.stop();
  await relay.close();
}
process.exitCode = slow ? 1 : 0;
