// A session id that existed before signing in is worth nothing after it; each rise in rights makes a new one.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askCode, mailedCode } from '../harness/mailed_code.mjs';
import { address, beginSignUp, hire, insider, signIn } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const kSession = '__Host-gatehouse-local', kBrowser = '__Host-gatehouse-local-browser';

test('a planted session id is not taken over at sign-in', async () => {
  const { email } = await hire(portal, 'client');
  const planted = 'P'.repeat(43);
  const browser = new Browser(portal);
  browser.jar.set(kSession, planted);
  await signIn(browser, email);
  assert.notEqual(browser.session, planted);
  const thief = new Browser(portal);
  thief.jar.set(kSession, planted);
  assert.equal((await thief.get('/dashboard')).heading, 'Sign in');
});

test('signing in again ends the session from before and makes a new one', async () => {
  const a = await insider(portal, 'client');
  const before = a.browser.session;
  const token = await a.browser.token('/dashboard');
  const { email } = await hire(portal, 'client');
  const answer = await a.browser.form('/login', { csrf_token: token, identifier: email, password: a.password });
  assert.equal(answer.status, 303);
  assert.notEqual(a.browser.session, before);
  const thief = new Browser(portal);
  thief.jar.set(kSession, before);
  assert.equal((await thief.get('/dashboard')).heading, 'Sign in', 'the session from before is alive');
});

test('the pre-sign-in cookie changes at sign-in and at the end of a sign-up', async () => {
  const { email } = await hire(portal, 'client');
  const browser = new Browser(portal);
  await browser.get('/login');
  const planted = browser.jar.get(kBrowser);
  await signIn(browser, email);
  assert.notEqual(browser.jar.get(kBrowser), planted);

  const stranger = new Browser(portal), mail = address();
  const page = await beginSignUp(stranger, mail);
  const before = stranger.jar.get(kBrowser);
  await stranger.submit(page, '/sign-up/verify', { code: await portal.mail.code(mail) });
  assert.ok(stranger.session);
  assert.notEqual(stranger.jar.get(kBrowser), before);
});

test('an id in the address or in a body is no session', async () => {
  const { browser } = await insider(portal, 'client');
  const other = new Browser(portal);
  for (const path of [`/dashboard?${kSession}=${browser.session}`, `/dashboard?session=${browser.session}`]) {
    assert.notEqual((await other.send('GET', path)).status, 200);
  }
});

test('the database holds no session id that could be used', async () => {
  const { browser } = await insider(portal, 'client');
  const hashes = portal.database.rows('SELECT HEX(token_hash) FROM session').flat();
  const hex = Buffer.from(browser.session).toString('hex').toUpperCase();
  assert.ok(hashes.length && !hashes.some((hash) => hash.startsWith(hex.slice(0, 32))));
});

test('a mailed code makes a new session and a new pre-sign-in cookie', async () => {
  const { email } = await hire(portal, 'client');
  const browser = new Browser(portal), planted = 'P'.repeat(43);
  browser.jar.set(kSession, planted);
  await browser.get('/login');
  const before = browser.jar.get(kBrowser);
  const { sign_in } = (await askCode(browser, email)).json;
  assert.equal((await browser.json('/verify-otp', { sign_in, code: await mailedCode(portal, email) })).status, 200);
  assert.ok(browser.session && browser.session !== planted);
  assert.notEqual(browser.jar.get(kBrowser), before);
});
