// After signing out, “back” shows nothing: no page from inside may be kept, and the browser is told to clear what it has.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { insider, openTicket } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();

test('every page from inside forbids keeping it', async () => {
  const { browser } = await insider(portal, 'agent');
  const number = await openTicket(browser);
  for (const path of ['/dashboard', '/tickets', `/tickets/${number}`, '/tickets/new', '/desk', `/desk/tickets/${number}`, '/profile', '/profile/password', '/security', '/security/data', '/security/close', '/logout', '/tickets/99999999']) {
    const { headers } = await browser.send('GET', path);
    assert.equal(headers['cache-control'], 'no-store', path);
    assert.equal(headers.etag, undefined, path);
    assert.equal(headers['last-modified'], undefined, path);
  }
});

test('signing out clears the browser, and every page asks to sign in again', async () => {
  const { browser } = await insider(portal, 'client');
  const kept = new Map(browser.jar);
  const answer = await browser.submitRaw(await browser.get('/dashboard'), '/logout');
  for (const what of ['"cache"', '"storage"']) assert.ok(answer.headers['clear-site-data'].includes(what));
  browser.jar = kept;
  for (const path of ['/dashboard', '/tickets', '/profile', '/security/data']) {
    const page = await browser.send('GET', path);
    assert.equal(page.status, 303, path);
    assert.equal(page.headers['cache-control'], 'no-store');
  }
});

test('the file with one’s data is not kept either, and comes no second time after signing out', async () => {
  const { browser } = await insider(portal, 'client');
  const page = await browser.get('/security/data');
  const file = await browser.submitRaw(page, '/security/data');
  assert.equal(file.headers['cache-control'], 'no-store');
  const kept = new Map(browser.jar);
  await browser.submitRaw(await browser.get('/dashboard'), '/logout');
  browser.jar = kept;
  const again = await browser.submitRaw(page, '/security/data');
  assert.equal(again.status, 303);
  assert.match(again.location, /^\/login/);
});
