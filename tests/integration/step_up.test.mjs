// Before a sensitive act a person proves a factor again, then goes on to where they were going; a form that was sent is
// kept, for them alone.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { insider, kPassword, signUp } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';
import { freshCode } from '../harness/second_factor.mjs';

const kStepUp = 300;
const portal = await sharedPortal();

test('a fresh sign-in is proof enough; five minutes later it is not', async () => {
  const { browser } = await signUp(portal);
  const page = await browser.get('/security');
  assert.equal((await browser.submit(page, '/security/apps')).heading, 'Add an authenticator app');
  portal.advance(kStepUp + 5);
  assert.equal((await browser.submit(page, '/security/apps')).heading, 'Confirm that it is you');
});

test('a page asked for too late comes after the password, with a new session id', async () => {
  const { browser } = await signUp(portal);
  const { path } = await browser.submit(await browser.get('/security'), '/security/apps');
  portal.advance(kStepUp + 5);
  const asks = await browser.get(path);
  assert.equal(asks.heading, 'Confirm that it is you');
  const before = browser.session;
  const wrong = await browser.submit(asks, '/confirm', { password: 'not the password at all' });
  assert.equal(wrong.status, 422);
  assert.equal(browser.session, before);
  const there = await browser.submit(wrong, '/confirm', { password: kPassword });
  assert.equal(there.path, path);
  assert.notEqual(browser.session, before);
  browser.jar.set('__Host-gatehouse-local', before);
  assert.equal((await browser.get('/dashboard')).heading, 'Sign in', 'the old session id lives on');
});

test('a form sent too late is kept: after the proof it is done with one click', async () => {
  const person = await insider(portal, 'agent');
  const { browser } = person;
  const page = await browser.get('/security');
  portal.advance(kStepUp + 5);
  const first = await browser.submit(page, '/security/recovery-codes');
  assert.equal(first.status, 403);
  const asks = await browser.submit(first, '/confirm');
  assert.equal(asks.status, 200, asks.words);
  assert.ok(!asks.text.includes('type="password"'), 'a password is asked for where there is a second factor');
  const go = await browser.submit(asks, '/confirm', { code: freshCode(portal, person.email, person.totp) });
  assert.equal(go.heading, 'Thank you', go.words);
  const done = await browser.submit(go, '/security/recovery-codes');
  assert.equal(done.heading, 'Your recovery codes', done.words);
});

test('the password is no proof for who has a second factor, nor is another person’s code', async () => {
  const person = await insider(portal, 'agent'), other = await insider(portal, 'agent');
  portal.advance(kStepUp + 5);
  const asks = await person.browser.get('/confirm');
  const token = asks.text.match(/name="csrf_token" value="([^"]+)"/)[1];
  const tried = await person.browser.form('/confirm', { csrf_token: token, factor: 'password', password: kPassword });
  assert.equal(tried.status, 400);
  const theirs = await person.browser.submit(asks, '/confirm', { code: freshCode(portal, other.email, other.totp) });
  assert.equal(theirs.status, 422);
});

test('a kept form opens for nobody else', async () => {
  const ada = await signUp(portal), bob = await signUp(portal);
  const page = await ada.browser.get('/security');
  portal.advance(kStepUp + 5);
  const first = await ada.browser.submit(page, '/security/apps');
  const kept = first.text.match(/name="kept" value="([^"]+)"/)[1];
  assert.ok(!kept.includes('security'));
  const asks = await bob.browser.get('/confirm');
  const token = asks.text.match(/name="csrf_token" value="([^"]+)"/)[1];
  const answer = await bob.browser.form('/confirm', { csrf_token: token, factor: 'password', password: kPassword, kept });
  assert.equal(answer.status, 303, 'another person’s form was opened');
});

const cancel = (page) => page.text.match(/<a[^>]* href="([^"]+)">Cancel<\/a>/)[1];
const from = (page) => ({ headers: { referer: `${portal.url}${page}` } });

test('Cancel leads back to where the person came from, after a wrong try too; the form is gone and nothing was done', async () => {
  const person = await insider(portal, 'agent');
  const { browser } = person;
  const page = await browser.get('/security');
  portal.advance(kStepUp + 5);
  const first = await browser.submit(page, '/security/recovery-codes', {}, from('/security?notice=factor-added'));
  const asks = await browser.submit(first, '/confirm', {}, from('/security/recovery-codes'));
  const wrong = await browser.submit(asks, '/confirm', { code: '000000' }, from('/confirm'));
  assert.equal(wrong.status, 422);
  const go = await browser.submit(wrong, '/confirm', { code: freshCode(portal, person.email, person.totp) }, from('/confirm'));
  assert.equal(go.heading, 'Thank you', go.words);
  for (const step of [first, asks, wrong, go]) assert.equal(cancel(step), '/security', step.heading);
  const back = await browser.get(cancel(asks));
  assert.equal(back.heading, 'Sign-in and security');
  assert.ok(!back.text.includes('name="kept"'));
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM recovery_code WHERE account_id = ${person.id}`), 0);
});

test('a page asked for too late has a way back too, which another way to prove keeps', async () => {
  const person = await insider(portal, 'agent');
  const { browser } = person;
  await browser.submit(await browser.get('/security'), '/security/recovery-codes');
  portal.advance(kStepUp + 5);
  const asks = await browser.get('/security/passkeys/new', from('/profile'));
  assert.equal(cancel(asks), '/profile');
  const other = asks.text.match(/href="(\/confirm\?with=recovery_code[^"]*)"/)[1].replaceAll('&amp;', '&');
  const instead = await browser.get(other, from('/confirm'));
  assert.match(instead.words, /Recovery code/);
  assert.equal(cancel(instead), '/profile');
});

test('Cancel leads to no other site, to no page that asks for a proof itself, and without a trace to the dashboard', async () => {
  const { browser } = await signUp(portal);
  portal.advance(kStepUp + 5);
  const foreign = ['https://evil.example/security', `${portal.url}.evil.example/security`, portal.url, `${portal.url}//evil.example`, `${portal.url}/no-such-page`];
  const asking = ['/profile/password', '/security/passkeys/new', '/confirm?next=/profile'].map((page) => portal.url + page);
  for (const referer of [...foreign, ...asking, `${portal.url}/login`, '']) {
    const asks = await browser.get('/security/passkeys/new', referer ? { headers: { referer } } : {});
    assert.equal(asks.heading, 'Confirm that it is you');
    assert.equal(cancel(asks), '/dashboard', referer);
  }
  for (const path of ['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)', '/logout', '']) {
    assert.equal(cancel(await browser.get(`/confirm?from=${encodeURIComponent(path)}`)), '/dashboard', path);
  }
});

test('only paths of this portal are gone on to', async () => {
  const { browser } = await signUp(portal);
  for (const next of ['//evil.example', 'https://evil.example/', '/\\evil.example']) {
    const asks = await browser.get(`/confirm?next=${encodeURIComponent(next)}`);
    const answer = await browser.submitRaw(asks, '/confirm', { password: kPassword });
    assert.equal(answer.location, '/security', next);
  }
});
