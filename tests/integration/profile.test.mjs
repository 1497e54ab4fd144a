// The profile: who I am, where I am signed in, light or dark.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { forms } from '../harness/form.mjs';
import { insider, kPassword, signIn, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const endForms = (page) => forms(page.text).filter((form) => /\/security\/sessions\/\d+\/end$/.test(form.action));

test('it shows name, address and user name', async () => {
  const name = unique('sam');
  const { email, browser } = await insider(portal, 'client', { user_name: name });
  const page = await browser.get('/profile');
  for (const shown of ['Sam Staff', email, name]) assert.ok(page.words.includes(shown), shown);
});

test('every session is listed with its device, and any other can be ended', async () => {
  const { email, browser } = await insider(portal, 'client');
  const phone = new Browser(portal, { agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605.1' });
  await signIn(phone, email);
  const page = await browser.get('/security');
  assert.match(page.words, /Firefox on Linux/);
  assert.match(page.words, /Safari on iPhone/);
  assert.ok(page.words.includes(phone.address));
  assert.equal(endForms(page).length, 1, 'one’s own session can be ended here');
  const after = await browser.submit(page, endForms(page)[0].action);
  assert.match(after.notice, /session was ended/);
  assert.equal((await phone.get('/profile')).heading, 'Sign in');
  assert.equal((await browser.get('/profile')).heading, 'Profile');
});

test('all others end at once', async () => {
  const { email, browser } = await insider(portal, 'client');
  const others = [new Browser(portal), new Browser(portal)];
  for (const other of others) await signIn(other, email);
  const page = await browser.submit(await browser.get('/security'), '/security/sessions/end-others');
  assert.match(page.notice, /All other sessions/);
  for (const other of others) assert.equal((await other.get('/profile')).heading, 'Sign in');
  assert.equal(endForms(page).length, 0);
});

test('the choice of colours is kept', async () => {
  const { browser } = await insider(portal, 'client');
  const page = await browser.submit(await browser.get('/profile'), '/profile/theme', { theme: 'dark' });
  assert.match(page.text, /<html lang="en" data-bs-theme="dark">/);
  const back = await browser.submit(page, '/profile/theme', { theme: 'auto' });
  assert.doesNotMatch(back.text, /data-bs-theme/);
});

test('a new password ends all other sessions, renews this one, and the owner is told', async () => {
  const { email, browser } = await insider(portal, 'client');
  const other = new Browser(portal);
  await signIn(other, email);
  const [oldToken, wanted] = [browser.session, 'another set of words here'];
  const done = await browser.submit(await browser.get('/profile/password'), '/profile/password', { current_password: kPassword, new_password: wanted });
  assert.match(done.notice, /password was changed/);
  assert.notEqual(browser.session, oldToken);
  assert.equal((await other.get('/profile')).heading, 'Sign in');
  const thief = new Browser(portal);
  thief.jar.set('__Host-gatehouse-local', oldToken);
  assert.equal((await thief.get('/profile')).heading, 'Sign in', 'the session from before is alive');
  await portal.mail.wait(email, (mail) => /password/i.test(mail.subject));
  assert.equal((await signIn(new Browser(portal), email, kPassword)).status, 422);
  assert.match((await signIn(new Browser(portal), email, wanted)).heading, /^Hello/);
});

test('the current password is needed, and the new one is judged', async () => {
  const { email, browser } = await insider(portal, 'client');
  const change = async (current, wanted) => browser.submit(await browser.get('/profile/password'), '/profile/password',
    { current_password: current, new_password: wanted });
  assert.equal((await change('not my password at all', 'another set of words here')).errors[0].field, 'current_password');
  assert.equal((await change(kPassword, 'short')).errors[0].field, 'new_password');
  assert.match((await signIn(new Browser(portal), email, kPassword)).heading, /^Hello/);
});

test('guessing the current password in an open session is slowed down', async () => {
  const { browser } = await insider(portal, 'client');
  const change = async (current) => browser.submit(await browser.get('/profile/password'), '/profile/password',
    { current_password: current, new_password: 'another set of words here' });
  for (let tries = 0; tries < 5; ++tries) await change('not my password at all');
  const page = await change(kPassword);
  assert.equal(page.errors[0]?.field, 'current_password', 'the sixth guess was looked at');
});
