// next= leads to a path of this portal, whatever is written there.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { hire, kPassword } from '../harness/people.mjs';
import { privatePortal, sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const kEvil = ['//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example', '/%2f/evil.example', '/%5cevil.example', 'https://evil.example', 'https:evil.example', 'javascript:alert(1)',
  '/\tevil', '/\t/evil.example', '/ /evil.example', '/./\\evil.example', '/..//evil.example', '/dashboard@evil.example', '.evil.example', '@evil.example', ':80', '/dashboard?x=https://evil.example',
  '/dashboard#x', '/%0d%0aLocation:%20https://evil.example', '/\u2044evil.example', '/login', '/logout', 'dashboard', '', '//', '/\\/\\evil.example', 'data:text/html,x', '//evil%E3%80%82example'];

test('after signing in nobody lands elsewhere', async () => {
  const { email } = await hire(portal, 'client');
  for (const next of kEvil) {
    const browser = new Browser(portal);
    const page = await browser.send('GET', `/login?next=${encodeURIComponent(next)}`);
    if (page.status === 400) continue;  // not text of one line
    const answer = await browser.submitRaw(page, '/login', { identifier: email, password: kPassword });
    assert.equal(answer.status, 303, next);
    assert.equal(answer.location, '/dashboard', next);
    assert.equal(answer.headers.refresh, undefined);
    const signedIn = await browser.send('GET', `/login?next=${encodeURIComponent(next)}`);
    assert.equal(signedIn.location, '/dashboard', next);
  }
});

test('plain paths of the portal are kept', async () => {
  const { email } = await hire(portal, 'client');
  for (const next of ['/tickets', '/tickets/new', '/profile/password', '/sign-up']) {
    const browser = new Browser(portal);
    const answer = await browser.submitRaw(await browser.send('GET', `/login?next=${encodeURIComponent(next)}`), '/login', { identifier: email, password: kPassword });
    assert.equal(answer.location, next);
  }
});

test('a path that looks like another host is no page and no redirect', async () => {
  for (const path of ['//evil.example', '//evil.example/..', '/\\evil.example', '/%2fevil.example', '//evil.example/tickets']) {
    const answer = await new Browser(portal).send('GET', path);
    assert.doesNotMatch(answer.location, /^(\/\/|\/\\|https?:)/, path);
  }
});

test('under a path too', async () => {
  const own = await privatePortal({ base: '/portal' });
  const { email } = await hire(own, 'client');
  for (const next of ['//evil.example', '/\\evil.example', '/../evil', 'https://evil.example']) {
    const browser = new Browser(own);
    const answer = await browser.submitRaw(await browser.send('GET', `/login?next=${encodeURIComponent(next)}`), '/login', { identifier: email, password: kPassword });
    assert.equal(answer.location, '/portal/dashboard', next);
  }
});
