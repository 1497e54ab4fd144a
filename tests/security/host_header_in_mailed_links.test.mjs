// Links, in mail and in redirects, are made from the configured address whatever host a request names.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { connect } from 'node:tls';
import { Browser } from '../harness/browser.mjs';
import { askForAddress, codeIn, isCode, isTold, undoLink } from '../harness/email_change.mjs';
import { fill } from '../harness/form.mjs';
import { address, insider } from '../harness/people.mjs';
import { privatePortal, sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const kForwarded = { 'x-forwarded-host': 'evil.example', 'x-host': 'evil.example', forwarded: 'host=evil.example', 'x-forwarded-server': 'evil.example', 'x-original-url': '/evil' };

test('mail of a request with forged host headers holds our links only', async () => {
  const browser = new Browser(portal);
  const email = address();
  const page = await browser.get('/sign-up', { headers: kForwarded });
  assert.ok(!page.text.includes('evil.example'));
  const asks = await browser.submit(page, '/sign-up', { first_name: 'A', last_name: 'B', email, password: 'four plain words together' }, { headers: kForwarded });
  assert.equal(asks.heading, 'Check your mail');
  const mail = await portal.mail.wait(email, () => true);
  assert.ok(!mail.raw.includes('evil.example'));
  assert.ok(mail.text.includes(portal.url));
});

test('the link that takes a change of address back leads to us, whatever host the change named', async () => {
  const { email, browser } = await insider(portal, 'client');
  const asks = await askForAddress(browser, address('new'));
  const wanted = asks.words.match(/new\w+@example\.org/)[0];
  const code = codeIn(await portal.mail.wait(wanted, isCode));
  await browser.submit(asks, '/security/email/verify', { code }, { headers: kForwarded });
  const told = await portal.mail.wait(email, isTold);
  assert.ok(!told.raw.includes('evil.example'));
  assert.match(await undoLink(portal, email), /^\/email\/undo\?u=/);
});

test('a request for another host gets no page', async () => {
  for (const host of ['evil.example', 'evil.example:443', 'localhost.evil.example', 'evil.example@localhost']) {
    const text = await new Promise((done) => {
      const socket = connect({ host: '127.0.0.1', port: new URL(portal.url).port, servername: 'localhost', ca: portal.ca }, () =>
        socket.write(`GET /login HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
      let all = '';
      socket.on('data', (part) => { all += part; }).on('end', () => done(all)).on('error', () => done(all)).on('close', () => done(all));
    });
    assert.doesNotMatch(text, /csrf_token/, host);
    assert.doesNotMatch(text, /evil/i, host);
  }
});

test('the worker itself refuses another host, where nginx lets it through', async () => {
  const own = await privatePortal({ configuration: '[nginx]\nserver_name = "localhost evil.example"\ntrusted_proxies = ["127.0.0.9"]\n' });
  const far = new Browser(own, { address: '127.0.0.9' });
  const good = await far.send('GET', '/login', { headers: { 'x-forwarded-for': '198.51.100.7' } });
  assert.equal(good.status, 200);
  const evil = await far.send('GET', '/login', { headers: { 'x-forwarded-for': '198.51.100.7', host: 'evil.example' } });
  assert.equal(evil.status, 400, evil.words);
  assert.doesNotMatch(evil.text, /evil/);
});

test('redirects name no host at all', async () => {
  const { browser } = await insider(portal, 'client');
  const page = await browser.get('/tickets/new');
  const form = fill(page.text, '/tickets', { subject: 's', text: 't' });
  const answer = await browser.form('/tickets', form.fields, { headers: kForwarded });
  assert.match(answer.location, /^\/tickets\/\d+\?/);
});
