// Codes by phone while the provider is right, wrong, slow or gone: what the person reads, what is kept, and what the
// sysadmin finds in the log, for each row of the provider's table. No trouble of theirs lets anybody in.
import test, { beforeEach } from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { quoted } from '../harness/database.mjs';
import { atStep, code, digits, giveNumber, isIn, kWrong, newNumber, phoneOwner, phonePortal, sendCode } from '../harness/phone.mjs';
import { signUp } from '../harness/people.mjs';
import { until } from '../harness/until.mjs';

const { portal, text } = await phonePortal({ more: '[gate]\nworkers = 4\n' });
const kept = (email) => portal.database.number(`SELECT COUNT(*) FROM phone_code c JOIN account a ON a.id = c.account_id WHERE a.email = ${quoted(email)}`);
const logged = (event, outcome) => portal.log('gate').split('\n').filter((line) => line.includes(`event=${event} `) && line.includes(`outcome=${outcome} `)).at(-1) ?? '';
const page = { headers: { 'content-type': 'text/html' }, body: '<html>hello</html>' };
const problem = (status, title) => ({ status, body: { title, detail: 'to 447400000000' } });
const kLater = /do not work right now/, kUnchecked = /could not check the code just now/;
beforeEach(() => { portal.advance(3700); text.fault = null; });

// What, the provider's answer, status and words for the person, outcome and level in the log.
const starts = [
  ['409, from elsewhere', problem(409, 'Conflict'), 429, /asked for elsewhere/, 'running', 'warning'],
  ['422', problem(422, 'Invalid params'), 422, /does not take this number/, 'bad_number', 'warning'],
  ['401', problem(401, 'Unauthorized'), 503, kLater, 'misconfigured', 'error'],
  ['402, no credit', { status: 402, body: '' }, 503, kLater, 'misconfigured', 'error'],
  ['403', { status: 403, body: '' }, 503, kLater, 'misconfigured', 'error'],
  ['a redirect', { status: 302, headers: { location: 'https://localhost:1/' } }, 503, kLater, 'misconfigured', 'error'],
  ['429', problem(429, 'Rate Limit Hit'), 503, kLater, 'later', 'warning'],
  ['500 with a page', { status: 500, ...page }, 503, kLater, 'unavailable', 'warning'],
  ['202 with a page', { status: 202, ...page }, 503, kLater, 'unavailable', 'warning'],
  ['a reset', { act: 'reset' }, 503, kLater, 'unavailable', 'warning'],
  ['no answer', { act: 'hang' }, 503, kLater, 'unavailable', 'warning'],
];
for (const [what, fault, status, words, outcome, level] of starts) {
  test(`a start answered with ${what}: told calmly, nothing kept, and well again after`, async () => {
    const person = await phoneOwner(portal);
    const { browser, page: step } = await atStep(portal, person);
    text.fault = fault;
    const refused = await sendCode(browser, step);
    assert.equal(refused.status, status, refused.words);
    assert.match(refused.errorText, words);
    if (status !== 422) assert.ok(Number(refused.headers['retry-after']) > 0, 'nobody says when to try again');
    assert.equal(kept(person.email), 0);
    assert.match(logged('sms.start', outcome), new RegExp(`level=${level} .*country=GB account=\\d+`));
    text.fault = null;
    text.pending.clear();
    portal.advance(61);
    assert.ok(isIn(await browser.submit(await sendCode(browser, refused), '/login/step', { code })));
  });
}

const checks = [
  ['404, expired', problem(404, 'Not Found'), 422, /no longer valid/, 'over', 'warning', 0],
  ['410, too many', problem(410, 'Invalid Code'), 422, /tried too often/, 'over', 'warning', 0],
  ['409, the wrong step', problem(409, 'Conflict'), 422, /no longer valid/, 'over', 'warning', 0],
  ['a lost answer', { act: 'accept-reset', times: 1 }, 422, /no longer valid/, 'undetermined', 'warning', 0],
  ['401', problem(401, 'Unauthorized'), 503, kUnchecked, 'misconfigured', 'error', 1],
  ['429', problem(429, 'Rate Limit Hit'), 503, kUnchecked, 'later', 'warning', 1],
  ['500', { status: 500, ...page }, 503, kUnchecked, 'unavailable', 'warning', 1],
  ['200 with a page', { status: 200, ...page }, 503, kUnchecked, 'misconfigured', 'error', 1],
  ['200 with another status', { status: 200, body: { status: 'failed' } }, 503, kUnchecked, 'misconfigured', 'error', 1],
  ['no answer', { act: 'hang' }, 503, kUnchecked, 'unavailable', 'warning', 1],
];
for (const [what, fault, status, words, outcome, level, rows] of checks) {
  test(`a check answered with ${what}: nobody is let in, ${rows ? 'the code stays good' : 'a new code is asked for'}`, async () => {
    const person = await phoneOwner(portal);
    const { browser, page: step } = await atStep(portal, person);
    const asks = await sendCode(browser, step);
    text.fault = fault;
    const refused = await browser.submit(asks, '/login/step', { code });
    assert.equal(refused.status, status, refused.words);
    assert.match(refused.errorText, words);
    assert.equal(kept(person.email), rows);
    assert.match(logged('sms.check', outcome), new RegExp(`level=${level} `));
    text.fault = null;
    if (rows) assert.ok(isIn(await browser.submit(refused, '/login/step', { code })));
    else assert.match(refused.words, /Send me a text message/);
  });
}

test('a call answered with trouble: the text that was sent is still good', async () => {
  for (const [fault, status] of [[problem(409, 'Conflict'), 429], [{ status: 500, ...page }, 503], [problem(429, 'x'), 503]]) {
    const person = await phoneOwner(portal);
    const { browser, page: step } = await atStep(portal, person);
    const asks = await sendCode(browser, step);
    text.fault = fault;
    const refused = await sendCode(browser, asks, 'call');
    assert.equal(refused.status, status, refused.words);
    text.fault = null;
    assert.ok(isIn(await browser.submit(refused, '/login/step', { code })));
  }
});

test('a verification that the provider will not end goes on as ours, and only as ours', async () => {
  const person = await phoneOwner(portal);
  const { browser, page: step } = await atStep(portal, person);
  await sendCode(browser, step);
  const reference = text.pending.get(digits(person.number));
  portal.advance(61);
  text.fault = { status: 404, body: '', times: 1 };  // "cannot be cancelled any more"
  const again = await sendCode(browser, step);
  assert.equal(again.status, 200, again.words);
  assert.equal(text.pending.get(digits(person.number)), reference);
  assert.ok(isIn(await browser.submit(again, '/login/step', { code })));
});

test('a provider that goes away between two codes leaves the first one good', async () => {
  const person = await phoneOwner(portal);
  const { browser, page: step } = await atStep(portal, person);
  await sendCode(browser, step);
  portal.advance(61);
  text.fault = { act: 'reset' };
  const refused = await sendCode(browser, step);
  assert.equal(refused.status, 503, refused.words);
  text.fault = null;
  assert.ok(isIn(await browser.submit(refused, '/login/step', { code })));
});

test('while the provider is away a person comes in by another factor', async () => {
  const person = await phoneOwner(portal);
  const made = await person.browser.submit(await person.browser.get('/security'), '/security/recovery-codes');
  const recovery = made.text.match(/<li>([A-Z0-9 -]{24,})<\/li>/)[1];
  text.fault = { act: 'reset' };
  const { browser, page: step } = await atStep(portal, person);
  const refused = await sendCode(browser, step);
  assert.equal(refused.status, 503);
  const other = await browser.get(`${step.path}&with=recovery_code`);
  assert.ok(isIn(await browser.submit(other, '/login/step', { code: recovery })));
});

test('a number that the provider refuses stays in the form, and the tick has to be set anew', async () => {
  const { browser } = await signUp(portal), number = newNumber();
  text.fault = problem(422, 'Invalid params');
  const refused = await giveNumber(browser, number);
  assert.deepEqual(refused.errors.map((one) => one.field), ['number']);
  assert.ok(refused.text.includes(`value="${number}"`));
  text.fault = { act: 'reset' };
  portal.advance(61);
  const gone = await giveNumber(browser, number);
  assert.equal(gone.status, 503);
  assert.ok(gone.text.includes(`value="${number}"`), 'the form is lost');
  assert.ok(!/id="consent"[^>]* checked/.test(gone.text));
});

test('half the workers at most wait for the provider: the next is told to wait, others are served', async () => {
  const { portal: own, text: hung } = await phonePortal({ more: '[gate]\nworkers = 4\ndeadline = 60\n', deadline: 15_000 });
  const people = [];
  for (let at = 0; at < 3; ++at) people.push(await atStep(own, await phoneOwner(own)));
  hung.fault = { act: 'hang' };
  const before = hung.requests.length;
  const ended = [];
  const waiting = people.slice(0, 2).map(({ browser, page: step }) => sendCode(browser, step).then((answer) => { ended.push(answer); }));
  await until('two to wait for the provider', () => hung.requests.length === before + 2);
  const third = await sendCode(people[2].browser, people[2].page);
  assert.equal(third.status, 503);
  assert.match(own.log('gate').split('\n').filter((line) => line.includes(third.headers['x-request-id'])).join('\n'), /no_slot/);
  assert.equal((await new Browser(own).get('/login')).status, 200);
  assert.equal(ended.length, 0, 'the sign-in page waits for the provider');
  assert.equal(hung.requests.length, before + 2, 'three at once');
  hung.fault = { act: 'reset' };
  hung.disconnect();
  await Promise.all(waiting);
  assert.deepEqual(ended.map((one) => one.status), [503, 503]);
});

test('the wrong code is told apart from trouble, and five are enough', async () => {
  const person = await phoneOwner(portal);
  const { browser, page: step } = await atStep(portal, person);
  let asks = await sendCode(browser, step);
  for (let tries = 0; tries < 5; ++tries) {
    asks = await browser.submit(asks, '/login/step', { code: kWrong });
    assert.match(asks.errorText, /not right/);
  }
  const before = text.requests.length;
  const right = await browser.submit(asks, '/login/step', { code });
  assert.equal(right.status, 422, 'the sixth try was looked at');
  assert.equal(text.requests.length, before);
});

test('who is gone for five calls is left alone for a while, and found again by one try', async () => {
  const starts = () => text.requests.filter((one) => one.method === 'POST' && one.path === '/v2/verify').length;
  const people = [];
  for (let at = 0; at < 7; ++at) people.push(await atStep(portal, await phoneOwner(portal)));
  text.fault = { status: 500, ...page };
  for (const { browser, page: step } of people.slice(0, 5)) await sendCode(browser, step);
  const before = starts();
  const [sixth, seventh] = people.slice(5);
  const refused = await sendCode(sixth.browser, sixth.page);
  assert.equal(refused.status, 503);
  assert.equal(starts(), before, 'the provider was called all the same');
  assert.match(portal.log('gate'), /event=provider\.opened .*provider=vonage/);
  text.fault = null;
  portal.advance(31);
  const asks = await sendCode(seventh.browser, seventh.page);
  assert.ok(isIn(await seventh.browser.submit(asks, '/login/step', { code })), asks.words);
  assert.ok(portal.database.number("SELECT SUM(calls) FROM provider_usage WHERE provider = 'vonage' AND kind = 'verify_start' AND outcome = 'started'") > 0);
});

test('sms test calls a provider that was given up, and each of its calls is counted', async () => {
  const counted = () => Object.fromEntries(portal.database.rows("SELECT CONCAT(kind, ' ', outcome), SUM(calls) FROM provider_usage WHERE provider = 'vonage' GROUP BY kind, outcome"));
  portal.database.rows("REPLACE INTO provider (name, state, open_until) VALUES ('vonage', 'stopped', UTC_TIMESTAMP(6) + INTERVAL 1 YEAR)");
  const before = counted();
  const { out, err } = await portal.gatehouse(['sms', 'test', newNumber()], { input: `${code}\n` });
  assert.match(out, /vonage: verified/, out + err);
  for (const call of ['verify_start started', 'verify_check verified']) assert.equal(Number(counted()[call]), Number(before[call] ?? 0) + 1, call);
  await portal.gatehouse(['sms', 'test', newNumber()], { input: '\n' });
  assert.equal(Number(counted()['verify_cancel over']), Number(before['verify_cancel over'] ?? 0) + 1);
  portal.database.rows("DELETE FROM provider WHERE name = 'vonage'");
});
