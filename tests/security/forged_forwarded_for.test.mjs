// Headers in which a client says where it comes from are never believed, and garbage in them breaks nothing.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { hire, signIn } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const names = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'true-client-ip', 'cf-connecting-ip', 'x-client-ip', 'remote-addr', 'client-ip'];

test('a new made-up address for each try does not get past the limit by address', async () => {
  const browser = new Browser(portal);
  const statuses = [];
  for (let tries = 0; tries < 61; ++tries) {
    const headers = Object.fromEntries(names.map((name) => [name, `198.51.100.${tries}`]));
    statuses.push((await browser.json('/login', { identifier: `n${tries}@example.org`, password: 'x' }, { headers })).status);
  }
  assert.equal(statuses[60], 429, 'the address of a header was counted');
  assert.ok(!statuses.slice(0, 60).includes(429));
});

test('what is kept of a failure and shown of a session is the real address', async () => {
  const { email, id } = await hire(portal, 'client');
  const browser = new Browser(portal);
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9', forwarded: 'for=203.0.113.9' };
  await browser.json('/login', { identifier: email, password: 'wrong' }, { headers });
  assert.equal(portal.database.value(`SELECT address FROM failed_sign_in WHERE account_id = ${id}`), browser.address);
  await signIn(browser, email);
  const page = await browser.get('/security', { headers });
  assert.ok(page.words.includes(browser.address));
  assert.ok(!page.text.includes('203.0.113.9'));
});

test('garbage in these headers changes nothing', async () => {
  const browser = new Browser(portal);
  for (const value of ['', ',,,', '127.0.0.1', '::1', 'unknown', '1.2.3.4, '.repeat(200), '"><script>', "' OR 1=1 --", '999.999.999.999']) {
    const answer = await browser.send('GET', '/login', { headers: Object.fromEntries(names.map((name) => [name, value])) });
    assert.equal(answer.status, 200, value.slice(0, 40));
  }
});
