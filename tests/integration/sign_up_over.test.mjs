// A half-finished sign-up that is over: too old, finished, another browser's, or never begun. A person is led back to
// where one begins, in words that are the same whatever happened and whoever has an account; a program gets 404.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, hire, signIn, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kHalf = 900, kOver = '/sign-up?notice=sign-up-over';
const portal = await sharedPortal();
const number = (page) => new URL(page.path, portal.url).searchParams.get('s');
// What a stranger sees of a page: all but the token of its forms and the number of the request.
const seen = (page) => page.text.replace(/name="csrf_token" value="[^"]+"/g, '').replace(/data-time="\d+"/g, '');

const kForms = [
  ['/sign-up/verify', { code: '123456' }],
  ['/sign-up/verify', { code: '' }],
  ['/sign-up/resend', {}],
  ['/sign-up/user-name', { user_name: 'grace' }],
  ['/sign-up/user-name', { user_name: '' }],
];

async function allLeadBack(browser, sign_up, why) {
  assert.equal((await browser.send('GET', `/sign-up/verify?s=${sign_up}`)).location, kOver, `${why}: the page`);
  const csrf_token = await browser.token();
  for (const [path, fields] of kForms) {
    const answer = await browser.form(path, { csrf_token, sign_up, ...fields });
    assert.deepEqual([answer.status, answer.location], [303, kOver], `${why}: the form of ${path} ${JSON.stringify(fields)}`);
  }
}

test('after a quarter of an hour the page and every form lead back, and the page there says why', async () => {
  const browser = new Browser(portal);
  const page = await beginSignUp(browser, address());
  assert.equal((await browser.send('GET', page.path)).status, 200);
  portal.advance(kHalf + 1);
  await allLeadBack(browser, number(page), 'too old');
  const back = await browser.get(page.path);
  assert.equal(back.status, 200);
  assert.equal(back.heading, 'Create an account');
  assert.match(back.notice, /took too long.* Please start again, or sign in if you have an account\.$/);
  assert.match(back.text, /class="notice notice-quiet"[^>]*><svg[^>]*><use href="[^"]*#alert"/, 'what is over has the tick of what was done');
  const anew = await beginSignUp(browser, address());
  assert.equal(anew.heading, 'Check your mail');
});

test('for a taken and a free address, in another browser, without a cookie and with a guessed number the answer is the same to the byte', async () => {
  const { email } = await hire(portal, 'client');
  const taken = await beginSignUp(new Browser(portal), email), free = await beginSignUp(new Browser(portal), address());
  const stranger = new Browser(portal);
  await stranger.get('/login');
  await allLeadBack(stranger, number(taken), 'another browser’s');
  const theirs = seen(await stranger.get(taken.path));
  for (const path of [free.path, '/sign-up/verify?s=0', '/sign-up/verify?s=999999999', '/sign-up/verify']) {
    assert.equal(seen(await stranger.get(path)), theirs, path);
  }
  assert.equal((await stranger.send('GET', free.path, { cookies: false })).location, kOver, 'without a cookie');
  assert.ok(!theirs.includes('@example.org'));
});

test('who finished it and comes back to its page is in, not met by a complaint', async () => {
  const browser = new Browser(portal), email = address();
  const page = await beginSignUp(browser, email);
  await browser.submit(page, '/sign-up/verify', { code: await portal.mail.code(email) });
  const again = await browser.get(page.path);
  assert.equal(again.path, '/dashboard');
  assert.equal(again.notice, '');
});

test('who lost the answer that made the account is told to sign in, and can', async () => {
  const browser = new Browser(portal), email = address();
  const page = await beginSignUp(browser, email);
  const before = new Map(browser.jar), code = await portal.mail.code(email);
  await browser.submit(page, '/sign-up/verify', { code });
  browser.jar = before;
  const again = await browser.submit(page, '/sign-up/verify', { code });
  assert.match(again.notice, /was finished.* sign in if you have an account/);
  assert.match((await signIn(browser, email)).heading, /^Hello/);
});

test('a program gets 404 and a problem, without a word about the account', async () => {
  const { email } = await hire(portal, 'client');
  const page = await beginSignUp(new Browser(portal), email);
  const other = new Browser(portal);
  for (const [path, fields] of kForms.filter(([, { code }]) => code !== '')) {
    const answer = await other.json(path, { sign_up: Number(number(page)), ...fields });
    assert.equal(answer.status, 404, path);
    assert.equal(answer.headers['content-type'], 'application/problem+json');
    assert.match(answer.json.detail, /start again/, path);
    assert.ok(!answer.text.includes(email));
  }
  const shown = await other.send('GET', page.path, { headers: { accept: 'application/json' } });
  assert.deepEqual([shown.status, shown.headers['content-type']], [404, 'application/problem+json']);
});

test('a sign-up that was not over is not cut short by a wrong address', async () => {
  const browser = new Browser(portal), email = address();
  const page = await beginSignUp(browser, email, { user_name: unique('still-') });
  assert.equal((await browser.get('/sign-up/verify?s=1')).heading, 'Create an account');
  assert.match((await browser.submit(page, '/sign-up/verify', { code: await portal.mail.code(email) })).heading, /^Hello/);
});
