// A code by phone belongs to one account, one number, one browser, and is good once.
import test, { beforeEach } from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { quoted } from '../harness/database.mjs';
import { atStep, code, digits, giveNumber, isIn, kWrong, newNumber, phoneOwner, phonePortal, sendCode } from '../harness/phone.mjs';
import { signUp } from '../harness/people.mjs';

const { portal, text } = await phonePortal();
const checks = () => text.requests.filter((one) => /^\/v2\/verify\/[-0-9a-f]{36}$/.test(one.path) && one.method === 'POST');
const rows = (email) => portal.database.number(`SELECT COUNT(*) FROM phone_code c JOIN account a ON a.id = c.account_id WHERE a.email = ${quoted(email)}`);
const signInOf = (page) => Number(page.text.match(/name="sign_in" value="(\d+)"/)[1]);
beforeEach(() => { portal.advance(3700); text.fault = null; text.pending.clear(); });

test('the right code from five requests at once makes one session', async () => {
  const person = await phoneOwner(portal);
  const { browser, page } = await atStep(portal, person);
  const asks = await sendCode(browser, page);
  const answers = await Promise.all(Array.from({ length: 5 }, () => browser.submitRaw(asks, '/login/step', { code })));
  const whereTo = answers.map((one) => one.location || one.status).join(' ');
  assert.equal(answers.filter((one) => one.location === '/dashboard').length, 1, whereTo);
  assert.equal(answers.filter((one) => one.cookies.some((line) => line.startsWith('__Host-gatehouse-local='))).length, 1, whereTo);
});

test('the right code in two tabs at once makes one session, even where the provider says yes twice', async () => {
  const person = await phoneOwner(portal), browser = new Browser(portal);
  const one = await atStep(portal, person, browser), two = await atStep(portal, person, browser);
  await sendCode(browser, one.page);
  text.fault = { status: 200, body: { status: 'completed' } };
  const answers = await Promise.all([one, two].map(({ page }) => browser.json('/login/step', { sign_in: signInOf(page), factor: 'sms', code })));
  assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
});

test('a hundred guesses at once: at most five are looked at', async () => {
  const person = await phoneOwner(portal);
  const { browser, page } = await atStep(portal, person);
  await sendCode(browser, page);
  const before = checks().length, sign_in = signInOf(page);
  await Promise.all(Array.from({ length: 60 }, (_, at) => browser.json('/login/step', { sign_in, factor: 'sms', code: String(100000 + at) })));
  assert.ok(checks().length - before <= 5, `${checks().length - before} were looked at`);
});

test('fresh codes bring no fresh guesses: after ten wrong ones in a day the factor pauses', async () => {
  const person = await phoneOwner(portal);
  for (let round = 0; round < 12; ++round) {
    const { browser, page } = await atStep(portal, person);
    const asks = await sendCode(browser, page);
    await browser.submit(asks, '/login/step', { code: kWrong });
    text.pending.clear();  // over at the provider too
    portal.advance(3700);
  }
  const before = checks().length;
  const { browser, page } = await atStep(portal, person);
  const refused = await browser.submit(await sendCode(browser, page), '/login/step', { code });
  assert.equal(refused.status, 422);
  assert.equal(checks().length, before, 'it was looked at');
});

test('a code that A asked for lets B neither in nor step up', async () => {
  const ada = await phoneOwner(portal), bob = await phoneOwner(portal);
  const adas = await atStep(portal, ada), bobs = await atStep(portal, bob);
  await sendCode(adas.browser, adas.page);
  const before = checks().length;
  const tried = await bobs.browser.json('/login/step', { sign_in: signInOf(bobs.page), factor: 'sms', code });
  assert.equal(tried.status, 422);
  const stolen = await bobs.browser.json('/login/step', { sign_in: signInOf(adas.page), factor: 'sms', code });
  assert.equal(stolen.status, 404);
  const asks = await bob.browser.get('/confirm?with=sms');
  const token = asks.text.match(/name="csrf_token" value="([^"]+)"/)[1];
  const confirmed = await bob.browser.form('/confirm', { csrf_token: token, factor: 'sms', code });
  assert.equal(confirmed.status, 422);
  assert.equal(checks().length, before, 'A’s code was looked at for B');
  assert.ok(isIn(await adas.browser.submit(await adas.browser.get(`${adas.page.path}&with=sms`), '/login/step', { code })));
});

test('B’s code is checked by B’s own reference', async () => {
  const ada = await phoneOwner(portal), bob = await phoneOwner(portal);
  for (const person of [ada, bob]) {
    const { browser, page } = await atStep(portal, person);
    const asks = await sendCode(browser, page);
    const reference = text.pending.get(digits(person.number));
    assert.ok(isIn(await browser.submit(asks, '/login/step', { code })));
    assert.ok(text.last.path.endsWith(reference));
  }
});

test('a verification that runs for A is never taken up by B, who names the same number', async () => {
  const ada = await phoneOwner(portal), bob = await signUp(portal);
  const { browser, page } = await atStep(portal, ada);
  const asks = await sendCode(browser, page);
  const refused = await giveNumber(bob.browser, ada.number);
  assert.equal(refused.status, 429, refused.words);
  portal.advance(61);
  text.fault = { act: 'reset', times: 1 };  // the first try is lost; the second is told of A's
  const again = await giveNumber(bob.browser, ada.number);
  assert.equal(again.status, 429, again.words);
  assert.equal(rows(bob.email), 0);
  assert.match(portal.log('gate'), /event=sms\.foreign_reference/);
  assert.ok(isIn(await browser.submit(asks, '/login/step', { code })), 'A’s code was ended by B');
});

test('an unproved number is no factor, and its code opens nothing else', async () => {
  const person = await signUp(portal), other = await signUp(portal), number = newNumber();
  const asks = await giveNumber(person.browser, number);
  assert.equal((await other.browser.get(asks.path)).status, 404, 'another person’s enrolment is shown');
  const page = await other.browser.get('/security/phone');
  const token = page.text.match(/name="csrf_token" value="([^"]+)"/)[1];
  assert.equal((await other.browser.form(asks.path, { csrf_token: token, code })).status, 404);
  assert.equal((await other.browser.form(`${asks.path}/send`, { csrf_token: token, way: 'call' })).status, 404);
  assert.equal((await other.browser.form(`${asks.path}/remove`, { csrf_token: token })).status, 404);
  const own = person.browser, own_token = asks.text.match(/name="csrf_token" value="([^"]+)"/)[1];
  assert.equal((await own.form('/confirm', { csrf_token: own_token, factor: 'sms', code })).status, 400, 'an unproved number proves a step-up');
});

test('two numbers proved at once: one of them counts, and one consent is left', async () => {
  const { browser, email } = await signUp(portal);
  const pages = [await giveNumber(browser, newNumber()), await giveNumber(browser, newNumber())];
  await Promise.all(pages.map((page) => browser.submitRaw(page, page.path, { code })));
  const account = portal.database.number(`SELECT id FROM account WHERE email = ${quoted(email)}`);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM phone WHERE account_id = ${account} AND confirmed_at IS NOT NULL`), 1);
  assert.equal(portal.database.number(`SELECT SUM(IF(act = 'given', 1, -1)) FROM phone_consent WHERE account_id = ${account}`), 1);
});

test('five wrong codes at the enrolment are the end of it', async () => {
  const { browser } = await signUp(portal);
  const asks = await giveNumber(browser, newNumber());
  for (let tries = 0; tries < 5; ++tries) await browser.submit(asks, asks.path, { code: kWrong });
  const right = await browser.submit(asks, asks.path, { code });
  assert.equal(right.status, 422, right.words);
});
