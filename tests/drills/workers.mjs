// Drill: workers killed with SIGKILL in the middle of requests. What was answered "sent" is kept exactly once; a request
// that died shows nginx's page, and the same form sent again is done once; the pool is full again at once.
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, kPassword, signIn } from '../harness/people.mjs';
import { fill } from '../harness/form.mjs';
import { quoted } from '../harness/database.mjs';
import { lockRow, nobodyWaits, someoneWaits } from './locks.mjs';
import { killWorkers, pool, untilFull } from './parts.mjs';
import { Tally, assertOnce, insist, pause, underLoad } from './load.mjs';
import { figure } from './figures.mjs';

const kMostCodes = 20;

const atWork = (portal, name, seconds) => async () => {
  const over = new AbortController();
  const killing = killWorkers(portal, name, over.signal);
  await pause(seconds);
  over.abort();
  return killing;
};

export async function houseWorkersKilled(t, portal, seconds) {
  const before = await pool(portal, 'house');
  const { texts, tally, people, outcome: killed } = await underLoad(portal, atWork(portal, 'house', seconds));
  const full = await untilFull(portal, 'house');
  const after = await pool(portal, 'house');
  assertOnce(portal, people, texts);
  assert.ok(killed >= 3, `only ${killed} workers were killed`);
  assert.equal(after.master, before.master, 'the master did not stay');
  assert.ok(after.workers_died - before.workers_died >= killed, 'deaths are counted');
  assert.ok(full < 5000, `the pool was full again only after ${full} ms`);
  figure(t, `${killed} workers killed under ${texts.length} replies, each kept once; ${tally.words}; pool full ${full} ms later`);
}

// One person who signs up, whatever it takes; resolves to how they got in.
async function signUpStubbornly(portal, tally) {
  const browser = new Browser(portal);
  const email = address('stubborn');
  const visit = async (path) => {
    for (;;) {
      try {
        const answer = await browser.send('GET', path);
        tally.judge(answer);
        if (answer.status < 500) return answer;
      } catch (error) { tally.count(error.code ?? 'no answer'); }
    }
  };
  const form = fill((await visit('/sign-up')).text, '/sign-up', { first_name: 'Stella', last_name: 'Stubborn', email, password: kPassword });
  const { answer: asked } = await insist(browser, '/sign-up', form.fields, tally);
  assert.equal(asked.status, 303, asked.words);
  const asks = await visit(asked.location);
  // Codes are typed as they come. A form that was sent again made another code, and the one before is not right any more:
  // the next is on its way. Tries that died count, too, and may have used up the newest: then the portal says that a new
  // one must be asked for, and no other will come.
  let answer;
  for (let nth = 1; nth <= kMostCodes; ++nth) {
    const code = await portal.mail.code(email, nth);
    ({ answer } = await insist(browser, '/sign-up/verify', fill(asks.text, '/sign-up/verify', { code }).fields, tally));
    if (answer.status !== 422) break;
    if (!/Ask for a new/.test(answer.errorText)) continue;
    const { answer: again } = await insist(browser, '/sign-up/resend', fill(asks.text, '/sign-up/resend').fields, tally);
    assert.equal(again.status, 303, again.words);
  }
  assert.equal(answer.status, 303, `${answer.status} ${answer.words}`);
  if (answer.location !== '/sign-up?notice=sign-up-over') return { email, how: 'at once' };
  // The answer got lost after the account was made: the form is over, the page they are led to says so, and the person
  // signs in.
  for (;;) {
    const page = await signIn(new Browser(portal), email).catch(() => null);
    if (page && page.status < 500) { assert.match(page.heading, /^Hello/, page.words); return { email, how: 'by signing in' }; }
  }
}

export async function gateWorkersKilled(t, portal, seconds) {
  const tally = new Tally(), over = new AbortController();
  const killing = killWorkers(portal, 'gate', over.signal);
  const people = [];
  const until = Date.now() + seconds * 1000;
  await Promise.all([1, 2, 3, 4, 5].map(async () => {
    while (Date.now() < until) people.push(await signUpStubbornly(portal, tally));
  })).finally(() => over.abort());
  const killed = await killing;
  const full = await untilFull(portal, 'gate');
  const doubled = portal.database.rows("SELECT email, COUNT(*) FROM account WHERE email LIKE 'stubborn%' GROUP BY email HAVING COUNT(*) > 1");
  const accounts = new Map(portal.database.rows("SELECT email, id FROM account WHERE email LIKE 'stubborn%'"));
  const welcomes = new Map(portal.database.rows("SELECT recipient, COUNT(*) FROM outbox WHERE kind = 'welcome' AND recipient LIKE 'stubborn%' GROUP BY recipient"));
  assert.deepEqual(people.filter((one) => !accounts.has(one.email)), [], 'was let in, or told so, without an account');
  assert.deepEqual(doubled, []);
  for (const { email } of people) assert.equal(welcomes.get(email), '1', `welcome mails to ${email}`);
  assert.deepEqual(tally.wrong, []);
  assert.ok(full < 5000, `the pool was full again only after ${full} ms`);
  const signedIn = people.filter((one) => one.how === 'by signing in').length;
  figure(t, `${killed} workers killed under ${people.length} sign-ups, one account and one welcome each (${signedIn} had to sign in after a lost answer); ${tally.words}; pool full ${full} ms later`);
}

// Each try at the right code dies with its worker between the count and the account. The tries are used up, no code is on
// its way any more, and the portal says so: the person asks for one and gets in.
export async function codeDiesWithItsWorkers(t, portal, tries) {
  const browser = new Browser(portal), email = address('unlucky');
  const asks = await beginSignUp(browser, email);
  const type = async (nth) => browser.form('/sign-up/verify', fill(asks.text, '/sign-up/verify', { code: await portal.mail.code(email, nth) }).fields);
  for (let died = 1; died <= tries; ++died) {
    const unlock = await lockRow(portal, `SELECT id FROM sign_up WHERE email = ${quoted(email)}`);
    const answer = type(1).catch(() => null);
    await someoneWaits(portal);
    const { workers } = await pool(portal, 'gate');
    const [{ pid }] = workers.filter((one) => one.state === 'busy');
    process.kill(pid, 'SIGKILL');
    assert.equal((await answer)?.status, 502);
    await unlock();
    await nobodyWaits(portal);
    await untilFull(portal, 'gate');
  }
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM account WHERE email = ${quoted(email)}`), 0);
  const refused = await type(1);
  assert.equal(refused.status, 422, refused.words);
  assert.match(refused.errorText, /Ask for a new code/);
  assert.equal((await browser.submitRaw(asks, '/sign-up/resend')).status, 303);
  assert.equal((await type(2)).status, 303);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM account WHERE email = ${quoted(email)}`), 1);
  figure(t, `${tries} tries died with their workers, none made an account; the next code did`);
}
