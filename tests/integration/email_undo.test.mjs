// Taking a change of address back after somebody else made it: whatever they added since to come in by is gone, what was
// there before works as before, and the owner reads which is which and what to do next.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { pbkdf2Sync } from 'node:crypto';
import { Browser } from '../harness/browser.mjs';
import { changeAddress, undoLink } from '../harness/email_change.mjs';
import { askCode, mailedCode } from '../harness/mailed_code.mjs';
import { addPasskey, Passkey, signInAlone } from '../harness/passkey.mjs';
import { address, insider, kPassword, signIn } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';
import { addApp, freshCode, shownCode } from '../harness/second_factor.mjs';

const kTheirs = 'words that only they know', kNew = 'words that nobody else knows';
const portal = await privatePortal({ configuration: '[factors]\nallowed = ["passkey", "totp", "mailed_code", "recovery_code"]\n' });
const isIn = (page) => /^Hello/.test(page.heading);
const isBack = (mail) => /was changed back$/.test(mail.subject);
const rows = (table, id) => portal.database.number(`SELECT COUNT(*) FROM ${table} WHERE account_id = ${id}`);
const post = async (browser, path, values) => browser.submit(await browser.get('/security'), path, values);

// The owner opens the link from the mail and presses the button; the page that follows.
async function takeBack(email, browser = new Browser(portal)) {
  return browser.submit(await browser.get(await undoLink(portal, email)), '/email/undo');
}
const taken = (page) => [...page.text.matchAll(/<li>([^<]*)<\/li>/g)].map(([, what]) => what);

test('app, passkey, recovery codes and password of whoever changed it are gone; the owner reads so and gets in again', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  const wanted = address('theirs'), passkey = new Passkey(portal);
  await changeAddress(portal, browser, wanted);
  await addPasskey(browser, passkey);
  for (const name of ['one', 'two']) await addApp(browser, name);
  await post(browser, '/security/recovery-codes');
  await browser.submit(await browser.get('/profile/password'), '/profile/password', { current_password: kPassword, new_password: kTheirs });

  const owner = new Browser(portal);
  const done = await takeBack(email, owner);
  assert.deepEqual(taken(done), ['2 authenticator apps', 'a passkey', 'recovery codes', 'the password']);
  const used = await owner.get(await undoLink(portal, email));
  assert.deepEqual([used.status, used.heading], [410, 'This link no longer works']);
  assert.match(done.words, /Set a new password: you will be mailed a code/);
  for (const table of ['totp', 'passkey', 'recovery_code', 'password', 'session']) assert.equal(rows(table, id), 0, table);
  for (const who of [email, wanted]) {
    const mail = await portal.mail.wait(who, isBack);
    assert.match(mail.text, /no longer works:\n- 2 authenticator apps\n- a passkey\n- recovery codes\n- the password\n\nSet a new password: .*\nhttps:.*\/login\/reset\n/);
  }
  assert.equal(portal.database.value(`SELECT details FROM audit_event WHERE account_id = ${id} AND action = 'email.undo'`),
    '2 authenticator apps, a passkey, recovery codes, the password');
  for (const password of [kPassword, kTheirs]) assert.equal((await signIn(new Browser(portal), email, password)).status, 422);
  assert.equal((await signInAlone(new Browser(portal), passkey)).status, 422, 'their passkey opens');

  const asks = await owner.submit(await owner.get('/login/reset'), '/login/reset', { identifier: email });
  const choose = await owner.submit(asks, '/verify-otp', { code: await mailedCode(portal, email, 'reset') });
  await owner.submit(choose, '/login/reset/password', { new_password: kNew });
  assert.ok(isIn(await signIn(owner, email, kNew)), 'the owner is locked out');
});

test('what was there before stays: the password, the app that is asked for, the passkey', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  const secret = await addApp(browser), own = new Passkey(portal), theirs = new Passkey(portal);
  await addPasskey(browser, own);
  await changeAddress(portal, browser, address('theirs'));
  await addPasskey(browser, theirs);
  const done = await takeBack(email);
  assert.deepEqual(taken(done), ['a passkey']);
  assert.match(done.words, /Sign in, and choose a new password/);
  const back = new Browser(portal);
  const step = await signIn(back, email);
  assert.equal(step.heading, 'One more step', step.words);
  assert.ok(isIn(await back.submit(await back.get(`${step.path}&with=totp`), '/login/step', { code: freshCode(portal, email, secret) })));
  assert.ok(isIn(await signInAlone(new Browser(portal), own)));
  assert.equal((await signInAlone(new Browser(portal), theirs)).status, 422, 'their passkey opens');
  assert.equal(rows('password', id), 1);
});

test('an app that was begun before the change and counts since goes', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  const offer = await browser.submit(await browser.get('/security'), '/security/apps');
  const secret = offer.text.match(/id="secret">([A-Z2-7 ]+)</)[1];
  await changeAddress(portal, browser, address('theirs'));
  const page = await browser.get(offer.path);
  assert.match((await browser.submit(page, offer.path, { name: 'Theirs', code: shownCode(portal, secret) })).notice, /was added/);
  assert.deepEqual(taken(await takeBack(email)), ['an authenticator app']);
  assert.equal(rows('totp', id), 0);
});

test('mailed codes that were switched on since are off again', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  const switches = () => portal.database.rows(`SELECT mailed_sign_in, mailed_second FROM account WHERE id = ${id}`)[0];
  await post(browser, '/security/mailed-sign-in', { state: 'off' });
  await changeAddress(portal, browser, address('theirs'));
  await post(browser, '/security/mailed-sign-in', { state: 'on' });
  await post(browser, '/security/mailed-code', { state: 'on' });
  assert.deepEqual(switches(), ['1', '1']);
  assert.deepEqual(taken(await takeBack(email)), ['signing in with a mailed code', 'a mailed code after the password']);
  assert.deepEqual(switches(), ['0', '0']);
});

test('where nothing was added nothing goes, and the password of before opens, though a sign-in hashed it anew', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  const wanted = address('new');
  await changeAddress(portal, browser, wanted);
  const hash = () => portal.database.value(`SELECT hash FROM password WHERE account_id = ${id}`);
  const weak = 'pbkdf2:sha256:1000$saltsalt$' + pbkdf2Sync(kPassword, 'saltsalt', 1000, 32, 'sha256').toString('hex');
  portal.database.rows(`UPDATE password SET hash = '${weak}' WHERE account_id = ${id}`);
  assert.ok(isIn(await signIn(new Browser(portal), wanted)));
  assert.notEqual(hash(), weak, 'it was not hashed anew');
  assert.deepEqual(taken(await takeBack(email)), []);
  assert.ok(isIn(await signIn(new Browser(portal), email)), 'the password went');
});

test('in JSON the same', async () => {
  const { email, browser } = await insider(portal, 'client');
  await changeAddress(portal, browser, address('theirs'));
  await addApp(browser);
  const link = await undoLink(portal, email);
  const done = await new Browser(portal).json('/email/undo', { u: link.split('u=')[1] });
  assert.deepEqual(done.json, { next: `${portal.url}/login`, taken: ['an authenticator app'] });
  const again = new Browser(portal);
  const { sign_in } = (await askCode(again, email)).json;
  assert.match((await again.json('/verify-otp', { sign_in, code: await mailedCode(portal, email) })).json.next, /dashboard$/);
});
