// Headers of every kind of answer: pages, redirects, refusals, problems, assets, nginx's own pages.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { insider, kPassword } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; " +
  "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const portal = await sharedPortal();
const client = await insider(portal, 'client');
const stranger = new Browser(portal);

function count(answer, name) {
  return answer.rawHeaders.filter((one, at) => at % 2 === 0 && one.toLowerCase() === name).length;
}

test('every answer of the portal carries all security headers, each once', async () => {
  const answers = [
    await stranger.send('GET', '/'), await stranger.send('GET', '/login'), await stranger.send('GET', '/tickets'),
    await stranger.send('GET', '/nothing'), await stranger.send('POST', '/login', { body: 'x', headers: { 'content-type': 'text/plain' } }),
    await client.browser.send('GET', '/dashboard'), await client.browser.send('GET', '/desk'), await new Browser(portal, { address: '127.0.0.1' }).send('GET', '/readyz'),
    await client.browser.send('GET', '/tickets', { headers: { accept: 'application/json' } }), await stranger.json('/login', {}),
    await stranger.send('HEAD', '/login'),
  ];
  for (const answer of answers) {
    const expected = {
      'content-security-policy': kPolicy, 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
    };
    for (const [name, value] of Object.entries(expected)) {
      assert.equal(answer.headers[name], value, `${answer.path} ${answer.status}: ${name}`);
      assert.equal(count(answer, name), 1, `${answer.path}: ${name} stands there more than once`);
    }
    assert.match(answer.headers['permissions-policy'], /camera=\(\).*publickey-credentials-get=\(self\)/);
    assert.match(answer.headers['x-request-id'], /^[0-9a-f]{16}$/);
    assert.equal(answer.headers['x-powered-by'], undefined);
    assert.doesNotMatch(answer.headers.server ?? '', /\d/);
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  }
});

test('cookies belong to this host, over TLS, out of reach of scripts', async () => {
  const browser = new Browser(portal);
  const page = await browser.send('GET', '/login');
  const answer = await browser.submitRaw(page, '/login', { identifier: client.email, password: kPassword });
  const lines = [...page.cookies, ...answer.cookies];
  assert.ok(lines.length >= 3, lines.join('\n'));
  for (const line of lines) {
    assert.match(line, /^__Host-gatehouse-local(-browser|-device)?=/);
    for (const part of [/; Path=\/(;|$)/, /; Secure/, /; HttpOnly/, /; SameSite=Lax/]) assert.match(line, part, line);
    assert.doesNotMatch(line, /Domain=/i);
  }
  assert.match(browser.session, /^[A-Za-z0-9_-]{43}$/, 'a session is not 32 random bytes');
});

test('pages hold no script or style that the policy would stop, and what they load is pinned', async () => {
  for (const [browser, path] of [[stranger, '/'], [stranger, '/login'], [stranger, '/sign-up'], [client.browser, '/dashboard'], [client.browser, '/tickets/new'], [client.browser, '/profile']]) {
    const { text } = await browser.get(path);
    assert.doesNotMatch(text, /<script(?![^>]*\ssrc=)[^>]*>/, path);
    assert.doesNotMatch(text, /<style|\sstyle="|\son\w+="/, path);
    for (const [tag] of text.matchAll(/<(?:script|link rel="stylesheet")[^>]*>/g)) assert.match(tag, /integrity="sha384-/, tag);
    for (const [, address] of text.matchAll(/(?:src|href)="(\w+:[^"]*)"/g)) assert.fail(`${path} leads to ${address}`);
  }
});

test('assets are kept for a year under names that change with them', async () => {
  const { text } = await stranger.get('/');
  const paths = [...text.matchAll(/(?:src|href)="(\/assets\/[^"#]+)/g)].map((match) => match[1]);
  assert.ok(paths.length >= 3);
  for (const path of new Set(paths)) {
    const answer = await stranger.send('GET', path);
    assert.equal(answer.status, 200, path);
    assert.match(answer.headers['cache-control'], /immutable/);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  }
  for (const path of ['/assets/manifest', '/assets/', '/assets/../gatehouse.toml', '/assets/..%2f..%2fgatehouse.toml', '/assets/nothing.css']) {
    assert.ok([400, 403, 404].includes((await stranger.send('GET', path)).status), path);
  }
});

test('HEAD answers as GET without a body', async () => {
  const [get, head] = [await stranger.send('GET', '/login'), await stranger.send('HEAD', '/login')];
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
  assert.equal(head.headers['content-type'], get.headers['content-type']);
});
