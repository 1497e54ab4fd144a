// Every refusal, as a page for people and as application/problem+json for programs.
import test, { after } from 'node:test';
import { strict as assert } from 'node:assert';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { request } from 'node:http';
import { join } from 'node:path';
import { Browser, encode } from '../harness/browser.mjs';
import { insider, kPassword } from '../harness/people.mjs';
import { privatePortal, sharedPortal } from '../harness/portal.mjs';
import { until } from '../harness/until.mjs';

const portal = await sharedPortal();
const client = await insider(portal, 'client');
const agent = await insider(portal, 'agent');
const stranger = new Browser(portal);
const kForm = { 'content-type': 'application/x-www-form-urlencoded' };

// The page, and the problem that a program gets for the same request.
async function refusal(browser, method, path, status, { headers = {}, body } = {}) {
  const page = await browser.send(method, path, { headers, body });
  assert.equal(page.status, status, page.words);
  assert.match(page.headers['content-type'], /^text\/html/);
  assert.match(page.words, new RegExp(`Error ${status}`));
  assert.ok(page.words.includes(page.headers['x-request-id']), 'the page does not show the request’s number');
  const problem = await browser.send(method, path, { headers: { ...headers, accept: 'application/json' }, body });
  assert.equal(problem.status, status);
  assert.equal(problem.headers['content-type'], 'application/problem+json');
  assert.equal(problem.json.status, status);
  assert.ok(problem.json.title);
  return { page, problem };
}
const token = () => client.browser.token('/dashboard');

test('400: a field that is not known, missing, given twice, or not text', async () => {
  const csrf_token = await token();
  const post = (body) => refusal(client.browser, 'POST', '/tickets', 400, { headers: kForm, body });
  const good = { csrf_token, subject: 's', text: 't', category: 'general', priority: 'low' };
  await post(encode({ ...good, colour: 'red' }));
  await post(encode({ csrf_token, subject: 's' }));
  await post(`${encode(good)}&subject=again`);
  await post(`${encode({ ...good, text: undefined })}&text=%ff%fe`);
  await post(`${encode({ ...good, text: undefined })}&text=a%00b`);
  await post('subject');
  await refusal(client.browser, 'GET', '/tickets?page=2', 400);
  await refusal(client.browser, 'GET', '/tickets?status=open&status=closed', 400);
});

test('400: JSON that is broken, of wrong types, or says a thing twice', async () => {
  const csrf = await token();
  for (const body of ['{', '[]', '"x"', '{"text":["a"]}', '{"text":1}', '{"text":null}', '{"text":"a","text":"b"}', '{"text":"a","x":"y"}', '{"text":"\\ud800"}']) {
    const answer = await client.browser.json('/tickets/1/reply', body, { headers: { 'x-csrftoken': csrf } });
    assert.equal(answer.status, 400, `${body}: ${answer.text}`);
    assert.equal(answer.headers['content-type'], 'application/problem+json');
  }
});

test('401: a program that is not signed in; a person is shown the way', async () => {
  const answer = await stranger.send('GET', '/tickets', { headers: { accept: 'application/json' } });
  assert.equal(answer.status, 401);
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  const page = await stranger.send('GET', '/tickets');
  assert.deepEqual([page.status, page.location], [303, '/login?next=%2Ftickets']);
});

test('403: what another role may do', async () => { await refusal(client.browser, 'GET', '/desk', 403); });

test('403: a form from another site', async () => {
  const body = encode({ csrf_token: await token() });
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
    await refusal(client.browser, 'POST', '/security/sessions/end-others', 403, { headers: { ...kForm, ...headers }, body });
  }
});

test('404: no such page, no such ticket, nobody else’s', async () => {
  for (const path of ['/nothing', '/tickets/', '/tickets/999999999', '/tickets/abc', '/tickets/1/../2x', '/login/', '/LOGIN']) {
    await refusal(client.browser, 'GET', path, 404);
  }
  await refusal(agent.browser, 'GET', '/desk/tickets/99999999999999999999999', 404);
});

test('405: the page exists, the method does not, and Allow says which do', async () => {
  const { page } = await refusal(client.browser, 'POST', '/dashboard', 405, { headers: kForm, body: 'x=y' });
  assert.equal(page.headers.allow, 'GET, HEAD');
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) await refusal(client.browser, method, '/tickets', 405);
  assert.equal((await client.browser.send('PUT', '/tickets')).headers.allow, 'GET, HEAD, POST');
  assert.ok([405, 400].includes((await client.browser.send('TRACE', '/tickets')).status));
});

test('409: what is no longer possible', async () => {
  const page = await client.browser.submit(await client.browser.get('/tickets/new'), '/tickets', { subject: 's', text: 't' });
  await client.browser.submit(page, '/close');
  const path = page.path.split('?')[0];
  await refusal(client.browser, 'POST', `${path}/close`, 409, { headers: kForm, body: encode({ csrf_token: await token() }) });
});

test('413: a form that is too large, from the portal and from nginx', async () => {
  const csrf_token = await token();
  await refusal(client.browser, 'POST', '/profile/theme', 413, { headers: kForm, body: encode({ csrf_token, theme: 'x'.repeat(9000) }) });
  const answer = await client.browser.send('POST', '/tickets', { headers: kForm, body: `text=${'x'.repeat(200_000)}` });
  assert.equal(answer.status, 413);
  assert.match(answer.text, /<html lang="en">/);
  assert.match(answer.text, /Go to the start page/);
});

test('414: an address without end', async () => {
  assert.equal((await client.browser.send('GET', `/tickets?from=${'1'.repeat(3000)}`)).status, 414);
  assert.ok([414, 400].includes((await client.browser.send('GET', `/${'a'.repeat(20_000)}`)).status));
});

test('415: a body that is neither form nor JSON', async () => {
  for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'application/jsonp', '']) {
    await refusal(client.browser, 'POST', '/tickets', 415, { headers: { 'content-type': type }, body: 'text=x' });
  }
});

test('429: nginx’s own limit shows a page too', async () => {
  const narrow = await privatePortal({ limits: '--rate 5 --gate-rate 5' });
  const browser = new Browser(narrow);
  const answers = await Promise.all(Array.from({ length: 120 }, () => browser.send('GET', '/login')));
  const stopped = answers.find((one) => one.status === 429);
  assert.ok(stopped, 'nothing was stopped');
  assert.ok(answers.some((one) => one.status === 200));
  assert.match(stopped.text, /<html lang="en">/);
  assert.equal(stopped.headers['cache-control'], 'no-store');
  assert.ok(stopped.headers['content-security-policy']);
  assert.ok(stopped.headers['retry-after']);
});

// The page after too many tries at a form that strangers have too.
async function stopped(browser) {
  const answers = [];
  for (let tries = 0; tries < 61; ++tries) answers.push(await browser.form('/sign-up/resend', { sign_up: 1 }));
  const { page } = await refusal(browser, 'POST', '/sign-up/resend', 429, { headers: kForm, body: 'sign_up=1' });
  assert.deepEqual([answers[59].status, answers[60].status], [403, 429]);
  assert.ok(Number(page.headers['retry-after']) > 0);
  return page;
}

test('429: who is signed in is not taken for a stranger, nor looked up', async () => {
  const { browser } = await insider(portal, 'client');
  const page = await stopped(browser);
  assert.doesNotMatch(page.words, /Sign in|Create an account/);
  assert.match(page.words, /^Skip to main content Gatehouse Start page Error 429/);
  const log = readFileSync(join(portal.run, 'log/gate.log'), 'utf8').split('\n');
  assert.match(log.find((one) => /event=request /.test(one) && one.includes(`request=${page.headers['x-request-id']}`)), /status=429 .*account=0 /);
  assert.match((await browser.get('/')).heading, /^Hello/);
});

test('429: who has no session is shown the way in', async () => {
  assert.match((await stopped(new Browser(portal))).words, /Sign in Create an account Error 429/);
});

test('403: a form from another site does not make a stranger of who is signed in', async () => {
  const page = await client.browser.form('/profile/theme', { theme: 'dark' }, { headers: { origin: 'https://evil.example' } });
  assert.match(page.words, /^Skip to main content Gatehouse Start page Error 403/);
});

// Its templates are its own: one of them is broken.
const templates = mkdtempSync('/tmp/gatehouse-templates.');
after(() => rmSync(templates, { recursive: true }));
chmodSync(templates, 0o755);
cpSync(new URL('../../templates', import.meta.url), templates, { recursive: true });
rmSync(join(templates, 'profile.html'));
const own = await privatePortal({ configuration: `[server]\ntemplates_folder = "${templates}"\n` });

// What a person, a program and the log are told when something of ours breaks.
async function breakdown(browser, path, event, secret) {
  const { page, problem } = await refusal(browser, 'GET', path, 500);
  assert.match(page.words, /Something went wrong/);
  for (const told of [page.text, problem.text]) assert.doesNotMatch(told, secret);
  assert.equal(page.headers['cache-control'], 'no-store');
  assert.ok(page.headers['content-security-policy']);
  assert.equal(problem.json.request_id, problem.headers['x-request-id']);
  const lines = own.log('house').split('\n').filter((line) => line.includes(`request=${page.headers['x-request-id']} `));
  assert.ok(lines.some((line) => line.includes(`event=${event} `) && secret.test(line)), lines.join('\n'));
  assert.ok(lines.some((line) => line.includes('event=request ') && line.includes(' status=500 ')), lines.join('\n'));
}

test('500: a row that cannot be is told to the log, and people get a calm page', async () => {
  const inside = await insider(own, 'client');
  await inside.browser.submit(await inside.browser.get('/tickets/new'), '/tickets', { subject: 's', text: 't' });
  own.database.rows('ALTER TABLE ticket MODIFY subject VARCHAR(200) NULL; UPDATE ticket SET subject = NULL');
  await breakdown(inside.browser, '/tickets', 'request.failed', /NULL/);
  own.database.rows("UPDATE ticket SET subject = 's'; ALTER TABLE ticket MODIFY subject VARCHAR(200) NOT NULL");
  assert.equal((await inside.browser.get('/tickets')).status, 200);
});

test('500: a page that cannot be made is told to the log, and people get a calm page', async () => {
  await breakdown((await insider(own, 'client')).browser, '/profile', 'page.failed', /profile\.html/);
});

test('503: without a database people are told calmly, strangers still see the door, and all is well once it is back', async () => {
  const inside = await insider(own, 'client');
  own.part('down', 'database');
  const page = await inside.browser.send('GET', '/tickets');
  assert.equal(page.status, 503);
  assert.match(page.words, /Not available right now/);
  assert.ok(Number(page.headers['retry-after']) > 0);
  assert.doesNotMatch(page.text, /mysql|mariadb|socket|SELECT/i);
  const problem = await inside.browser.send('GET', '/tickets', { headers: { accept: 'application/json' } });
  assert.equal(problem.headers['content-type'], 'application/problem+json');
  const door = new Browser(own, { address: '127.0.0.1' });
  const login = await door.get('/login');
  assert.equal(login.status, 200);
  assert.equal((await door.submit(login, '/login', { identifier: 'a@example.org', password: kPassword })).status, 503);
  const ready = await door.send('GET', '/readyz');
  assert.equal(ready.status, 503);
  assert.match(ready.json.checks.database, /cannot be reached/);
  assert.equal((await door.send('GET', '/healthz')).status, 200);

  own.part('up', 'database');
  await until('the portal to be ready', async () => (await door.send('GET', '/readyz')).status === 200);
  assert.equal((await inside.browser.get('/tickets')).status, 200, 'the session did not survive');
});

test('502: with a pool down nginx shows a page of the portal’s', async () => {
  own.part('down', 'house');
  const answer = await new Browser(own).send('GET', '/tickets');
  assert.equal(answer.status, 502);
  assert.match(answer.text, /<html lang="en">/);
  assert.ok(answer.headers['content-security-policy']);
  assert.equal((await new Browser(own).send('GET', '/login')).status, 200, 'the other pool went with it');
});

test('plain HTTP leads to HTTPS and nowhere else', async () => {
  const answer = await new Promise((done, fail) => request({ host: '127.0.0.1', port: portal.httpPort, path: '/login?next=%2Fdesk', headers: { host: 'localhost' } }, done).on('error', fail).end());
  answer.resume();
  assert.equal(answer.statusCode, 301);
  assert.equal(answer.headers.location, `${portal.url}/login?next=%2Fdesk`);
  assert.equal(answer.headers['strict-transport-security'], undefined);
});

test('plain HTTP spoken to the TLS port gets no page', async () => {
  const text = await new Promise((done, fail) => {
    const socket = createConnection(Number(new URL(portal.url).port), '127.0.0.1', () => socket.write('GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n'));
    let all = '';
    socket.on('data', (part) => { all += part; }).on('end', () => done(all)).on('error', fail);
  });
  assert.match(text, /^HTTP\/1\.1 400/);
  assert.doesNotMatch(text, /csrf_token/);
});
