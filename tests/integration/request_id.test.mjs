// One word finds a request everywhere: in nginx's log, in the portal's, on the page and in the answer's header.
import { test } from 'node:test';
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from '../harness/browser.mjs';
import { sharedPortal } from '../harness/portal.mjs';
import { until } from '../harness/until.mjs';

const portal = await sharedPortal();
const stranger = new Browser(portal);
const line = (file, id) => readFileSync(join(portal.run, 'log', file), 'utf8').split('\n').find((one) => one.includes(id));

test('a page that was not found', async () => {
  const page = await stranger.get('/nothing/here');
  const id = page.headers['x-request-id'];
  assert.match(id, /^[0-9a-f]{16}$/);
  assert.ok(page.text.includes(`<span class="mono" id="request-id">${id}</span>`));
  const entry = await until('nginx to log it', () => line('access.log', id));
  assert.equal(JSON.parse(entry).path, '/nothing/here');
  assert.ok(JSON.parse(entry).request.startsWith(id));
  assert.match(line('house.log', `request=${id}`), /event=request .*status=404/);
});

test('a request that was refused unread', async () => {
  const page = await stranger.send('GET', '/login?next=%00');
  assert.equal(page.status, 400);
  const id = page.headers['x-request-id'];
  assert.ok(await until('nginx to log it', () => line('access.log', id)));
  assert.match(line('gate.log', `request=${id}`), /event=request\.refused .*status=400 reason="[^"]+" client=\S+/);
});

test('an id that the client sends is not taken', async () => {
  const mine = '0123456789abcdef0123456789abcdef';
  const page = await stranger.send('GET', '/login', { headers: { 'request-id': mine, 'x-request-id': mine } });
  assert.notEqual(page.headers['x-request-id'], mine.slice(0, 16));
});
