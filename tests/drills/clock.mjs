// Drill: the clock moved across every limit, a little before it and a little after. Margins of a few seconds: real time
// passes as well while the test runs.
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, hire, insider, kPassword, signIn } from '../harness/people.mjs';
import { fill } from '../harness/form.mjs';
import { figure } from './figures.mjs';

const kMargin = 15;
const isIn = async (browser) => (await browser.send('GET', '/dashboard')).status === 200;

export async function sessionIdle(t, portal) {
  const { browser } = await insider(portal, 'client');
  portal.advance(1800 - kMargin);
  assert.ok(await isIn(browser), 'ended before 30 idle minutes');
  portal.advance(1800 - kMargin);
  assert.ok(await isIn(browser), 'being used did not keep it');
  portal.advance(1800 + kMargin);
  assert.ok(!(await isIn(browser)), 'lives on after 30 idle minutes');
  assert.ok(!(await isIn(browser)));
  figure(t, 'kept at 29:45, kept again after use, ended at 30:15');
}

export async function sessionAbsolute(t, portal) {
  const { browser } = await insider(portal, 'client');
  for (let spent = 0; spent + 1700 < 43200 - kMargin; spent += 1700) {
    portal.advance(1700);
    assert.ok(await isIn(browser), `ended after ${spent + 1700} s of use`);
  }
  portal.advance(43200 - 1700 * 25 - kMargin);
  assert.ok(await isIn(browser), 'ended before 12 hours');
  portal.advance(2 * kMargin);
  assert.ok(!(await isIn(browser)), 'lives on after 12 hours');
  figure(t, 'used every 28 minutes: kept at 11:59:45, ended at 12:00:15');
}

export async function sessionRemembered(t, portal) {
  const person = await hire(portal, 'client');
  const browser = new Browser(portal);
  assert.match((await signIn(browser, person.email, kPassword, { remember: 'on' })).heading, /^Hello/);
  portal.advance(86400);
  assert.ok(await isIn(browser), 'ended although it was to be kept');
  portal.advance(13 * 86400 - 60);
  assert.ok(await isIn(browser), 'ended before 14 days');
  portal.advance(60 + kMargin);
  assert.ok(!(await isIn(browser)), 'lives on after 14 days');
  figure(t, 'kept over an idle day and at 13 d 23:59, ended at 14 d 00:00:15');
}

export async function codeLifetime(t, portal) {
  const email = address('late'), browser = new Browser(portal);
  const asks = await beginSignUp(browser, email);
  const { fields } = fill(asks.text, '/sign-up/verify', { code: await portal.mail.code(email) });
  portal.advance(300 + kMargin);
  const late = await browser.form('/sign-up/verify', fields);
  assert.equal(late.status, 422, late.words);
  assert.match(late.errorText, /no longer valid/);
  const again = await browser.submit(asks, '/sign-up/resend', {});
  assert.equal(again.status, 200, again.words);
  const second = await portal.mail.code(email, 2);
  portal.advance(300 - kMargin);
  const inTime = await browser.form('/sign-up/verify', new Map(fields).set('code', second));
  assert.equal(inTime.status, 303, inTime.words);
  figure(t, 'refused at 5:15, taken at 4:45');
}

export async function codeResend(t, portal) {
  const email = address('eager'), browser = new Browser(portal);
  const asks = await beginSignUp(browser, email);
  const resend = async () => (await browser.submitRaw(asks, '/sign-up/resend', {})).status;
  assert.equal(await resend(), 429, 'a second mail at once');
  portal.advance(60 - kMargin);
  assert.equal(await resend(), 429, 'a second mail after 45 s');
  portal.advance(2 * kMargin);
  for (let mail = 2; mail <= 5; ++mail) {
    assert.equal(await resend(), 303, `mail ${mail}`);
    portal.advance(60 + kMargin);
  }
  assert.equal(await resend(), 429, 'a sixth mail within the hour');
  figure(t, 'one in 60 s, five in an hour');
}

export async function throttle(t, portal) {
  const person = await hire(portal, 'client');
  const tries = async (password) => {
    const browser = new Browser(portal);
    return (await browser.submitRaw(await browser.get('/login'), '/login', { identifier: person.email, password })).status === 303;
  };
  for (let i = 0; i < 5; ++i) assert.ok(!(await tries('wrong but long enough')));
  assert.ok(!(await tries(kPassword)), 'no delay after 5 failures');
  const passed = [];
  // After 5 failures 30 s, then twice as long after each, 15 minutes at most. A wrong guess at its end begins the next.
  for (const delay of [30, 60, 120, 240, 480, 900, 900]) {
    portal.advance(delay - kMargin);
    assert.ok(!(await tries(kPassword)), `the right password passes before ${delay} s are over`);
    portal.advance(2 * kMargin);
    assert.ok(!(await tries('wrong but long enough')));
    assert.ok(!(await tries(kPassword)), `no new delay after that of ${delay} s`);
    passed.push(delay);
  }
  portal.advance(900 + kMargin);
  assert.ok(await tries(kPassword), 'the right password is refused after the longest delay');
  assert.ok(await tries(kPassword), 'a success does not clear the failures');
  figure(t, `5 failures, then delays of ${passed.join(', ')} s; the owner is in after the last`);
}

export async function ownerNotLockedOut(t, portal) {
  const person = await insider(portal, 'client');
  const stranger = new Browser(portal);
  for (let i = 0; i < 8; ++i) await stranger.submitRaw(await stranger.get('/login'), '/login', { identifier: person.email, password: 'wrong but long enough' });
  const owner = new Browser(portal);
  owner.jar = new Map([...person.browser.jar].filter(([name]) => name.endsWith('-device')));
  assert.equal(owner.jar.size, 1);
  const page = await signIn(owner, person.email);
  assert.match(page.heading, /^Hello/, page.words);
  const elsewhere = await signIn(new Browser(portal), person.email);
  assert.equal(elsewhere.status, 422, 'the throttle does not hold for others');
  figure(t, 'the owner’s browser passes while the account is throttled, another does not');
}
