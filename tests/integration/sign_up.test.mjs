// Signing up, as the conversation it is: a form, a mail, a code, a welcome.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, hire, kPassword, signIn, signUp, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kLifetime = 300, kResendAfter = 60, kTries = 5, kMailsPerHour = 5;
const portal = await sharedPortal();
const wrong = (code) => code.slice(0, 5) + (Number(code[5]) + 1) % 10;
const verify = (browser, page, code) => browser.submit(page, '/sign-up/verify', { code });

test('a stranger signs up and is inside', async () => {
  const browser = new Browser(portal);
  const email = address('clara');
  const asks = await beginSignUp(browser, email, { user_name: unique('clara-') });
  assert.equal(asks.heading, 'Check your mail');
  assert.match(asks.words, /works for 5 minutes/);
  assert.ok(!asks.text.includes(email), 'the page repeats the address in full');

  const code = await portal.mail.code(email);
  const refused = await verify(browser, asks, wrong(code));
  assert.equal(refused.status, 422);
  assert.match(refused.errorText, /not right/);

  const inside = await verify(browser, refused, code);
  assert.equal(inside.status, 200);
  assert.equal(inside.heading, 'Hello, Clara Client');
  assert.match(inside.notice, /Welcome/);
  const welcome = await portal.mail.wait(email, (mail) => /Welcome/.test(mail.subject));
  assert.match(welcome.text, /Your account is ready/);
  assert.ok(welcome.text.includes(`${portal.url}/dashboard`));
});

test('a code with a digit too few or too many is no guess: told, and none of the tries is spent', async () => {
  const browser = new Browser(portal), email = address();
  const asks = await beginSignUp(browser, email);
  const code = await portal.mail.code(email);
  for (let tries = 0; tries < kTries; ++tries) {
    const slip = await verify(browser, asks, tries % 2 ? `${code}1` : code.slice(0, 5));
    assert.equal(slip.status, 422);
    assert.match(slip.errorText, /has 6 digits/);
  }
  assert.match((await verify(browser, asks, code)).heading, /^Hello/);
});

test('a code is taken with the spaces and dashes a mail program puts in', async () => {
  const browser = new Browser(portal), email = address();
  const asks = await beginSignUp(browser, email);
  const code = await portal.mail.code(email);
  const inside = await verify(browser, asks, ` ${code.slice(0, 3)}-${code.slice(3)} `);
  assert.match(inside.heading, /^Hello/);
});

test('a new code can be asked for a minute later, and kills the old one', async () => {
  const browser = new Browser(portal), email = address();
  const asks = await beginSignUp(browser, email);
  const first = await portal.mail.code(email);
  const tooSoon = await browser.submit(asks, '/sign-up/resend');
  assert.equal(tooSoon.status, 429);
  assert.match(tooSoon.errorText, /ask for a new one in/);

  portal.advance(kResendAfter);
  const again = await browser.submit(asks, '/sign-up/resend');
  assert.match(again.notice, /new code/);
  const second = await portal.mail.code(email, 2);
  if (first !== second) assert.match((await verify(browser, again, first)).errorText, /not right/);
  assert.match((await verify(browser, again, second)).heading, /^Hello/);
});

test('an address gets five codes in an hour, then none', async () => {
  const browser = new Browser(portal), email = address();
  const asks = await beginSignUp(browser, email);
  for (let sent = 1; sent < kMailsPerHour; ++sent) {
    portal.advance(kResendAfter);
    assert.equal((await browser.submit(asks, '/sign-up/resend')).status, 200, `code ${sent + 1}`);
  }
  portal.advance(kResendAfter);
  assert.equal((await browser.submit(asks, '/sign-up/resend')).status, 429);
});

test('a code dies after its time, not a second before', async () => {
  const [early, late] = [new Browser(portal), new Browser(portal)];
  const [earlyEmail, lateEmail] = [address(), address()];
  const earlyAsks = await beginSignUp(early, earlyEmail), lateAsks = await beginSignUp(late, lateEmail);
  const [earlyCode, lateCode] = [await portal.mail.code(earlyEmail), await portal.mail.code(lateEmail)];
  portal.advance(kLifetime - 30);
  assert.match((await verify(early, earlyAsks, earlyCode)).heading, /^Hello/);
  portal.advance(31);
  assert.match((await verify(late, lateAsks, lateCode)).errorText, /no longer valid/);
});

test('the fifth wrong code is the last one that is looked at', async () => {
  const browser = new Browser(portal), email = address();
  let page = await beginSignUp(browser, email);
  const code = await portal.mail.code(email);
  for (let tries = 0; tries < kTries; ++tries) {
    page = await verify(browser, page, wrong(code));
    assert.match(page.errorText, /not right/);
  }
  page = await verify(browser, page, code);
  assert.match(page.errorText, /too many wrong tries/);
});

test('the code works in a second tab of the same browser', async () => {
  const browser = new Browser(portal), email = address();
  const first = await beginSignUp(browser, email);
  const second = await browser.get(first.path);
  assert.match((await verify(browser, second, await portal.mail.code(email))).heading, /^Hello/);
  const stale = await browser.submit(first, '/sign-up/verify', { code: '123456' });
  assert.equal(stale.status, 403, 'the first tab belongs to a stranger who is none any more');
});

test('another browser cannot use the code', async () => {
  const browser = new Browser(portal), email = address();
  const asks = await beginSignUp(browser, email);
  const code = await portal.mail.code(email);
  const other = new Browser(portal);
  assert.equal((await other.send('GET', asks.path)).location, '/sign-up?notice=sign-up-over');
  const theirs = await beginSignUp(other, address());
  const { searchParams } = new URL(asks.path, portal.url);
  const stolen = await other.submit(theirs, '/sign-up/verify', { sign_up: searchParams.get('s'), code });
  assert.equal(stolen.path, '/sign-up?notice=sign-up-over');
  assert.equal(other.session, undefined);
  assert.match((await verify(browser, asks, code)).heading, /^Hello/);
});

test('who has an account already sees the same page, and is told by mail to the address as it was proved', async () => {
  const { email } = await hire(portal, 'client');
  const taken = await beginSignUp(new Browser(portal), email.toUpperCase().replace('@EXAMPLE', '@example'));
  assert.equal(taken.heading, 'Check your mail');
  const told = await portal.mail.wait(email, (mail) => /already have an account/.test(mail.subject));
  assert.ok(told.text.includes(`${portal.url}/login`));
  assert.ok(!/\d{6}/.test(told.text.replaceAll(portal.url, '')), 'the mail holds a code');
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM account WHERE email_canonical = '${email}'`), 1);
});

test('a taken user name is told after the code, and another one can be chosen', async () => {
  const name = unique('taken');
  await hire(portal, 'client', { user_name: name });
  const browser = new Browser(portal), email = address();
  const asks = await beginSignUp(browser, email, { user_name: name.toUpperCase() });
  assert.equal(asks.heading, 'Check your mail', 'the form tells that the name is taken');
  const choose = await verify(browser, asks, await portal.mail.code(email));
  assert.equal(choose.heading, 'Choose another user name');
  assert.equal(browser.session, undefined);

  const again = await browser.submit(choose, '/sign-up/user-name', { user_name: name });
  assert.match(again.errorText, /taken/);
  const bad = await browser.submit(again, '/sign-up/user-name', { user_name: '1x' });
  assert.match(bad.errorText, /3 to 40 letters/);
  const free = unique('free');
  const inside = await browser.submit(bad, '/sign-up/user-name', { user_name: free });
  assert.match(inside.heading, /^Hello/);
  assert.match((await signIn(new Browser(portal), free)).heading, /^Hello/);
});

test('what is wrong in the form stands beside it, and what was typed stays, but not the password', async () => {
  const browser = new Browser(portal);
  const page = await beginSignUp(browser, 'nobody at example', { first_name: '  ', password: 'short one', user_name: 'Grace' });
  assert.equal(page.status, 422);
  assert.deepEqual(page.errors.map((one) => one.field).sort(), ['email', 'first_name']);
  assert.match(page.text, /value="nobody at example"/);
  assert.match(page.text, /value="Grace"/);
  assert.ok(!page.text.includes('short one'));
});

test('weak passwords are refused: short, common, made of one’s own name', async () => {
  for (const password of ['fourteen chars', 'aaaaaaaaaaaaaaaa', 'client-client-client']) {
    const page = await beginSignUp(new Browser(portal), address(), { password });
    assert.equal(page.status, 422, password);
    assert.equal(page.errors[0].field, 'password', password);
  }
  const exactly = await beginSignUp(new Browser(portal), address(), { password: 'fifteen charact' });
  assert.equal(exactly.heading, 'Check your mail', exactly.words);
});

test('the same conversation in JSON', async () => {
  const browser = new Browser(portal), email = address();
  const begun = await browser.json('/sign-up', { first_name: 'J', last_name: 'Son', email, password: kPassword });
  assert.equal(begun.status, 202, begun.text);
  const refused = await browser.json('/sign-up/verify', { sign_up: begun.json.sign_up, code: 'abcdef' });
  assert.equal(refused.status, 422);
  assert.equal(refused.headers['content-type'], 'application/problem+json');
  const done = await browser.json('/sign-up/verify', { sign_up: begun.json.sign_up, code: await portal.mail.code(email) });
  assert.equal(done.status, 200, done.text);
  assert.equal(done.json.next, `${portal.url}/dashboard`);
  assert.match((await browser.get('/dashboard')).heading, /Hello, J Son/);
});

test('names of all languages come through pages and mail unharmed', async () => {
  const { email, browser } = await signUp(portal, { first_name: 'Zoë 李', last_name: "O'Brien & Söhne <AG>" });
  assert.equal((await browser.get('/dashboard')).heading, "Hello, Zoë 李 O'Brien & Söhne <AG>");
  const welcome = await portal.mail.wait(email, (mail) => /Welcome/.test(mail.subject));
  assert.match(welcome.text, /Hello Zoë 李,/);
});
