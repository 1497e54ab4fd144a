// Codes by mail: in place of the password, as second step after it, and to set a forgotten one. As page and as JSON; no
// answer tells whose name was typed.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { mailedCode, otherThan } from '../harness/mailed_code.mjs';
import { address, hire, insider, kPassword, signIn, unique } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';
import { freshCode } from '../harness/second_factor.mjs';

const portal = await privatePortal({ configuration: '[factors]\nallowed = ["totp", "mailed_code", "recovery_code"]\n' });
const kNew = 'another four plain words';
const isIn = (page) => page.status === 200 && /^Hello/.test(page.heading);
const ask = async (browser, identifier, more = {}) => {
  const page = await browser.get('/login');
  return browser.follow(await browser.form('/login', { csrf_token: page.text.match(/name="csrf_token" value="([^"]+)"/)[1], identifier, password: '', with: 'mailed_code', ...more }));
};
const forget = async (browser, identifier) => browser.submit(await browser.get('/login/reset'), '/login/reset', { identifier });
const type = (browser, page, code) => browser.submit(page, '/verify-otp', { code });

test('a code instead of the password, by address or user name, each code once', async () => {
  const user_name = unique('Mia.');
  const { email, id } = await hire(portal, 'client', { user_name });
  const browser = new Browser(portal);
  const page = await ask(browser, user_name);
  assert.equal(page.heading, 'Check your mail', page.words);
  assert.ok(!page.text.includes(email), 'the address of a user name is shown');
  const code = await mailedCode(portal, email);
  const again = await type(browser, page, otherThan(code));
  assert.equal(again.status, 422);
  assert.equal(browser.session, undefined);
  const before = new Map(browser.jar);
  assert.ok(isIn(await type(browser, page, code)));
  browser.jar = before;
  assert.equal((await type(browser, page, code)).heading, 'Sign in', 'the code opens twice');
  const trail = portal.database.rows(`SELECT action FROM audit_event WHERE account_id = ${id} ORDER BY id`).flat();
  for (const action of ['sign_in_code.request', 'sign_in_code.use', 'session.start']) assert.ok(trail.includes(action), trail.join());
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM failed_sign_in WHERE account_id = ${id} AND reason = 'wrong_code'`), 1);
});

test('a code with a digit too few is no guess: told, none of the tries is spent, and no failed sign-in is kept', async () => {
  const { email, id } = await hire(portal, 'client');
  const browser = new Browser(portal);
  const page = await ask(browser, email);
  const code = await mailedCode(portal, email);
  for (let tries = 0; tries < 5; ++tries) {
    const slip = await type(browser, page, code.slice(1));
    assert.equal(slip.status, 422);
    assert.match(slip.errorText, /has 6 digits/);
  }
  assert.ok(isIn(await type(browser, page, code)));
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM failed_sign_in WHERE account_id = ${id}`), 0);
});

test('one code that is typed five times at once opens one session', async () => {
  for (let round = 0; round < 3; ++round) {
    const { email, id } = await hire(portal, 'client');
    const browser = new Browser(portal);
    const page = await ask(browser, email);
    const code = await mailedCode(portal, email);
    const answers = await Promise.all(Array.from({ length: 5 }, () => browser.submitRaw(page, '/verify-otp', { code })));
    assert.ok(answers.every((one) => one.status < 500), answers.map((one) => one.status).join(' '));
    assert.equal(portal.database.number(`SELECT COUNT(*) FROM session WHERE account_id = ${id}`), 1);
    assert.equal(portal.database.number(`SELECT COUNT(*) FROM audit_event WHERE account_id = ${id} AND action = 'sign_in_code.use'`), 1);
  }
});

test('a code is good only in the browser and for the page that asked for it', async () => {
  const ada = await hire(portal, 'client'), bob = await hire(portal, 'client');
  const browser = new Browser(portal), other = new Browser(portal);
  const pageA = await ask(browser, ada.email), pageB = await ask(browser, bob.email);
  const codeA = await mailedCode(portal, ada.email), codeB = await mailedCode(portal, bob.email);
  assert.equal((await type(browser, pageB, codeA)).status, 422, 'A opened B');
  await other.get('/login');
  const stolen = await other.form('/verify-otp', { csrf_token: await other.token(), sign_in: new URL(pageA.path, portal.url).searchParams.get('s'), code: codeA });
  assert.equal(stolen.location, '/login?notice=sign-in-over');
  assert.ok(isIn(await type(browser, pageB, codeB)));
});

test('staff are still asked for their second factor', async () => {
  const person = await hire(portal, 'agent');
  const browser = new Browser(portal);
  const step = await type(browser, await ask(browser, person.email), await mailedCode(portal, person.email));
  assert.equal(step.heading, 'One more step', step.words);
  assert.equal(browser.session, undefined);
  assert.ok(isIn(await browser.submit(step, '/login/step', { code: freshCode(portal, person.email, person.totp) })));
});

test('JSON: asked for, refused, resent too soon, passed', async () => {
  const { email } = await hire(portal, 'client');
  const browser = new Browser(portal);
  const begun = await browser.json('/login', { identifier: email, with: 'mailed_code' });
  assert.equal(begun.status, 202, begun.text);
  assert.equal(begun.json.step, 'mailed_code');
  const { sign_in } = begun.json;
  const code = await mailedCode(portal, email);
  const refused = await browser.json('/verify-otp', { sign_in, code: otherThan(code) });
  assert.equal(refused.status, 422);
  assert.match(refused.headers['content-type'], /^application\/problem\+json/);
  const soon = await browser.json('/verify-otp/resend', { sign_in });
  assert.equal(soon.status, 429);
  assert.ok(Number(soon.headers['retry-after']) > 0);
  portal.advance(61);
  assert.equal((await browser.json('/verify-otp/resend', { sign_in })).status, 202);
  const newer = await mailedCode(portal, email, 'sign_in', 1);
  if (newer !== code) assert.equal((await browser.json('/verify-otp', { sign_in, code })).status, 422, 'the older code lives on');
  const passed = await browser.json('/verify-otp', { sign_in, code: newer });
  assert.equal(passed.status, 200);
  assert.match(passed.json.next, /\/dashboard$/);
  assert.ok(browser.session);
});

test('nobody, disabled and not allowed: a phantom with the same rows, pages and limits', async () => {
  const known = await hire(portal, 'client'), off = await insider(portal, 'client'), gone = await hire(portal, 'client');
  const page = await off.browser.get('/security');
  assert.match((await off.browser.submit(page, '/security/mailed-sign-in')).notice, /choice was kept/);
  await portal.gatehouse(['user', 'disable', gone.email]);
  const counts = () => portal.database.rows('SELECT (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM challenge), (SELECT COUNT(*) FROM pending_sign_in), (SELECT COUNT(*) FROM audit_event), (SELECT COUNT(*) FROM rate)')[0].map(Number);
  const seen = [];
  for (const identifier of [known.email, address('nobody'), off.email, gone.email]) {
    const browser = new Browser(portal), before = counts();
    const begun = await browser.json('/login', { identifier, with: 'mailed_code' });
    const grown = counts().map((count, at) => count - before[at]);
    const soon = await browser.json('/login', { identifier, with: 'mailed_code' });
    const tries = [];
    for (let i = 0; i < 6; ++i) tries.push(await browser.json('/verify-otp', { sign_in: begun.json.sign_in, code: `00000${i}` }));
    seen.push(JSON.stringify([begun.status, { ...begun.json, sign_in: 0, next: '' }, grown, soon.status, tries.map((one) => [one.status, one.json.errors])]));
    assert.equal(browser.session, undefined);
  }
  for (const one of seen) assert.equal(one, seen[0]);
  for (const { email } of [off, gone]) assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE recipient = '${email}' AND kind = 'sign_in_code'`), 0);
});

test('a mailed code after the password: sent with the step, and never a mailed code twice', async () => {
  const person = await insider(portal, 'client');
  const set = await person.browser.submit(await person.browser.get('/security'), '/security/mailed-code', { state: 'on' });
  assert.match(set.notice, /choice was kept/, set.words);
  const browser = new Browser(portal);
  const step = await signIn(browser, person.email);
  assert.equal(step.heading, 'One more step', step.words);
  assert.match(step.words, /mailed to c…@example\.org ?\. It works for \d+ minutes/, 'where the code went is not said');
  const code = await mailedCode(portal, person.email);
  const refused = await browser.submit(step, '/login/step', { code: otherThan(code) });
  assert.equal(refused.status, 422);
  const soon = await browser.submit(refused, '/login/step/send');
  assert.equal(soon.status, 429, soon.words);
  assert.ok(isIn(await browser.submit(refused, '/login/step', { code })));
  assert.match((await browser.get('/confirm')).words, /Have a code mailed to c…@example\.org ?, and type it here\. It works for \d+ minutes/);
  const phantom = new Browser(portal);
  await ask(phantom, person.email);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE recipient = '${person.email}' AND kind = 'sign_in_code'`), 1, 'a mailed code alone would be enough');
});

test('a forgotten password: code, new password, everybody out, the owner told; not signed in by it', async () => {
  const person = await insider(portal, 'client');
  const browser = new Browser(portal);
  const page = await forget(browser, person.email);
  const choose = await type(browser, page, await mailedCode(portal, person.email, 'reset'));
  assert.equal(choose.heading, 'Choose a new password', choose.words);
  const short = await browser.submit(choose, '/login/reset/password', { new_password: 'short' });
  assert.equal(short.status, 422);
  const done = await browser.submit(short, '/login/reset/password', { new_password: kNew });
  assert.match(done.notice, /new password is set/, done.words);
  assert.equal(browser.session, undefined);
  assert.equal((await person.browser.get('/dashboard')).heading, 'Sign in', 'a session outlives the reset');
  assert.ok(isIn(await signIn(new Browser(portal), person.email, kNew)));
  assert.equal((await signIn(new Browser(portal), person.email, kPassword)).status, 422);
  await portal.mail.wait(person.email, (one) => /was changed/.test(one.subject));
  assert.match((await browser.submit(choose, '/login/reset/password', { new_password: kPassword })).notice, /Ask for a new code/, 'a reset works twice');
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM audit_event WHERE action = 'password.reset' AND account_id = ${person.id}`), 1);
});

test('each code mail tells who did not ask what to do: of a sign-in that nobody gets in, of a reset that the password stays', async () => {
  const { email } = await hire(portal, 'client');
  await ask(new Browser(portal), email);
  await forget(new Browser(portal), email);
  const text = async (subject) => (await portal.mail.wait(email, (one) => subject.test(one.subject))).text.replace(/\s+/g, ' ');
  const toSignIn = await text(/sign-in code/), toReset = await text(/set a new password/);
  assert.match(toSignIn, /do nothing: without this code nobody gets in\./);
  assert.match(toReset, /do nothing: your password stays as it is\./);
  assert.doesNotMatch(toReset, /nobody gets in/);
});

test('a reset does not go around the second factor, and is no way in', async () => {
  const person = await hire(portal, 'agent');
  const browser = new Browser(portal);
  const step = await type(browser, await forget(browser, person.email), await mailedCode(portal, person.email, 'reset'));
  assert.equal(step.heading, 'One more step', step.words);
  const s = new URL(step.path, portal.url).searchParams.get('s');
  assert.equal((await browser.get(`/login/reset/password?s=${s}`)).heading, 'Forgotten password');
  assert.equal((await browser.form('/login/reset/password', { csrf_token: await browser.token(), sign_in: s, new_password: kNew })).location, '/login/reset?notice=reset-over');
  assert.equal((await browser.form('/login/enrol', { csrf_token: await browser.token(), sign_in: s, name: '', code: '123456' })).location, '/login?notice=sign-in-over');
  const choose = await browser.submit(step, '/login/step', { code: freshCode(portal, person.email, person.totp) });
  assert.equal(choose.heading, 'Choose a new password', choose.words);
  assert.equal(browser.session, undefined, 'a reset signs in');
  const done = await browser.submit(choose, '/login/reset/password', { new_password: 'eight or more' });
  assert.match(done.notice, /new password is set/, done.words);
});

test('a locked sign-in does not lock the reset, and the reset unlocks it; JSON all the way', async () => {
  const { email } = await hire(portal, 'client');
  for (let tries = 0; tries < 6; ++tries) await signIn(new Browser(portal), email, 'wrong wrong wrong wrong');
  const browser = new Browser(portal);
  const begun = await browser.json('/login/reset', { identifier: email });
  assert.equal(begun.status, 202, begun.text);
  const { sign_in } = begun.json;
  const proved = await browser.json('/verify-otp', { sign_in, code: await mailedCode(portal, email, 'reset') });
  assert.equal(proved.json.step, 'new_password', proved.text);
  const set = await browser.json('/login/reset/password', { sign_in: proved.json.sign_in, new_password: kNew });
  assert.equal(set.status, 200, set.text);
  assert.ok(isIn(await signIn(new Browser(portal), email, kNew)));
});
