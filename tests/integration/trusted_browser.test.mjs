// A browser that is not asked for the second factor again: where the organisation allows it, for one account, for thirty
// days, at sign-in only, and until something changes.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { forms } from '../harness/form.mjs';
import { hire, kPassword } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';
import { freshCode } from '../harness/second_factor.mjs';

const portal = await privatePortal({ configuration: '[factors]\ntrust_browsers = true\n' });
const isIn = (page) => /^Hello/.test(page.heading);
const asksStep = (page) => page.heading === 'One more step';
const first = async (browser, person, password = kPassword) => browser.submit(await browser.get('/login'), '/login', { identifier: person.email, password });
const second = (browser, page, person, more = {}) => browser.submit(page, '/login/step', { code: freshCode(portal, person.email, person.totp), ...more });

async function trusting(person) {
  person ??= await hire(portal, 'agent');
  const browser = new Browser(portal);
  const page = await first(browser, person);
  assert.match(page.words, /for 30 days/);
  assert.ok(isIn(await second(browser, page, person, { trust: 'on' })));
  return { ...person, browser };
}
const leave = async (browser) => browser.submit(await browser.get('/logout'), '/logout');
const again = async (person) => { await leave(person.browser); return first(person.browser, person); };

test('a trusted browser skips the step, one that is not is asked', async () => {
  const person = await trusting();
  assert.ok(isIn(await again(person)));
  const other = new Browser(portal);
  const page = await first(other, person);
  assert.ok(asksStep(page));
  await second(other, page, person);
  await leave(other);
  assert.ok(asksStep(await first(other, person)), 'it was trusted without being asked to');
});

test('what was skipped is no proof: a sensitive act asks for it', async () => {
  const person = await trusting();
  await again(person);
  const page = await person.browser.get('/profile/password');
  assert.equal(page.heading, 'Confirm that it is you');
  assert.match(page.words, /authenticator app/);
});

test('after thirty days it is asked again', async () => {
  const person = await trusting();
  portal.advance(30 * 24 * 3600 + 5);
  assert.ok(asksStep(await first(person.browser, person)));
});

test('trust for one account is none for another in the same browser, and the cookie of another browser is needed', async () => {
  const person = await trusting(), other = await hire(portal, 'agent');
  await leave(person.browser);
  assert.ok(asksStep(await first(person.browser, other)));
});

test('trust hangs on a cookie that nobody saw before: who used the browser earlier knows the old one only', async () => {
  const kDevice = '__Host-gatehouse-local-device';
  const person = await hire(portal, 'agent');
  const shared = new Browser(portal);
  assert.ok(isIn(await second(shared, await first(shared, person), person)));
  const kept = shared.jar.get(kDevice);
  await leave(shared);
  assert.ok(isIn(await second(shared, await first(shared, person), person, { trust: 'on' })));
  assert.notEqual(shared.jar.get(kDevice), kept);
  assert.ok(isIn(await again({ ...person, browser: shared })));
  const thief = new Browser(portal);
  thief.jar.set(kDevice, kept);
  assert.ok(asksStep(await first(thief, person)), 'the old cookie skips the second factor');
});

test('it is listed, and removed one by one or all at once', async () => {
  const person = await trusting();
  await trusting(person);
  const page = await person.browser.get('/security');
  assert.match(page.words, /Browsers you trust.*Firefox on Linux.*This browser/);
  const remove = forms(page.text).filter((form) => /\/security\/browsers\/\d+\/remove$/.test(form.action));
  assert.equal(remove.length, 2);
  const stranger = await trusting();
  const theirs = await stranger.browser.form(remove[0].action.slice(portal.base.length), { csrf_token: await stranger.browser.token('/dashboard') });
  assert.equal(theirs.status, 404, 'somebody else removed it');
  await person.browser.submit(page, remove[0].action);
  const gone = await person.browser.submit(await person.browser.get('/security'), '/security/browsers/remove-all');
  assert.match(gone.notice, /All browsers/);
  assert.ok(asksStep(await again(person)));
});

test('it dies with the password, with a change of factors, and with the account’s factors reset or the account disabled', async () => {
  const changes = {
    password: async ({ browser }) => browser.submit(await browser.get('/profile/password'), '/profile/password', { current_password: kPassword, new_password: kPassword.replace('four', 'five') }),
    factor: async ({ browser }) => browser.submit(await browser.get('/security'), '/security/recovery-codes'),
    reset: ({ email }) => portal.gatehouse(['user', 'reset-factors', email]),
    disable: ({ email }) => portal.gatehouse(['user', 'disable', email]),
  };
  for (const [what, change] of Object.entries(changes)) {
    const person = await trusting();
    const rows = () => portal.database.number(`SELECT COUNT(*) FROM trusted_browser WHERE account_id = ${person.id}`);
    assert.equal(rows(), 1);
    await change(person);
    assert.equal(rows(), 0, what);
  }
});

test('a device cookie that nobody was given is not taken over', async () => {
  const person = await hire(portal, 'agent');
  const browser = new Browser(portal);
  const planted = 'A'.repeat(43);
  browser.jar.set('__Host-gatehouse-local-device', planted);
  await second(browser, await first(browser, person), person, { trust: 'on' });
  assert.notEqual(browser.jar.get('__Host-gatehouse-local-device'), planted);
});
