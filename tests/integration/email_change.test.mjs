// Changing one's e-mail address: a code to the new one, word to the old one, and a week to take it back from there.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askForAddress, changeAddress, codeIn, isCode, isTold, undoLink } from '../harness/email_change.mjs';
import { address, beginSignUp, hire, insider, kPassword, signIn } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kHalf = 900, kOver = '/security?notice=email-change-over';
const portal = await sharedPortal();
const addressOf = (id) => portal.database.value(`SELECT email FROM account WHERE id = ${id}`);
const isIn = (page) => /^Hello/.test(page.heading);

test('after the code mail goes to the new address, one signs in with it, and the old one is told', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  const elsewhere = new Browser(portal);
  await signIn(elsewhere, email);
  const [wanted, before] = [address('new'), browser.session];
  const asks = await askForAddress(browser, wanted);
  assert.ok(asks.words.includes(wanted));
  assert.equal(addressOf(id), email, 'it was changed before it was proved');
  const done = await browser.submit(asks, '/security/email/verify', { code: codeIn(await portal.mail.wait(wanted, isCode)) });
  assert.match(done.notice, /address was changed/);
  assert.ok(done.words.includes(wanted));
  assert.notEqual(browser.session, before);
  assert.equal((await elsewhere.get('/profile')).heading, 'Sign in', 'another session lives on');
  const told = await portal.mail.wait(email, isTold);
  assert.ok(!told.raw.includes(wanted), 'the old address is told the new one');
  assert.ok(isIn(await signIn(new Browser(portal), wanted)));
  assert.equal((await signIn(new Browser(portal), email)).status, 422);
});

test('a wrong code changes nothing; a new code kills the one before', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  const wanted = address('new');
  const asks = await askForAddress(browser, wanted);
  const first = codeIn(await portal.mail.wait(wanted, isCode));
  const wrong = await browser.submit(asks, '/security/email/verify', { code: first === '000000' ? '000001' : '000000' });
  assert.equal(wrong.errors[0].field, 'code');
  assert.equal((await browser.submitRaw(asks, '/security/email/resend')).status, 429, 'mails without end');
  portal.advance(61);
  const again = await browser.submit(asks, '/security/email/resend');
  assert.match(again.notice, /new code/);
  const second = codeIn(await portal.mail.wait(wanted, isCode, 1));
  if (first !== second) assert.equal((await browser.submit(again, '/security/email/verify', { code: first })).status, 422);
  assert.equal(addressOf(id), email);
  await browser.submit(again, '/security/email/verify', { code: second });
  assert.equal(addressOf(id), wanted);
});

test('in JSON the same', async () => {
  const { id, browser } = await insider(portal, 'client');
  const headers = { 'x-csrftoken': await browser.token('/dashboard') };
  const wanted = address('new');
  assert.deepEqual(Object.keys((await browser.json('/security/email', { email: 'no address' }, { headers })).json.errors), ['email']);
  const begun = await browser.json('/security/email', { email: wanted }, { headers });
  assert.equal(begun.status, 202);
  const { change } = begun.json;
  assert.deepEqual(Object.keys((await browser.json('/security/email/verify', { change, code: '12' }, { headers })).json.errors), ['code']);
  const done = await browser.json('/security/email/verify', { change, code: codeIn(await portal.mail.wait(wanted, isCode)) }, { headers });
  assert.equal(done.json.next, `${portal.url}/security`);
  assert.equal(addressOf(id), wanted);
});

test('one’s own address, however it is spelled, is no change', async () => {
  const { email, browser } = await insider(portal, 'client');
  for (const same of [email, email.toUpperCase()]) assert.match((await askForAddress(browser, same)).errorText, /already/);
});

test('a taken address gets the same answers, its owner a mail, and no code fits', async () => {
  const owner = await hire(portal, 'client'), { id, email, browser } = await insider(portal, 'client');
  const asks = await askForAddress(browser, owner.email);
  assert.equal(asks.heading, 'Check your mail');
  const mail = await portal.mail.wait(owner.email, (one) => /wanted to use this address/.test(one.subject));
  assert.doesNotMatch(mail.text, /\b\d{6}\b/);
  assert.ok(!mail.raw.includes(email), 'the owner is told who it was');
  assert.equal((await browser.submit(asks, '/security/email/verify', { code: '000000' })).errors[0].field, 'code');
  assert.equal(addressOf(id), email);
});

test('a fresh proof is asked for', async () => {
  const { browser } = await insider(portal, 'client');
  portal.advance(305);
  assert.equal((await browser.get('/security/email')).heading, 'Confirm that it is you');
});

test('a change that is over leads back to the address as it is: too old, finished, begun in another session, never begun', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  const elsewhere = new Browser(portal);
  await signIn(elsewhere, email);
  const wanted = address('new');
  const asks = await askForAddress(browser, wanted);
  const change = new URL(asks.path, portal.url).searchParams.get('c');
  const allLeadBack = async (who, c, why) => {
    assert.equal((await who.send('GET', `/security/email/verify?c=${c}`)).location, kOver, why);
    const csrf_token = await who.token('/dashboard');
    for (const [path, fields] of [['/security/email/verify', { code: '123456' }], ['/security/email/verify', { code: '' }], ['/security/email/resend', {}]]) {
      const answer = await who.form(path, { csrf_token, change: c, ...fields });
      assert.deepEqual([answer.status, answer.location], [303, kOver], `${why}: ${path}`);
      const headers = { 'x-csrftoken': csrf_token };
      const problem = await who.json(path, { change: Number(c), ...fields, ...(fields.code === '' && { code: '654321' }) }, { headers });
      assert.deepEqual([problem.status, problem.headers['content-type']], [404, 'application/problem+json'], `${why}: ${path}`);
      assert.match(problem.json.detail, /begin again/);
    }
  };
  await allLeadBack(elsewhere, change, 'another session’s');
  for (const c of ['0', '999999999']) await allLeadBack(browser, c, 'never begun');
  await browser.submit(asks, '/security/email/verify', { code: codeIn(await portal.mail.wait(wanted, isCode)) });
  await allLeadBack(browser, change, 'finished');
  const late = await askForAddress(browser, address('late'));
  portal.advance(kHalf + 1);
  await allLeadBack(browser, new URL(late.path, portal.url).searchParams.get('c'), 'too old');
  const back = await browser.get(late.path);
  assert.equal(back.heading, 'Sign-in and security');
  assert.match(back.notice, /took too long.* address stands below; if it is not right, change it again\.$/);
  assert.match(back.text, /class="notice notice-quiet"/);
  assert.ok(back.words.includes(wanted), 'the page does not show which address it is');
  assert.equal(addressOf(id), wanted);
});

test('the link in the mail to the old address shows a button, and only the button takes the change back', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  const wanted = address('new');
  await changeAddress(portal, browser, wanted);
  const link = await undoLink(portal, email);
  const owner = new Browser(portal);
  const page = await owner.get(link);
  assert.equal(page.heading, 'Take the change back');
  assert.ok(page.words.includes(email) && !page.words.includes(wanted));
  await owner.get(link);
  assert.equal(addressOf(id), wanted, 'opening the link was enough');
  const done = await owner.submit(page, '/email/undo');
  assert.equal(done.heading, 'The change was taken back');
  assert.equal(addressOf(id), email);
  assert.equal((await browser.get('/profile')).heading, 'Sign in', 'whoever changed it is still inside');
  for (const who of [email, wanted]) await portal.mail.wait(who, (mail) => /was changed back$/.test(mail.subject));
  assert.ok(isIn(await signIn(new Browser(portal), email)));
  assert.equal((await owner.get(link)).status, 410, 'the link is good twice');
});

test('two changes: the first address takes both back, and the second link is dead then', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  const [second, third] = [address('second'), address('third')];
  await changeAddress(portal, browser, second);
  await changeAddress(portal, browser, third);
  const [first, later] = [await undoLink(portal, email), await undoLink(portal, second)];
  const owner = new Browser(portal);
  await owner.submit(await owner.get(first), '/email/undo');
  assert.equal(addressOf(id), email);
  assert.equal((await owner.get(later)).status, 410);
});

test('the old address is nobody else’s for a week, then the link is dead and the address free', async () => {
  const { email, browser } = await insider(portal, 'client');
  await changeAddress(portal, browser, address('new'));
  const link = await undoLink(portal, email);
  const other = await insider(portal, 'client');
  await askForAddress(other.browser, email);
  await beginSignUp(new Browser(portal), email);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE recipient = '${email}' AND kind IN ('email_change_code', 'sign_up_code')`), 0);
  assert.equal((await portal.gatehouse(['user', 'create', email], { input: `${kPassword}\n` })).code, 65);
  portal.advance(7 * 24 * 3600 + 60);
  assert.equal((await new Browser(portal).get(link)).status, 410);
  await beginSignUp(new Browser(portal), email);
  await portal.mail.code(email);
});

test('going back to the old address oneself is possible at once', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  await changeAddress(portal, browser, address('new'));
  await changeAddress(portal, browser, email);
  assert.equal(addressOf(id), email);
});
