// A phone number as second factor: agreed to and proved, asked for at sign-in and before sensitive acts, changed and
// removed; by text, by call, and what the look-up says of a number.
import test, { beforeEach } from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { quoted } from '../harness/database.mjs';
import { changeAddress, undoLink } from '../harness/email_change.mjs';
import { addPhone, atStep, code, digits, giveNumber, isIn, kWrong, newNumber, phoneOwner, phonePortal, sendCode } from '../harness/phone.mjs';
import { address, kPassword, signIn, signUp } from '../harness/people.mjs';

const kLandline = '+442070313000';
const { portal, text, lookup } = await phonePortal({ lookups: true });
const sql = (statement) => portal.database.rows(statement);
const count = (statement) => portal.database.number(statement);
const accountOf = (email) => count(`SELECT id FROM account WHERE email = ${quoted(email)}`);
const started = () => text.requests.filter((one) => one.method === 'POST' && one.path === '/v2/verify').map((one) => JSON.parse(one.body));
const sentTo = (number) => started().filter((one) => one.workflow[0].to === digits(number));
beforeEach(() => { portal.advance(3700); text.fault = null; lookup.fault = null; });

test('adding a number: agreed to in words that are kept, proved by the code, told to the owner', async () => {
  const { browser, email } = await signUp(portal), number = newNumber();
  const page = await browser.get('/security/phone');
  assert.match(page.words, /Message and data rates.*may apply.*To stop, remove the number/);
  assert.ok(!/id="consent"[^>]* checked/.test(page.text), 'the box is ticked already');
  const asks = await giveNumber(browser, number);
  assert.equal(asks.heading, 'Type the code', asks.words);
  assert.deepEqual(sentTo(number)[0].workflow, [{ channel: 'sms', to: digits(number) }, { channel: 'voice', to: digits(number) }]);
  const account = accountOf(email);
  assert.equal(count(`SELECT COUNT(*) FROM phone WHERE account_id = ${account} AND confirmed_at IS NOT NULL`), 0);
  const done = await browser.submit(asks, asks.path, { code });
  assert.match(done.notice, /phone number was added/);
  assert.ok(done.words.includes(`+44 •••••• ${number.slice(-2)}`), done.words);
  const [[act, version, wording, sealed, address]] = sql(`SELECT act, version, wording, number, address FROM phone_consent WHERE account_id = ${account}`);
  assert.deepEqual([act, version, address], ['given', '2026-11', browser.address]);
  assert.ok(wording.includes('Message and data rates') && /\[x\] I agree/.test(wording), wording);
  assert.match(sealed, /^g1\./);
  assert.equal(count(`SELECT COUNT(*) FROM phone_code WHERE account_id = ${account}`), 0, 'the request id is kept');
  await portal.mail.wait(email, (mail) => /phone number was added/.test(mail.text));
  assert.equal(count(`SELECT COUNT(*) FROM audit_event WHERE account_id = ${account} AND action = 'phone.add'`), 1);
});

test('without the tick nothing is kept, looked up or sent; what was typed stays', async () => {
  const { browser, email } = await signUp(portal), number = newNumber();
  const before = text.requests.length + lookup.requests.length;
  const page = await giveNumber(browser, number, {});
  assert.equal(page.status, 422);
  assert.deepEqual(page.errors.map((one) => one.field), ['consent']);
  assert.ok(page.text.includes(`value="${number}"`));
  assert.equal(text.requests.length + lookup.requests.length, before);
  assert.equal(count(`SELECT COUNT(*) FROM phone_consent WHERE account_id = ${accountOf(email)}`), 0);
});

test('numbers that are none, cost extra, or lie elsewhere are refused, and nobody is asked', async () => {
  const { browser } = await signUp(portal);
  const before = text.requests.length + lookup.requests.length;
  for (const number of ['0044', '+44 12', '07400 123456', 'call me', '+44 9098790000', '+44 8001111111', '+44 7012345678', '+1 2025550123', '+33612345678',
    '+4474001٠٠٠٠٠', '+447400123456;ext=1', '+447400123456\r\nX: y', `+44${'7'.repeat(36)}`]) {
    const page = await giveNumber(browser, number);
    assert.equal(page.status, 422, `${number}: ${page.words}`);
    assert.equal(page.errors[0].field, 'number', number);
  }
  assert.equal(text.requests.length + lookup.requests.length, before);
});

test('signing in: nothing is sent before it is asked for; the code is the way in, once', async () => {
  const person = await phoneOwner(portal);
  portal.advance(61);
  const sent = sentTo(person.number).length;
  const { browser, page } = await atStep(portal, person);
  assert.equal(sentTo(person.number).length, sent, 'a text was sent unasked');
  assert.ok(!page.text.includes(digits(person.number)) && page.words.includes(`•••••• ${person.number.slice(-2)}`));
  const asks = await sendCode(browser, page);
  assert.match(asks.notice, /on its way/);
  const wrong = await browser.submit(asks, '/login/step', { code: kWrong });
  assert.equal(wrong.status, 422);
  assert.match(wrong.errorText, /not right/);
  assert.ok(!wrong.text.includes(kWrong));
  assert.ok(isIn(await browser.submit(wrong, '/login/step', { code })));
  assert.equal(count(`SELECT COUNT(*) FROM phone_code WHERE account_id = ${accountOf(person.email)}`), 0);
  const again = await atStep(portal, person);
  const refused = await browser.json('/login/step', { sign_in: Number(again.page.text.match(/name="sign_in" value="(\d+)"/)[1]), factor: 'sms', code });
  assert.notEqual(refused.status, 200);
});

// The paragraph that tells where the code went, as it stands in the page.
const told = (page) => page.text.match(/<p>(We sent a code|We are calling)[^]*?<\/p>/)?.[0];

test('whoever adds a number and whoever signs in or confirms with it is told in the same words where the code went', async () => {
  for (const [number, way, words] of [[newNumber(), 'text', /^<p>We sent a code by text message to <strong>.*If you do not type it/], ['+442070313002', 'call', /^<p>We are calling <strong>.*A voice says the code/]]) {
    const person = await signUp(portal);
    const adds = await giveNumber(person.browser, number);
    assert.match(told(adds), words, adds.words);
    assert.ok(told(adds).includes(`your number that ends in ${number.slice(-2)}`));
    await person.browser.submit(adds, adds.path, { code });
    portal.advance(61);
    const { browser, page } = await atStep(portal, person);
    assert.equal(told(page), undefined, 'a code is told of before it was asked for');
    const asks = await sendCode(browser, page, way);
    assert.equal(told(asks), told(adds));
    await browser.submit(asks, '/login/step', { code });
    portal.advance(400);
    const confirms = await browser.submit(await browser.get('/security/email'), '/confirm/phone', { way });
    assert.equal(told(confirms), told(adds));
  }
});

test('one code a minute; the call instead comes at once, once; a new text ends the one before', async () => {
  const person = await phoneOwner(portal);
  portal.advance(61);
  const { browser, page } = await atStep(portal, person);
  const asks = await sendCode(browser, page);
  assert.ok(asks.words.includes('Call me instead'), 'no call is offered');
  const early = await sendCode(browser, asks);
  assert.equal(early.status, 429);
  assert.match(early.errorText, /new one in \d+ seconds/);
  assert.ok(Number(early.headers['retry-after']) > 0);
  const called = await sendCode(browser, early, 'call');
  assert.match(text.last.path, /\/next_workflow$/);
  assert.match(told(called), /^<p>We are calling <strong>.*A voice says the code/, 'who is called reads of a text message');
  assert.ok(!called.words.includes('Call me instead'), 'a second call is offered');
  portal.advance(61);
  const renewed = await sendCode(browser, called);
  assert.equal(renewed.status, 200, renewed.words);
  assert.deepEqual(text.requests.slice(-2).map((one) => one.method), ['DELETE', 'POST']);
  assert.ok(isIn(await browser.submit(renewed, '/login/step', { code })));
});

test('a landline is called, by the numbering plan and by the look-up, and never texted', async () => {
  const { browser } = await signUp(portal);
  const asks = await giveNumber(browser, kLandline);
  assert.match(asks.words, /We are calling/, asks.words);
  assert.deepEqual(sentTo(kLandline)[0].workflow, [{ channel: 'voice', to: digits(kLandline) }]);
  assert.ok(!asks.words.includes('text message to'));
});

test('a code that was not asked for in this browser, or is over, lets nobody in', async () => {
  const person = await phoneOwner(portal);
  portal.advance(61);
  const first = await atStep(portal, person), second = await atStep(portal, person);
  await sendCode(first.browser, first.page);
  const token = second.page.text.match(/name="csrf_token" value="([^"]+)"/)[1];
  const sign_in = second.page.text.match(/name="sign_in" value="(\d+)"/)[1];
  const stolen = await second.browser.form('/login/step', { csrf_token: token, sign_in, factor: 'sms', code });
  assert.equal(stolen.status, 422, 'another browser’s code was taken');
  portal.advance(301);
  const late = await first.browser.get(`${first.page.path}&with=sms`);
  assert.match(late.words, /Send me a text message/);
});

test('step-up by phone: the code is sent and typed on the page, the kept form stays', async () => {
  const person = await phoneOwner(portal);
  portal.advance(400);
  const page = await person.browser.get('/security');
  const kept = await person.browser.submit(page, '/security/recovery-codes');
  const asks = await person.browser.submit(kept, '/confirm');
  const sent = await person.browser.submit(asks, '/confirm/phone', { way: 'text' });
  const wrong = await person.browser.submit(sent, '/confirm', { code: kWrong });
  assert.equal(wrong.status, 422);
  const go = await person.browser.submit(wrong, '/confirm', { code });
  assert.equal(go.heading, 'Thank you', go.words);
  const done = await person.browser.submit(go, '/security/recovery-codes');
  assert.equal(done.heading, 'Your recovery codes', done.words);
});

test('changing the number: the new one is proved, the old consent ends, other sessions end', async () => {
  const person = await phoneOwner(portal), next = newNumber();
  const other = new Browser(portal);
  portal.advance(61);
  const step = await atStep(portal, person, other);
  assert.ok(isIn(await other.submit(await sendCode(other, step.page), '/login/step', { code })));
  const same = await giveNumber(person.browser, person.number);
  assert.match(same.errorText, /yours already/);
  await addPhone(person.browser, next);
  assert.equal((await other.get('/dashboard')).heading, 'Sign in', 'another session lives on');
  const account = accountOf(person.email);
  assert.equal(count(`SELECT COUNT(*) FROM phone WHERE account_id = ${account}`), 1);
  assert.deepEqual(sql(`SELECT act, reason FROM phone_consent WHERE account_id = ${account} ORDER BY id`), [['given', ''], ['given', ''], ['withdrawn', 'replaced']]);
});

test('a number added after a change of address goes when that is taken back, one from before stays', async () => {
  for (const before of [true, false]) {
    const person = await signUp(portal);
    const account = accountOf(person.email);
    if (before) await addPhone(person.browser);
    await changeAddress(portal, person.browser, address('theirs'));
    if (!before) await addPhone(person.browser);
    const owner = new Browser(portal);
    const done = await owner.submit(await owner.get(await undoLink(portal, person.email)), '/email/undo');
    assert.equal(/the phone number/.test(done.words), !before, done.words);
    assert.equal(count(`SELECT COUNT(*) FROM phone WHERE account_id = ${account}`), Number(before));
    const reasons = sql(`SELECT reason FROM phone_consent WHERE account_id = ${account} AND act = 'withdrawn'`).flat();
    assert.deepEqual(reasons, before ? [] : ['undone']);
    portal.advance(3700);
  }
});

test('removing it: consent is taken back with the time, nothing is sent, the password is enough', async () => {
  const person = await phoneOwner(portal);
  const done = await person.browser.submit(await person.browser.get('/security'), '/remove');
  assert.match(done.notice, /removed/);
  const account = accountOf(person.email);
  const [[act, of, reason, at]] = sql(`SELECT act, of_id, reason, at FROM phone_consent WHERE account_id = ${account} ORDER BY id DESC LIMIT 1`);
  assert.deepEqual([act, reason], ['withdrawn', 'removed']);
  assert.ok(Number(of) > 0 && at);
  assert.equal(count(`SELECT COUNT(*) FROM phone WHERE account_id = ${account}`), 0);
  assert.ok(isIn(await signIn(new Browser(portal), person.email)));
  await portal.mail.wait(person.email, (mail) => /phone number was removed/.test(mail.text));
});

test('the sysadmin’s reset removes the number and notes that consent ended', async () => {
  const person = await phoneOwner(portal);
  assert.equal((await portal.gatehouse(['user', 'reset-factors', person.email])).code, 0);
  assert.equal(portal.database.value(`SELECT reason FROM phone_consent WHERE account_id = ${accountOf(person.email)} ORDER BY id DESC LIMIT 1`), 'reset');
  assert.ok(isIn(await signIn(new Browser(portal), person.email)));
});

test('the look-up: an invalid number is refused, trouble is not; a verdict is asked for once in a month', async () => {
  const { browser } = await signUp(portal);
  const bad = `${newNumber().slice(0, -1)}1`;
  const asked = () => lookup.requests.filter((one) => one.path.includes(digits(bad))).length;
  const refused = await giveNumber(browser, bad);
  assert.match(refused.errorText, /not in use/);
  assert.equal((await giveNumber(browser, bad)).status, 422);
  assert.equal(asked(), 1, 'a verdict is asked for again');
  portal.advance(30 * 86400 + 60);
  const { browser: later } = await signUp(portal);
  await giveNumber(later, bad);
  assert.equal(asked(), 2, 'a verdict is kept for longer than a month');
  lookup.fault = { status: 200, body: { success: false, error: { code: 104, type: 'usage_limit_reached' } } };
  const asks = await giveNumber(later, newNumber());
  assert.equal(asks.heading, 'Type the code', asks.words);
  assert.match(portal.log('gate'), /event=phone.not_checked.*answer="?200 error 104/);
  assert.equal(count('SELECT COUNT(*) FROM phone_verdict WHERE verdict NOT IN (\'valid\', \'invalid\')'), 0);
});

test('premium lines that only the look-up knows are refused', async () => {
  const { browser } = await signUp(portal);
  lookup.fault = { status: 200, body: { valid: true, country_code: 'GB', line_type: 'premium_rate', carrier: 'x' } };
  assert.match((await giveNumber(browser, newNumber())).errorText, /of this kind/);
});

test('sign-in by JSON speaks the same: send, wrong, right', async () => {
  const person = await phoneOwner(portal);
  portal.advance(61);
  const browser = new Browser(portal);
  const first = await browser.json('/login', { identifier: person.email, password: kPassword });
  const { sign_in } = first.json;
  const none = await browser.json('/login/step', { sign_in, factor: 'sms', code });
  assert.equal(none.status, 422, 'a code was taken that nobody asked for');
  assert.equal((await browser.json('/login/step/phone', { sign_in, way: 'text' })).status, 202);
  const early = await browser.json('/login/step/phone', { sign_in, way: 'text' });
  assert.deepEqual([early.status, early.headers['content-type']], [429, 'application/problem+json']);
  assert.equal((await browser.json('/login/step', { sign_in, factor: 'sms', code: kWrong })).status, 422);
  assert.equal((await browser.json('/login/step', { sign_in, factor: 'sms', code })).status, 200);
  assert.ok(isIn(await browser.get('/dashboard')));
});

test('number, code and secrets are nowhere in clear: not in the database, not in a log', async () => {
  const person = await phoneOwner(portal);
  const bare = person.number.slice(3);
  for (const part of ['gate', 'house', 'courier']) {
    const log = portal.log(part);
    for (const secret of [bare, code, kWrong, 'secret-of-vonage', 'key-of-numverify']) assert.ok(!log.includes(secret), `${part}: ${secret}`);
  }
  for (const table of ['phone', 'phone_code', 'phone_consent', 'phone_verdict', 'audit_event', 'outbox', 'rate']) {
    assert.ok(!JSON.stringify(sql(`SELECT * FROM ${table}`)).includes(bare), table);
  }
});

test('the house pool’s database user may change nothing about phones and read no number', () => {
  const house = (kind, more) => count(`SELECT COUNT(*) FROM information_schema.${kind}_privileges WHERE grantee LIKE '%gatehouse\\_house%' AND table_name LIKE 'phone%' ${more}`);
  assert.equal(house('table', ''), 0);
  assert.equal(house('column', "AND (privilege_type <> 'SELECT' OR column_name LIKE '%number%')"), 0);
  assert.ok(count(`SELECT COUNT(*) FROM information_schema.table_privileges WHERE grantee LIKE '%gatehouse\\_gate%' AND table_name LIKE 'phone%'`) > 0);
  assert.equal(count(`SELECT COUNT(*) FROM information_schema.table_privileges WHERE grantee LIKE '%gatehouse\\_gate%'
    AND table_name = 'phone_consent' AND privilege_type IN ('UPDATE', 'DELETE')`), 0, 'the record of consent can be changed');
});
