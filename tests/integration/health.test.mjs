// /healthz and /readyz: for this host only, telling what is wrong.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { privatePortal, sharedPortal } from '../harness/portal.mjs';

const kHere = { address: '127.0.0.1' };
const portal = await sharedPortal();

test('alive and ready are said, with each check by name', async () => {
  const browser = new Browser(portal, kHere);
  assert.equal((await browser.send('GET', '/healthz')).text, 'ok\n');
  const ready = await browser.send('GET', '/readyz');
  assert.equal(ready.status, 200);
  assert.deepEqual(ready.json, { ready: true, checks: { database: 'ok', schema: 'ok', disk: 'ok', clock: 'ok', mail: 'ok' } });
});

test('no cookie is set for a machine, whatever it asks and whatever cookies it brings', async () => {
  const far = new Browser(portal);
  for (const path of ['/healthz', '/readyz', '/metrics']) {
    for (const browser of [new Browser(portal, kHere), far]) {
      for (const cookie of ['', '__Host-gatehouse-local-browser=short; __Host-gatehouse-local=nobody']) {
        const answer = await browser.send('GET', path, { headers: { cookie } });
        assert.deepEqual([answer.status, answer.cookies], [browser === far ? 403 : 200, []], `${path} ${cookie}`);
      }
    }
  }
  for (const path of ['/webhooks/brevo', '/webhooks/mailgun']) assert.deepEqual((await far.json(path, {})).cookies, [], path);
  assert.equal((await far.send('GET', '/login')).cookies.length, 1, 'a person’s browser gets none either');
});

const own = await privatePortal({ configuration: '[nginx]\ntrusted_proxies = ["127.0.0.9"]\n' });

test('a client from elsewhere does not see them', async () => {
  const far = new Browser(own, { address: '127.0.0.9' });
  for (const path of ['/healthz', '/readyz']) {
    const answer = await far.send('GET', path, { headers: { 'x-forwarded-for': '198.51.100.7' } });
    assert.ok([403, 404].includes(answer.status), `${path}: ${answer.status}`);
    assert.doesNotMatch(answer.text, /checks|^ok/);
  }
  assert.equal((await far.send('GET', '/login', { headers: { 'x-forwarded-for': '198.51.100.7' } })).status, 200);
});

test('a schema that is not current is said', async () => {
  const last = own.database.number('SELECT MAX(number) FROM migration');
  own.database.rows(`DELETE FROM migration WHERE number = ${last}`);
  const ready = await new Browser(own, kHere).send('GET', '/readyz');
  assert.equal(ready.status, 503);
  assert.match(ready.json.checks.schema, /gatehouse migrate up/);
});
