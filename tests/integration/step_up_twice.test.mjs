// A button pressed twice sends the proof before a sensitive act twice at once, and the session gets another token. Whichever
// answer the browser hears last, the person is still signed in; and the token of before is dead.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { Browser } from '../harness/browser.mjs';
import { insider, kPassword, signUp } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';
import { addApp, freshCode } from '../harness/second_factor.mjs';
import { until } from '../harness/until.mjs';

const kStepUp = 300, kCookie = '__Host-gatehouse-local';
const portal = await privatePortal();
const isIn = async (browser) => /^Hello/.test((await browser.get('/dashboard')).heading);
const tokenIn = (answer) => answer.cookies.map((line) => line.match(/^__Host-gatehouse-local=([^;]*)/)?.[1]).find((token) => token !== undefined);

// The browser, at the page that asks.
async function asked(person) {
  portal.advance(kStepUp + 5);
  const page = await person.browser.get('/confirm');
  return { ...person, page, before: person.browser.session };
}

// Sends all at once: each was let in by the token of before, and waits for the other or for the session's row.
async function atOnce(email, sends) {
  const holder = spawn('mariadb', ['--no-defaults', `--socket=${portal.database.socket}`, 'gatehouse']);
  const session = portal.database.number(`SELECT s.id FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = '${email}'`);
  try {
    holder.stdin.write(`START TRANSACTION; SELECT id FROM session WHERE id = ${session} FOR UPDATE; DO GET_LOCK('row_held', 0);\n`);
    await until('the row to be held', () => portal.database.number("SELECT IS_USED_LOCK('row_held') IS NOT NULL"));
    const going = sends.map((send) => send());
    await until('all to wait', () => sends.length === portal.database.number(`SELECT COUNT(*) FROM information_schema.processlist
      WHERE user = 'gatehouse_gate' AND info REGEXP '^(UPDATE|INSERT|DELETE)' AND time_ms > 20`));
    holder.stdin.write('ROLLBACK;\n');
    return await Promise.all(going);
  } finally {
    holder.stdin.end();
  }
}

test('of two right passwords at once no answer carries a token that is dead', async () => {
  const { browser, email, page, before } = await asked(await signUp(portal));
  const send = () => browser.submitRaw(page, '/confirm', { password: kPassword });
  const answers = await atOnce(email, [send, send]);
  for (const answer of answers) {
    assert.equal(answer.status, 303);
    browser.jar.set(kCookie, tokenIn(answer));
    assert.ok(await isIn(browser), 'the person is signed out');
    assert.equal((await browser.get('/security/email')).heading, 'Change e-mail address', 'the proof did not count');
  }
  browser.jar.set(kCookie, before);
  assert.ok(!await isIn(browser), 'the token of before lives on');
});

test('of a code typed once and sent twice the second is refused, and takes nothing from the first', async () => {
  const person = await signUp(portal);
  const secret = await addApp(person.browser);
  const { browser, email, page } = await asked(person);
  const code = freshCode(portal, email, secret);
  const send = () => browser.submitRaw(page, '/confirm', { code });
  const answers = await atOnce(email, [send, send]);
  assert.deepEqual(answers.map((one) => one.status).sort(), [303, 422]);
  assert.deepEqual(answers.filter((one) => one.status === 422).map(tokenIn), [undefined]);
  assert.ok(await isIn(browser), 'the person is signed out');
});

test('a second press that comes when the first is done signs nobody out, and brings nobody in', async () => {
  const { browser, page, before } = await asked(await insider(portal, 'client'));
  await browser.submitRaw(page, '/confirm', { password: kPassword });
  const after = browser.session;
  const late = new Browser(portal, { address: browser.address });
  late.jar = new Map(browser.jar).set(kCookie, before);
  const answer = await late.submitRaw(page, '/confirm', { password: kPassword });
  assert.equal(tokenIn(answer), undefined, 'the cookie of the first is overwritten');
  assert.ok(!await isIn(late), 'the token of before lives on');
  for (const line of answer.cookies) browser.keep(line);
  assert.equal(browser.session, after);
  assert.equal((await browser.follow(answer)).path, '/dashboard');
});
