// A portal that lives under a path: the whole story again, and no link that leaves it.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { addPasskey, Passkey, signInAlone } from '../harness/passkey.mjs';
import { hire, insider, kPassword, openTicket, signUp } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';

const portal = await privatePortal({ base: '/portal' });

test('signing up, a ticket and its answer', async () => {
  const { email, browser } = await signUp(portal);
  const number = await openTicket(browser);
  const opened = await portal.mail.wait(email, (mail) => mail.subject.startsWith(`[#${number}]`));
  assert.ok(opened.text.includes(`${portal.url}/tickets/${number}`));
  assert.match(portal.url, /\/portal$/);
  const agent = await insider(portal, 'agent');
  const desk = await agent.browser.get(`/desk/tickets/${number}`);
  await agent.browser.submit(desk, '/answer', { kind: 'message', text: 'Done.' });
  await portal.mail.wait(email, (mail) => /Done\./.test(mail.text));
  await browser.submit(await browser.get('/dashboard'), '/logout');
});

test('no page has a link, a form or an asset outside the path', async () => {
  const { browser } = await insider(portal, 'agent');
  const stranger = new Browser(portal);
  for (const [who, path] of [[stranger, '/'], [stranger, '/login'], [stranger, '/sign-up'], [stranger, '/nothing'], [browser, '/dashboard'],
    [browser, '/tickets'], [browser, '/tickets/new'], [browser, '/desk'], [browser, '/profile'], [browser, '/profile/password'], [browser, '/logout']]) {
    const { text } = await who.get(path);
    const links = [...text.matchAll(/(?:href|src|action)="([^"]*)"/g)].map((match) => match[1]);
    assert.ok(links.length > 5);
    for (const link of links) assert.match(link, /^(\/portal\/|#|\?)/, `${path}: ${link}`);
  }
});

test('who is stopped comes back under the path', async () => {
  const { email } = await hire(portal, 'client');
  const browser = new Browser(portal);
  const stopped = await browser.send('GET', '/tickets/new');
  assert.equal(stopped.location, '/portal/login?next=%2Ftickets%2Fnew');
  const page = await browser.submit(await browser.follow(stopped), '/login', { identifier: email, password: kPassword });
  assert.equal(page.path, '/tickets/new');
});

test('the pager of a list stays below the path', async () => {
  const { browser } = await insider(portal, 'agent');
  for (const path of ['/tickets?status=open&from=1-1', '/desk?status=open&mine=on&from=1-1']) {
    const page = await browser.get(path);
    assert.ok(page.text.includes(`<a class="btn" href="/portal${path.replace('&from=1-1', '').replaceAll('&', '&amp;')}">`), page.text);
  }
});

test('a passkey is the host’s, not the path’s, and signs in', async () => {
  const { browser } = await signUp(portal);
  const passkey = new Passkey(portal);
  assert.match((await addPasskey(browser, passkey)).notice, /was added/);
  const inside = await signInAlone(new Browser(portal), passkey);
  assert.equal(inside.path, '/dashboard', inside.words);
});

test('the path itself, without and with its slash, is the start page; outside it there is nothing', async () => {
  const browser = new Browser(portal);
  assert.equal((await browser.send('GET', '/')).status, 200);
  const outside = new Browser({ ...portal, ca: portal.ca, url: portal.url.replace('/portal', ''), base: '' });
  assert.ok([200, 301].includes((await outside.send('GET', '/portal')).status));
  for (const path of ['/login', '/portalx/login', '/tickets', '/assets/manifest']) {
    assert.equal((await outside.send('GET', path)).status, 404, path);
  }
});

test('assets are found', async () => {
  const browser = new Browser(portal);
  const { text } = await browser.get('/');
  for (const [, path] of text.matchAll(/(?:src|href)="\/portal(\/assets\/[^"#]+)/g)) assert.equal((await browser.send('GET', path)).status, 200, path);
});
