// Nobody can be signed in to an attacker's account, or signed up, by a form on another site.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser, encode } from '../harness/browser.mjs';
import { address, hire, insider, kPassword } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const attacker = await hire(portal, 'client');
const kSignIn = { identifier: attacker.email, password: kPassword };

test('a form without a token, or with the attacker’s own, signs nobody in', async () => {
  const theirs = await new Browser(portal).token();
  const victim = new Browser(portal);
  await victim.get('/login');
  for (const more of [{}, { csrf_token: '' }, { csrf_token: theirs }]) {
    const answer = await victim.form('/login', { ...kSignIn, ...more });
    assert.equal(answer.status, 403);
    assert.equal(victim.session, undefined);
    assert.ok(!answer.cookies.some((line) => /^__Host-gatehouse-local=/.test(line)));
  }
  assert.equal((await victim.form('/sign-up', { first_name: 'A', last_name: 'B', email: address(), user_name: '', password: kPassword, csrf_token: theirs })).status, 403);
});

test('the right token from another site is refused by its origin', async () => {
  const victim = new Browser(portal);
  const csrf_token = await victim.token();
  const { origin } = new URL(portal.url);
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: origin.replace('https', 'http') }, { origin: `${origin}0` }, { origin: origin.replace(/:\d+$/, '') },
    { origin: `${origin}.evil.example` }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'bogus' }, { origin, 'sec-fetch-site': 'cross-site' }]) {
    assert.equal((await victim.form('/login', { ...kSignIn, csrf_token }, { headers })).status, 403, JSON.stringify(headers));
    assert.equal((await victim.json('/login', kSignIn, { headers })).status, 403, `JSON ${JSON.stringify(headers)}`);
  }
  assert.equal(victim.session, undefined);
  assert.equal((await victim.form('/login', { ...kSignIn, csrf_token }, { headers: { origin, 'sec-fetch-site': 'same-origin' } })).status, 303);
});

test('JSON that another site’s form could send is not taken for JSON', async () => {
  for (const type of ['text/plain', 'text/plain; application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=application/json', 'application/json-patch']) {
    const victim = new Browser(portal);
    const answer = await victim.send('POST', '/login', { headers: { 'content-type': type }, body: JSON.stringify(kSignIn) });
    assert.ok([400, 403, 415].includes(answer.status), `${type}: ${answer.status}`);
    assert.equal(victim.session, undefined);
  }
});

test('signing out and in again behind one’s back is refused as well', async () => {
  const { browser } = await insider(portal, 'client');
  const token = browser.session;
  for (const path of ['/logout', '/login']) {
    assert.equal((await browser.send('POST', path, { headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' }, body: path === '/login' ? encode(kSignIn) : 'csrf_token=x' })).status, 403);
  }
  assert.equal(browser.session, token);
  assert.match((await browser.get('/dashboard')).heading, /^Hello/);
});
