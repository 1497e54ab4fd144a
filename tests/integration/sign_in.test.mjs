// Signing in: by address or user name, remembered or not, slowed down when guessed at.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, hire, insider, kPassword, secondStep, signIn, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kFailures = 5, kFirstDelay = 30, kMostDelay = 900, kIdle = 1800, kAbsolute = 43200, kRemembered = 1209600;
const portal = await sharedPortal();
const kWrong = 'this is not the password';
const isIn = (page) => page.status === 200 && /^Hello/.test(page.heading);
const refused = (page) => page.status === 422 && /not right/.test(page.errorText);

async function fail(email, times, browser = () => new Browser(portal)) {
  for (let tries = 0; tries < times; ++tries) assert.ok(refused(await signIn(browser(), email, kWrong)), `try ${tries + 1}`);
}

test('with the address, in any case of letters, and with the user name', async () => {
  const name = unique('Sam.');
  const { email } = await hire(portal, 'client', { user_name: name });
  for (const typed of [email, ` ${email} `, email.toUpperCase(), name, name.toUpperCase()]) {
    assert.ok(isIn(await signIn(new Browser(portal), typed)), typed);
  }
});

test('a wrong password and an unknown account get the same words', async () => {
  const { email } = await hire(portal, 'client');
  const wrong = await signIn(new Browser(portal), email, kWrong);
  const unknown = await signIn(new Browser(portal), address('nobody'), kWrong);
  assert.ok(refused(wrong));
  assert.equal(wrong.errorText, unknown.errorText);
  assert.ok(!wrong.text.includes(kWrong), 'the password is sent back');
});

test('empty fields are named', async () => {
  const page = await signIn(new Browser(portal), '', '');
  assert.deepEqual(page.errors.map((one) => one.field), ['identifier', 'password']);
});

test('a session ends after half an hour without use, but not before', async () => {
  const { browser } = await insider(portal, 'client');
  portal.advance(kIdle - 20);
  assert.ok(isIn(await browser.get('/dashboard')));
  portal.advance(kIdle - 20);
  assert.ok(isIn(await browser.get('/dashboard')), 'use did not keep it alive');
  portal.advance(kIdle + 20);
  assert.equal((await browser.get('/dashboard')).heading, 'Sign in');
});

test('a session in constant use ends after twelve hours', async () => {
  const { browser } = await insider(portal, 'client');
  for (let spent = 0; spent + 1500 < kAbsolute; spent += 1500) {
    portal.advance(1500);
    assert.ok(isIn(await browser.get('/dashboard')), `after ${spent + 1500} s`);
  }
  portal.advance(1500);
  assert.equal((await browser.get('/dashboard')).heading, 'Sign in');
});

test('“keep me signed in” lasts two weeks and outlives the browser; without it the cookie does not', async () => {
  const { email } = await hire(portal, 'client');
  const browser = new Browser(portal);
  const answer = await browser.submitRaw(await browser.get('/login'), '/login', { identifier: email, password: kPassword, remember: 'on' });
  const cookie = answer.cookies.find((line) => line.startsWith('__Host-gatehouse-local='));
  assert.match(cookie, new RegExp(`Max-Age=${kRemembered}`, 'i'));
  portal.advance(kRemembered - 60);
  assert.ok(isIn(await browser.get('/dashboard')));
  portal.advance(120);
  assert.equal((await browser.get('/dashboard')).heading, 'Sign in');

  const brief = new Browser(portal);
  const plain = await brief.submitRaw(await brief.get('/login'), '/login', { identifier: email, password: kPassword });
  assert.doesNotMatch(plain.cookies.find((line) => line.startsWith('__Host-gatehouse-local=')), /Max-Age|Expires/i);
});

test('after five failures the right password waits half a minute, twice as long after each more', async () => {
  const { email } = await hire(portal, 'client');
  await fail(email, kFailures);
  assert.ok(refused(await signIn(new Browser(portal), email)), 'the sixth try was looked at');
  portal.advance(kFirstDelay - 10);
  assert.ok(refused(await signIn(new Browser(portal), email)), 'looked at before the delay was over');
  portal.advance(11);
  await fail(email, 1);
  portal.advance(kFirstDelay + 1);
  assert.ok(refused(await signIn(new Browser(portal), email)), 'the delay did not double');
  portal.advance(kFirstDelay + 1);
  assert.ok(isIn(await signIn(new Browser(portal), email)));
  await fail(email, kFailures - 1);
  assert.ok(isIn(await signIn(new Browser(portal), email)), 'success did not clear the failures');
});

test('nobody waits longer than a quarter of an hour', async () => {
  const { email } = await hire(portal, 'client');
  await fail(email, kFailures);
  for (let more = 0; more < 8; ++more) {
    portal.advance(kMostDelay + 1);
    await fail(email, 1);
  }
  portal.advance(kMostDelay + 1);
  assert.ok(isIn(await signIn(new Browser(portal), email)));
});

test('a browser that signed in before still gets in while strangers guess', async () => {
  const { email, browser } = await insider(portal, 'client');
  await browser.submit(await browser.get('/dashboard'), '/logout');
  await fail(email, kFailures + 1);
  assert.ok(refused(await signIn(new Browser(portal), email)), 'the account is not throttled at all');
  assert.ok(isIn(await signIn(browser, email)));
});

test('the sysadmin unlocks', async () => {
  const { email } = await hire(portal, 'client');
  await fail(email, kFailures);
  assert.ok(refused(await signIn(new Browser(portal), email)));
  assert.equal((await portal.gatehouse(['user', 'unlock', email])).code, 0);
  assert.ok(isIn(await signIn(new Browser(portal), email)));
});

test('a disabled account cannot sign in, with the words of a wrong password, and can once enabled', async () => {
  const { email } = await hire(portal, 'client');
  await portal.gatehouse(['user', 'disable', email]);
  assert.ok(refused(await signIn(new Browser(portal), email)));
  await portal.gatehouse(['user', 'enable', email]);
  assert.ok(isIn(await signIn(new Browser(portal), email)));
});

test('one address may try sixty times in five minutes, then waits', async () => {
  const { email } = await hire(portal, 'client');
  const browser = new Browser(portal);
  const page = await browser.get('/login');
  const answers = [];
  for (let tries = 0; tries < 61; ++tries) answers.push(await browser.submit(page, '/login', { identifier: `n${tries}@example.org`, password: kWrong }));
  assert.ok(answers.slice(0, 60).every((one) => one.status === 422));
  assert.equal(answers[60].status, 429);
  assert.ok(Number(answers[60].headers['retry-after']) > 0);
  assert.ok(isIn(await signIn(new Browser(portal), email)), 'another address waits too');
  portal.advance(301);
  assert.ok(isIn(await signIn(browser, email)));
});

test('every failed sign-in is kept: when, from where, with what, and why; the name only sealed', async () => {
  const { email, id } = await hire(portal, 'client');
  const browser = new Browser(portal, { agent: 'Guesser/1.0' });
  await signIn(browser, email, kWrong);
  const [[at, from, agent, reason, identifier]] = portal.database.rows(
    `SELECT at, address, user_agent, reason, identifier FROM failed_sign_in WHERE account_id = ${id}`);
  assert.ok(at);
  assert.deepEqual([from, agent, reason], [browser.address, 'Guesser/1.0', 'wrong_password']);
  assert.ok(!identifier.includes(email.split('@')[0]));
});

test('who was stopped at a page gets to it after signing in', async () => {
  const { email } = await hire(portal, 'agent');
  const browser = new Browser(portal);
  const stopped = await browser.get('/tickets/new');
  assert.equal(stopped.heading, 'Sign in');
  const page = await secondStep(browser, await browser.submit(stopped, '/login', { identifier: email, password: kPassword }), email);
  assert.equal(page.path, '/tickets/new');
  const again = await browser.send('GET', '/login?next=/desk');
  assert.equal(again.status, 303);
  assert.equal(again.location, '/desk');
});

test('the same in JSON: the session is in the cookie, the answer says where to go', async () => {
  const { email } = await hire(portal, 'client');
  const browser = new Browser(portal);
  const wrong = await browser.json('/login', { identifier: email, password: kWrong });
  assert.equal(wrong.status, 422);
  assert.equal(wrong.headers['content-type'], 'application/problem+json');
  const right = await browser.json('/login', { identifier: email, password: kPassword, remember: false });
  assert.equal(right.status, 200, right.text);
  assert.equal(right.json.next, `${portal.url}/dashboard`);
  assert.ok(isIn(await browser.get('/dashboard')));
});
