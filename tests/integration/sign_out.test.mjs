// Signing out: a button, a POST, and nothing left behind.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { insider, signIn } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();

test('the button ends the session here, on the server too, and only here', async () => {
  const { email, browser } = await insider(portal, 'client');
  const elsewhere = new Browser(portal);
  await signIn(elsewhere, email);
  const token = browser.session;
  const cookie = (name) => browser.jar.get(`__Host-gatehouse-local-${name}`);
  const [device, pre] = [cookie('device'), cookie('browser')];
  const answer = await browser.submitRaw(await browser.get('/logout'), '/logout');
  assert.equal(answer.status, 303);
  assert.equal(answer.headers['clear-site-data'], '"cache", "storage"');
  assert.equal(browser.session, undefined);
  assert.notEqual(cookie('browser'), pre, 'the cookie that binds forms lives on');
  assert.equal(cookie('device'), device, 'the browser is a stranger’s from now on');
  assert.match((await browser.follow(answer)).notice, /signed out/);

  browser.jar.set('__Host-gatehouse-local', token);
  assert.equal((await browser.get('/dashboard')).heading, 'Sign in', 'the old cookie still works');
  assert.match((await elsewhere.get('/dashboard')).heading, /^Hello/);
});

test('asking for the page signs nobody out', async () => {
  const { browser } = await insider(portal, 'client');
  assert.equal((await browser.get('/logout')).heading, 'Sign out');
  assert.match((await browser.get('/dashboard')).heading, /^Hello/);
});

test('a stranger is shown the way in', async () => {
  assert.equal((await new Browser(portal).get('/logout')).heading, 'Sign in');
});
