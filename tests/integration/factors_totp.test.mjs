// Authenticator apps: set up, asked for at sign-in, several with names, removed; each code once; guessed at in vain.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { hire, insider, kPassword, signIn, signUp } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';
import { addApp, freshCode, hotp, shownCode } from '../harness/second_factor.mjs';

const kFailures = 5, kFirstDelay = 30, kHalf = 900;
const portal = await sharedPortal();
const isIn = (page) => page.status === 200 && /^Hello/.test(page.heading);
const refused = (page) => page.status === 422 && page.errors.some((one) => one.field === 'code');
const keyOf = (page) => page.text.match(/id="secret">([A-Z2-7 ]+)</)[1];
const otherThan = (code) => String((Number(code) + 1) % 1e6).padStart(6, '0');

async function client() {
  const person = await signUp(portal);
  return { ...person, secret: await addApp(person.browser) };
}

async function step(person, browser = new Browser(portal)) {
  const page = await signIn(browser, person.email);
  assert.equal(page.heading, 'One more step', page.words);
  return { browser, page };
}

test('codes are computed as RFC 4226 says, so that these tests are a second opinion', () => {
  const codes = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'];
  codes.forEach((code, counter) => assert.equal(hotp(Buffer.from('12345678901234567890'), counter), code));
});

test('no session before the code; the right code is the way in, to where the person was going', async () => {
  const person = await client();
  const browser = new Browser(portal);
  const stopped = await browser.get('/tickets/new');
  const page = await browser.submit(stopped, '/login', { identifier: person.email, password: kPassword });
  assert.equal(page.heading, 'One more step');
  assert.equal(browser.session, undefined, 'there is a session already');
  assert.equal((await browser.get('/dashboard')).heading, 'Sign in');
  const inside = await browser.submit(page, '/login/step', { code: freshCode(portal, person.email, person.secret) });
  assert.equal(inside.path, '/tickets/new');
});

test('one digit wrong is refused, and the code is not shown again', async () => {
  const person = await client();
  const { browser, page } = await step(person);
  const wrong = otherThan(freshCode(portal, person.email, person.secret));
  const again = await browser.submit(page, '/login/step', { code: wrong });
  assert.ok(refused(again), again.words);
  assert.ok(!again.text.includes(wrong));
  assert.ok(isIn(await browser.submit(again, '/login/step', { code: freshCode(portal, person.email, person.secret) })));
});

test('the code of the step before is taken, older and coming ones are not', async () => {
  const person = await client();
  portal.advance(120);
  for (const [away, taken] of [[-3, false], [-2, false], [1, false], [2, false], [-1, true]]) {
    const { browser, page } = await step(person);
    const answer = await browser.submit(page, '/login/step', { code: shownCode(portal, person.secret, away) });
    assert.equal(isIn(answer), taken, `${away} steps away`);
  }
});

test('a code works once: not again, nor the one before it', async () => {
  const person = await client();
  const code = freshCode(portal, person.email, person.secret);
  const first = await step(person), second = await step(person), third = await step(person);
  const before = shownCode(portal, person.secret, -1);
  assert.ok(isIn(await first.browser.submit(first.page, '/login/step', { code })));
  assert.ok(refused(await second.browser.submit(second.page, '/login/step', { code })));
  assert.ok(refused(await third.browser.submit(third.page, '/login/step', { code: before })));
});

test('the right code from five sign-ins at once makes one session', async () => {
  const person = await client();
  const tries = [];
  for (let at = 0; at < kFailures; ++at) tries.push(await step(person));
  const code = freshCode(portal, person.email, person.secret);
  const answers = await Promise.all(tries.map(({ browser, page }) => browser.submitRaw(page, '/login/step', { code })));
  assert.equal(answers.filter((one) => one.status === 303).length, 1);
});

test('after five wrong codes at once the right one waits; the sysadmin unlocks', async () => {
  for (let people = 0; people < 6; ++people) {  // a try that is lost among parallel ones is lost now and then only
    const person = await client();
    portal.advance(60);  // so that the current code was not used
    const { browser, page } = await step(person);
    const guesses = Array.from({ length: kFailures }, (_, at) => browser.submitRaw(page, '/login/step', { code: `00000${at}` }));
    for (const answer of await Promise.all(guesses)) assert.equal(answer.status, 422);
    const code = shownCode(portal, person.secret);
    const sixth = await browser.submit(page, '/login/step', { code });
    assert.ok(refused(sixth), `the sixth try was looked at: ${sixth.status} ${sixth.words}`);
    assert.equal((await portal.gatehouse(['user', 'unlock', person.email])).code, 0);
    assert.ok(isIn(await browser.submit(page, '/login/step', { code: freshCode(portal, person.email, person.secret) })));
  }
});

test('a code with a digit too few is no guess: told, and none of the tries is spent', async () => {
  const person = await client();
  const { browser, page } = await step(person);
  for (let tries = 0; tries <= kFailures; ++tries) {
    const slip = await browser.submit(page, '/login/step', { code: '12345' });
    assert.ok(refused(slip), slip.words);
    assert.match(slip.errorText, /has 6 digits/);
  }
  assert.ok(isIn(await browser.submit(page, '/login/step', { code: freshCode(portal, person.email, person.secret) })));
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM failed_sign_in f JOIN account a ON a.id = f.account_id WHERE a.email = '${person.email}'`), 0);
});

test('ten wrong codes in a day pause the factors, and the owner hears of it once', async () => {
  const person = await client();
  for (let tries = 0; tries < 13; ++tries) {
    const { browser, page } = await step(person);
    assert.ok(refused(await browser.submit(page, '/login/step', { code: '000000' })));
    portal.advance(901);
  }
  const { browser, page } = await step(person);
  assert.ok(refused(await browser.submit(page, '/login/step', { code: freshCode(portal, person.email, person.secret) })));
  const mails = portal.database.number(`SELECT COUNT(*) FROM outbox WHERE kind = 'factor_paused' AND recipient = '${person.email}'`);
  assert.equal(mails, 1);
  assert.equal((await portal.gatehouse(['user', 'unlock', person.email])).code, 0);
  const again = await step(person);
  const code = freshCode(portal, person.email, person.secret);
  assert.ok(isIn(await again.browser.submit(again.page, '/login/step', { code })), 'the sysadmin unlocked the account, and it is paused still');
});

test('a half-finished sign-in belongs to its browser, and ends after a quarter of an hour', async () => {
  const person = await client();
  const { browser, page } = await step(person);
  const stranger = new Browser(portal);
  const theirs = await stranger.get('/login');
  const token = theirs.text.match(/name="csrf_token" value="([^"]+)"/)[1];
  const sign_in = page.text.match(/name="sign_in" value="(\d+)"/)[1];
  const code = freshCode(portal, person.email, person.secret);
  const stolen = await stranger.form('/login/step', { csrf_token: token, sign_in, factor: 'totp', code });
  assert.equal(stolen.location, '/login?notice=sign-in-over');
  portal.advance(kHalf + 1);
  const late = await browser.submit(page, '/login/step', { code: freshCode(portal, person.email, person.secret) });
  assert.equal(late.heading, 'Sign in');
  assert.match(late.notice, /took too long/);
});

test('two people in two tabs of one browser never mix', async () => {
  const ada = await client(), bob = await client();
  const browser = new Browser(portal);
  const adas = await signIn(browser, ada.email), bobs = await signIn(browser, bob.email);
  const mixed = await browser.submit(adas, '/login/step', { code: freshCode(portal, bob.email, bob.secret) });
  assert.ok(refused(mixed), `${mixed.status} ${mixed.words}`);
  const inside = await browser.submit(bobs, '/login/step', { code: freshCode(portal, bob.email, bob.secret) });
  assert.ok(isIn(inside), inside.words);
  assert.ok((await browser.get('/profile')).words.includes(bob.email));
});

test('a factor that is not one’s own, or a step that is not offered, is refused', async () => {
  const person = await client();
  const { browser, page } = await step(person);
  for (const factor of ['mailed_code', 'recovery_code']) {
    const answer = await browser.submit(page, '/login/step', { factor, code: '123456' });
    assert.equal(answer.status, 422, factor);
  }
  const bad = await browser.submit(page, '/login/step', { factor: 'password', code: kPassword });
  assert.equal(bad.status, 422);
});

test('several apps with names; each works, and one is removed', async () => {
  const person = await client();
  const tablet = await addApp(person.browser, 'Tablet <b>');
  let page = await person.browser.get('/security');
  assert.ok(page.words.includes('My phone') && page.words.includes('Tablet <b>'), page.words);
  const { browser, page: asks } = await step(person);
  portal.advance(30);
  assert.ok(isIn(await browser.submit(asks, '/login/step', { code: shownCode(portal, tablet) })));
  page = await browser.submit(await browser.get('/security'), '/remove');
  assert.match(page.notice, /removed/);
  assert.ok(!page.words.includes('My phone'));
  const next = await step(person);
  assert.ok(refused(await next.browser.submit(next.page, '/login/step', { code: shownCode(portal, person.secret) })));
});

test('a change of factors ends the other sessions, is mailed and is in the audit', async () => {
  const person = await signUp(portal);
  const other = new Browser(portal);
  assert.ok(isIn(await signIn(other, person.email)));
  await addApp(person.browser);
  assert.equal((await other.get('/dashboard')).heading, 'Sign in', 'the other session lives on');
  assert.ok(isIn(await person.browser.get('/dashboard')));
  const count = (sql) => portal.database.number(sql);
  assert.equal(count(`SELECT COUNT(*) FROM outbox WHERE kind = 'factor_changed' AND recipient = '${person.email}'`), 1);
  assert.equal(count(`SELECT COUNT(*) FROM audit_event e JOIN account a ON a.id = e.account_id WHERE a.email = '${person.email}' AND action = 'totp.add'`), 1);
});

test('an app that is being set up is no factor, and nobody else sees its key', async () => {
  const person = await signUp(portal), other = await signUp(portal);
  const page = await person.browser.submit(await person.browser.get('/security'), '/security/apps');
  assert.equal((await other.browser.get(page.path)).status, 404);
  const second = new Browser(portal);
  assert.ok(isIn(await signIn(second, person.email)), 'it counts before a code was typed');
  assert.equal((await second.get(page.path)).status, 404, 'another browser of the same person sees the key');
  for (const wrong of ['0', 'x', '99999999']) {
    assert.equal((await person.browser.get(`/security/apps/${wrong}`)).status, 404, `an address with ${wrong} names no app`);
  }
});

test('the secret is nowhere in clear: not in the database, not in a log', async () => {
  const person = await client();
  const rows = portal.database.rows('SELECT secret FROM totp').flat();
  const bare = person.secret.replaceAll(' ', '');
  assert.ok(rows.length && rows.every((row) => row.startsWith('g1.')));
  for (const part of ['gate', 'house', 'courier']) assert.ok(!portal.log(part).includes(bare), part);
});

test('staff without a second factor are led to one, and are not inside before', async () => {
  const made = await portal.gatehouse(['user', 'create', `led${Date.now()}@example.org`, '--role', 'agent'], { input: `${kPassword}\n` });
  const email = made.out.match(/^created (\S+) as/)[1];
  const browser = new Browser(portal);
  const page = await signIn(browser, email);
  assert.equal(page.heading, 'Set up a second factor', page.words);
  assert.equal((await browser.get('/desk')).heading, 'Sign in');
  const secret = keyOf(page);
  const again = await browser.submit(page, '/login/enrol', { code: otherThan(shownCode(portal, secret)) });
  assert.equal(keyOf(again), secret, 'a wrong code changed the key');
  const inside = await browser.submit(again, '/login/enrol', { code: shownCode(portal, secret) });
  assert.equal(inside.heading, 'Sign-in and security', inside.words);
  const last = await browser.submit(inside, '/remove');
  assert.equal(last.status, 409, 'the last factor of staff was removed');
  const next = await signIn(new Browser(portal), email);
  assert.equal(next.heading, 'One more step');
});

test('the sysadmin resets lost factors; staff are led to a new one', async () => {
  const person = await insider(portal, 'agent');
  assert.equal((await portal.gatehouse(['user', 'reset-factors', person.email])).code, 0);
  assert.equal((await person.browser.get('/dashboard')).heading, 'Sign in');
  assert.equal((await signIn(new Browser(portal), person.email)).heading, 'Set up a second factor');
});

test('the same in JSON', async () => {
  const { email, totp } = await hire(portal, 'agent');
  const browser = new Browser(portal);
  const first = await browser.json('/login', { identifier: email, password: kPassword });
  assert.equal(first.status, 200, first.text);
  assert.equal(first.json.step, 'second_factor');
  assert.equal(browser.session, undefined);
  const { sign_in } = first.json;
  const wrong = await browser.json('/login/step', { sign_in, factor: 'totp', code: '000000' });
  assert.equal(wrong.status, 422);
  assert.equal(wrong.headers['content-type'], 'application/problem+json');
  const right = await browser.json('/login/step', { sign_in, factor: 'totp', code: freshCode(portal, email, totp) });
  assert.equal(right.status, 200, right.text);
  assert.ok(isIn(await browser.get('/dashboard')));
});
