// A page on another site makes the browser of whoever looks at it send forms here. They are refused, and they must not use
// up either what that person's address may ask for: or any advertisement keeps an office from signing in.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { hire, insider, kPassword } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const kFromElsewhere = [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }, { 'sec-fetch-site': 'same-site', origin: 'null' }];

for (const [path, amount] of [['/login', 60], ['/sign-up', 20], ['/login/reset', 30]]) {
  test(`${path}: forms from another site are not counted against the address they come from`, async () => {
    const victim = new Browser(portal);
    for (let sent = 0; sent <= amount; ++sent) {
      const headers = kFromElsewhere[sent % kFromElsewhere.length];
      assert.equal((await victim.form(path, 'a=b', { headers, cookies: false })).status, 403);
    }
    const { email } = await hire(portal, 'client');
    const body = { '/login': { identifier: email, password: kPassword }, '/login/reset': { identifier: email },
      '/sign-up': { first_name: 'A', last_name: 'B', email, user_name: '', password: kPassword } }[path];
    assert.notEqual((await victim.json(path, body)).status, 429, 'the victim is kept out');
  });
}

test('images and forms on a page elsewhere do not use up what people inside may ask for', async () => {
  const { browser } = await insider(portal, 'client');
  const elsewhere = { cookies: false, headers: { 'sec-fetch-site': 'cross-site' } };
  for (let sent = 0; sent <= 60; ++sent) {
    await browser.send('GET', '/security/data', elsewhere);
    await browser.form('/confirm', 'factor=password', { cookies: false });
  }
  assert.equal((await browser.send('GET', '/security/data')).status, 200);
  const csrf_token = await browser.token('/dashboard');
  assert.equal((await browser.form('/confirm', { csrf_token, factor: 'password', password: kPassword })).status, 303);
});

test('who is inside is counted', async () => {
  const { browser } = await insider(portal, 'client');
  for (let sent = 0; sent < 30; ++sent) assert.equal((await browser.send('GET', '/security/data')).status, 200);
  const late = await browser.send('GET', '/security/data');
  assert.equal(late.status, 429);
  assert.ok(Number(late.headers['retry-after']) > 0);
});

test('what is typed at this site is counted as ever', async () => {
  const browser = new Browser(portal);
  for (let sent = 0; sent < 20; ++sent) await browser.form('/sign-up', 'a=b');
  assert.equal((await browser.form('/sign-up', 'a=b')).status, 429);
});
