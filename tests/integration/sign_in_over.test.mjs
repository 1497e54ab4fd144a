// A half-finished sign-in that is over: too old, ended by signing out, another browser's, finished, or never begun. A
// person is led back to where it begins, in words that tell a stranger nothing; a program gets 404.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askCode, mailedCode } from '../harness/mailed_code.mjs';
import { address, hire, kPassword, signUp } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';
import { freshCode } from '../harness/second_factor.mjs';

const kHalf = 900;
const kOver = '/login?notice=sign-in-over', kResetOver = '/login/reset?notice=reset-over';
const portal = await sharedPortal();
const number = (page) => new URL(page.path, portal.url).searchParams.get('s');
// What a stranger sees of a page: all but the token of its forms and the number of the request.
const seen = (page) => page.text.replace(/name="csrf_token" value="[^"]+"/g, '').replace(/data-time="\d+"/g, '');

// Pages and forms of half-finished sign-ins, each where it leads when it is over.
const kPages = [['/login/step', kOver], ['/login/enrol', kOver], ['/verify-otp', kOver], ['/login/reset/password', kResetOver]];
const kForms = [
  ['/login/step', { factor: 'totp', code: '123456' }, kOver],
  ['/login/step', { factor: 'passkey', code: '' }, kOver],
  ['/login/step/send', { factor: 'mailed_code' }, kOver],
  ['/login/step/phone', { way: 'text' }, kOver],
  ['/login/step/passkey', {}, kOver],
  ['/login/enrol', { name: '', code: '123456' }, kOver],
  ['/login/enrol/passkey', { name: '', code: '{}' }, kOver],
  ['/login/enrol/passkey', { name: '', code: '' }, kOver],
  ['/login/enrol/passkey/begin', {}, kOver],
  ['/verify-otp', { code: '123456' }, kOver],
  ['/verify-otp/resend', {}, kOver],
  ['/login/reset/password', { new_password: 'four other plain words' }, kResetOver],
];

// One of each kind, in one browser: its number by the path of its page.
async function begin(browser) {
  const staff = await hire(portal, 'agent'), bare = address('bare'), { email } = await hire(portal, 'client');
  assert.equal((await portal.gatehouse(['user', 'create', bare, '--role', 'agent'], { input: `${kPassword}\n` })).code, 0);
  const at = async (identifier) => browser.submit(await browser.get('/login'), '/login', { identifier, password: kPassword });
  const step = await at(staff.email), enrol = await at(bare);
  assert.equal(step.heading, 'One more step', step.words);
  assert.equal(enrol.heading, 'Set up a second factor', enrol.words);
  const asked = (await askCode(browser, email)).json.sign_in, reset = (await askCode(browser, email, 'reset')).json.sign_in;
  const proved = await browser.json('/verify-otp', { sign_in: reset, code: await mailedCode(portal, email, 'reset') });
  assert.equal(proved.json.step, 'new_password', proved.text);
  return { '/login/step': number(step), '/login/enrol': number(enrol), '/verify-otp': String(asked), '/login/reset/password': String(proved.json.sign_in) };
}

const numberFor = (numbers, path) => numbers[Object.keys(numbers).find((page) => path.startsWith(page))];

async function allLeadBack(browser, numbers, why) {
  for (const [path, back] of kPages) {
    assert.equal((await browser.send('GET', `${path}?s=${numberFor(numbers, path)}`)).location, back, `${why}: ${path}`);
  }
  const csrf_token = await browser.token();
  for (const [path, fields, back] of kForms) {
    const answer = await browser.form(path, { csrf_token, sign_in: numberFor(numbers, path), ...fields });
    assert.equal(answer.location, back, `${why}: the form of ${path} ${JSON.stringify(fields)}: ${answer.status}`);
  }
}

test('after a quarter of an hour every page and form leads back, and the page there says why', async () => {
  const browser = new Browser(portal);
  const numbers = await begin(browser);
  for (const [path] of kPages) assert.equal((await browser.send('GET', `${path}?s=${numbers[path]}`)).status, 200, path);
  portal.advance(kHalf + 1);
  await allLeadBack(browser, numbers, 'too old');
  const signInPage = await browser.get(`/login/step?s=${numbers['/login/step']}`);
  assert.equal(signInPage.heading, 'Sign in');
  assert.match(signInPage.notice, /took too long.* sign in again\.$/);
  assert.match(signInPage.text, /class="notice notice-quiet"[^>]*><svg[^>]*><use href="[^"]*#alert"/, 'what is over has the tick of what was done');
  const resetPage = await browser.get(`/login/reset/password?s=${numbers['/login/reset/password']}`);
  assert.equal(resetPage.heading, 'Forgotten password');
  assert.match(resetPage.notice, /took too long.* Ask for a new code\.$/);
});

test('in another browser, without a cookie, with a guessed number or none, the answer is the same to the byte', async () => {
  const numbers = await begin(new Browser(portal));
  const stranger = new Browser(portal);
  await stranger.get('/login');
  await allLeadBack(stranger, numbers, 'another browser’s');
  for (const [path, back] of kPages) {
    const theirs = seen(await stranger.get(`${path}?s=${numbers[path]}`));
    for (const query of ['?s=0', '?s=999999999', '']) assert.equal(seen(await stranger.get(path + query)), theirs, path + query);
    const bare = await stranger.send('GET', `${path}?s=${numbers[path]}`, { cookies: false });
    assert.equal(bare.location, back, `${path} without a cookie`);
  }
});

test('signing out ends what the browser had begun, and its page leads back', async () => {
  const browser = new Browser(portal);
  const numbers = await begin(browser);
  await signUp(portal, { browser });
  await browser.submit(await browser.get('/logout'), '/logout');
  assert.equal((await browser.send('GET', `/login/step?s=${numbers['/login/step']}`)).location, kOver);
});

test('who is in already comes to the dashboard, not to a complaint: the last step’s page again, its form twice', async () => {
  const person = await hire(portal, 'agent');
  const browser = new Browser(portal);
  const page = await browser.submit(await browser.get('/login'), '/login', { identifier: person.email, password: kPassword });
  assert.match((await browser.submit(page, '/login/step', { code: freshCode(portal, person.email, person.totp) })).heading, /^Hello/);
  const again = await browser.get(page.path);
  assert.equal(again.path, '/dashboard');
  assert.equal(again.notice, '');
});

test('a program gets 404 and a problem, without a word about the account', async () => {
  const { email } = await hire(portal, 'client');
  const { sign_in } = (await askCode(new Browser(portal), email)).json;
  const other = new Browser(portal);
  for (const [path, fields] of kForms) {
    if (fields.code === '') continue;  // refused before it is asked whose it is
    const answer = await other.json(path, { sign_in, ...fields });
    assert.equal(answer.status, 404, path);
    assert.equal(answer.headers['content-type'], 'application/problem+json');
    assert.match(answer.json.detail, /start again/, path);
    assert.ok(!answer.text.includes(email));
  }
});

test('a way in that was not over is not cut short: the right code after a wrong address is still good', async () => {
  const person = await hire(portal, 'agent');
  const browser = new Browser(portal);
  const page = await browser.submit(await browser.get('/login'), '/login', { identifier: person.email, password: kPassword });
  assert.equal((await browser.get('/login/step?s=1')).heading, 'Sign in');
  assert.match((await browser.submit(page, '/login/step', { code: freshCode(portal, person.email, person.totp) })).heading, /^Hello/);
});
