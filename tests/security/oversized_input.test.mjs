// A megabyte where a word belongs costs the portal nothing: refused early, in time, by a page.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser, encode } from '../harness/browser.mjs';
import { fill } from '../harness/form.mjs';
import { address, insider, kPassword, signIn } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kMega = 1 << 20, kPasswordBytes = 1024;
const portal = await sharedPortal();
const client = await insider(portal, 'client');
const inTime = async (act) => {
  const started = Date.now();
  const answer = await act();
  assert.ok(Date.now() - started < 5000, `took ${Date.now() - started} ms`);
  return answer;
};

test('a password of a megabyte is never hashed', async () => {
  const browser = new Browser(portal);
  const page = await browser.get('/login');
  const form = fill(page.text, '/login', { identifier: client.email, password: 'x'.repeat(kMega) });
  assert.equal((await inTime(() => browser.form('/login', form.fields))).status, 413);
  assert.equal((await inTime(() => browser.json('/login', { identifier: client.email, password: 'x'.repeat(kMega) }))).status, 413);
});

test('a password of 1024 bytes counts to its last byte, one more is refused', async () => {
  const longest = `${'long words '.repeat(100)}`.slice(0, kPasswordBytes - 1) + '!';
  const made = await portal.gatehouse(['user', 'create', address('long')], { input: `${longest}\n` });
  assert.equal(made.code, 0, made.err);
  const email = made.out.match(/created (\S+)/)[1];
  assert.match((await signIn(new Browser(portal), email, longest)).heading, /^Hello/);
  assert.equal((await signIn(new Browser(portal), email, `${longest.slice(0, -1)}?`)).status, 422);
  assert.equal((await signIn(new Browser(portal), email, `${longest}x`)).status, 422);
});

test('cookies beyond measure', async () => {
  const browser = new Browser(portal);
  for (const cookie of [`__Host-gatehouse-local=${'x'.repeat(7000)}`, 'a=b; '.repeat(1500), '__Host-gatehouse-local=x; '.repeat(100), '=;=;=', ';'.repeat(5000), `x=${'y'.repeat(100_000)}`]) {
    const answer = await inTime(() => browser.send('GET', '/dashboard', { cookies: false, headers: { cookie } }));
    assert.ok([303, 400, 414, 431].includes(answer.status), `${cookie.slice(0, 20)}: ${answer.status}`);
  }
});

test('JSON nested without end, with thousands of fields, with numbers beyond reason', async () => {
  const browser = new Browser(portal);
  for (const body of ['['.repeat(4000), `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`, `{${Array.from({ length: 800 }, (_, at) => `"f${at}":1`).join(',')}}`, '{"identifier":1e999999}', `{"identifier":${'9'.repeat(4000)}}`, `{"identifier":"${'\\u0000'.repeat(1000)}"}`]) {
    const answer = await inTime(() => browser.json('/login', body));
    assert.equal(answer.status, 400, body.slice(0, 30));
  }
});

test('a form of nothing but separators, or of a thousand fields', async () => {
  const browser = new Browser(portal);
  for (const body of ['&'.repeat(8000), '='.repeat(8000), ';'.repeat(8000), '%'.repeat(8000), Array.from({ length: 900 }, (_, at) => `f${at}=1`).join('&'), 'a=1&'.repeat(1999)]) {
    assert.equal((await inTime(() => browser.form('/login', body))).status, 400, body.slice(0, 20));
  }
});

test('a length that lies', async () => {
  const browser = new Browser(portal);
  const answer = await inTime(() => browser.send('POST', '/login', { headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '99999999999999999999' } }).catch((error) => error));
  assert.ok(answer instanceof Error || [400, 413].includes(answer.status));
});

test('a megabyte of ticket is refused, and the next person is served at once', async () => {
  const page = await client.browser.get('/tickets/new');
  const { fields } = fill(page.text, '/tickets', { subject: 's', text: 'x'.repeat(kMega) });
  const answers = await Promise.all(Array.from({ length: 20 }, () => client.browser.form('/tickets', encode(fields))));
  assert.ok(answers.every((one) => one.status === 413));
  assert.equal((await inTime(() => client.browser.get('/tickets'))).status, 200);
});

test('fields take their most and not one character more', async () => {
  const browser = new Browser(portal);
  const at = (length) => browser.json('/login', { identifier: 'x'.repeat(length), password: kPassword });
  assert.match((await at(255)).text, /254 characters or fewer/);
  assert.doesNotMatch((await at(254)).text, /or fewer/);
});
