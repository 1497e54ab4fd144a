// What proves something for one person or address proves nothing for another: codes, form tokens, sessions, devices.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askForAddress, codeIn, isCode } from '../harness/email_change.mjs';
import { address, beginSignUp, hire, insider, kPassword, signIn } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const kChangeOver = '/security?notice=email-change-over';
const number = (page) => new URL(page.path, portal.url).searchParams.get('s');

test('a code for my address does not prove somebody else’s, in one browser', async () => {
  const browser = new Browser(portal);
  const [mine, victim] = [address('mine'), address('victim')];
  const first = await beginSignUp(browser, mine);
  const second = await beginSignUp(browser, victim);
  const code = await portal.mail.code(mine);
  const stolen = await browser.submit(second, '/sign-up/verify', { code });
  assert.equal(stolen.status, 422);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM account WHERE email = '${victim}'`), 0);
  const swapped = await browser.form('/sign-up/verify', { csrf_token: await browser.token(), sign_up: number(first), code });
  assert.equal(swapped.status, 303);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM account WHERE email = '${mine}'`), 1);
});

test('a form token of one session is worth nothing in another', async () => {
  const a = await insider(portal, 'client'), b = await insider(portal, 'client');
  const answer = await b.browser.form('/profile/theme', { csrf_token: await a.browser.token('/dashboard'), theme: 'dark' });
  assert.equal(answer.status, 403);
});

test('a stranger’s form token is worth nothing once inside, and the other way round', async () => {
  const { email } = await hire(portal, 'client');
  const browser = new Browser(portal);
  const outside = await browser.token();
  await signIn(browser, email);
  assert.equal((await browser.form('/profile/theme', { csrf_token: outside, theme: 'dark' })).status, 403);
  const inside = await browser.token('/dashboard');
  await browser.submit(await browser.get('/dashboard'), '/logout');
  assert.equal((await browser.form('/login', { csrf_token: inside, identifier: email, password: kPassword, next: '' })).status, 403);
});

test('I cannot end somebody else’s session', async () => {
  const a = await insider(portal, 'client'), b = await insider(portal, 'client');
  const id = portal.database.number(`SELECT MAX(id) FROM session WHERE account_id = ${a.id}`);
  const answer = await b.browser.form(`/security/sessions/${id}/end`, { csrf_token: await b.browser.token('/dashboard') });
  assert.equal(answer.status, 404);
  assert.match((await a.browser.get('/dashboard')).heading, /^Hello/);
});

test('a change of address that I began goes on in my session only, and my code is worth nothing in another', async () => {
  const a = await insider(portal, 'client'), b = await insider(portal, 'client');
  const wanted = address('mine');
  const asks = await askForAddress(a.browser, wanted);
  const change = new URL(asks.path, portal.url).searchParams.get('c');
  const code = codeIn(await portal.mail.wait(wanted, isCode));
  const stranger = await b.browser.form('/security/email/verify', { csrf_token: await b.browser.token('/dashboard'), change, code });
  assert.deepEqual([stranger.status, stranger.location], [303, kChangeOver]);
  const own = await askForAddress(b.browser, address('other'));
  assert.equal((await b.browser.submit(own, '/security/email/verify', { code })).status, 422);
  const elsewhere = new Browser(portal);
  await signIn(elsewhere, a.email);
  assert.equal((await elsewhere.form('/security/email/verify', { csrf_token: await elsewhere.token('/dashboard'), change, code })).location, kChangeOver);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM account WHERE email = '${wanted}'`), 0);
});

test('a device known for one account is a stranger’s for another', async () => {
  const mine = await insider(portal, 'client');
  const victim = await hire(portal, 'client');
  const guess = async () => {
    const browser = new Browser(portal);
    browser.jar.set('__Host-gatehouse-local-device', mine.browser.jar.get('__Host-gatehouse-local-device'));
    return signIn(browser, victim.email, 'wrong wrong wrong wrong');
  };
  for (let tries = 0; tries < 6; ++tries) await guess();
  const reasons = portal.database.rows(`SELECT reason FROM failed_sign_in WHERE account_id = ${victim.id} ORDER BY id`).flat();
  assert.equal(reasons.at(-1), 'throttled', 'guesses with somebody’s device cookie are counted apart');
});
