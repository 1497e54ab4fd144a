// The code of an authenticator app is good once for the account: whoever looks over a shoulder, or runs a false sign-in page,
// gets in with it neither after its owner nor beside them, at whichever door and however it is spelled.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { hire, kPassword, signIn, signUp } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';
import { freshCode, shownCode } from '../harness/second_factor.mjs';

const kStepUp = 300, kRounds = 3;
const portal = await sharedPortal();
const isIn = (page) => page.status === 200 && /^Hello/.test(page.heading);
const statuses = (answers) => answers.map((one) => one.status).join(' ');
const passed = (answers) => answers.filter((one) => one.status === 303 || one.status === 200).length;
const signInOf = (page) => Number(page.text.match(/name="sign_in" value="(\d+)"/)[1]);
const codeOf = (person) => freshCode(portal, person.email, person.totp);

async function step(person, browser = new Browser(portal)) {
  const page = await browser.submit(await browser.get('/login'), '/login', { identifier: person.email, password: kPassword });
  assert.equal(page.heading, 'One more step', page.words);
  return { browser, page };
}
// So many browsers that the person is signed in with, and whose proof is too old for a sensitive act.
async function late(person, amount) {
  const browsers = [];
  for (let at = 0; at < amount; ++at) {
    const browser = new Browser(portal);
    assert.ok(isIn(await signIn(browser, person.email)));
    browsers.push(browser);
  }
  portal.advance(kStepUp + 5);
  return browsers;
}
const sessions = (person) => portal.database.number(`SELECT COUNT(*) FROM session WHERE account_id = ${person.id}`);
const proofs = (person) => portal.database.number(`SELECT COUNT(*) FROM audit_event WHERE account_id = ${person.id} AND action = 'session.prove'`);
const asksAgain = async (browser) => (await browser.get('/security/passkeys/new')).heading === 'Confirm that it is you';

test('one code in two browsers at the same moment lets one of them in, as page and as JSON', async () => {
  const person = await hire(portal, 'agent');
  for (let round = 0; round < kRounds; ++round) {
    for (const send of [({ browser, page }, code) => browser.submitRaw(page, '/login/step', { code }),
      ({ browser, page }, code) => browser.json('/login/step', { sign_in: signInOf(page), factor: 'totp', code })]) {
      const tries = [await step(person), await step(person)];
      const before = sessions(person), code = codeOf(person);
      const answers = await Promise.all(tries.map((one) => send(one, code)));
      assert.equal(passed(answers), 1, statuses(answers));
      assert.equal(tries.filter(({ browser }) => browser.session).length, 1);
      assert.equal(sessions(person), before + 1);
    }
  }
});

test('one code in two browsers at the same moment proves one of them anew', async () => {
  const person = await hire(portal, 'agent');
  for (let round = 0; round < kRounds; ++round) {
    const browsers = await late(person, 2);
    const pages = await Promise.all(browsers.map((browser) => browser.get('/confirm')));
    const before = proofs(person), code = codeOf(person);
    const answers = await Promise.all(browsers.map((browser, at) => browser.submitRaw(pages[at], '/confirm', { code })));
    assert.equal(passed(answers), 1, statuses(answers));
    assert.equal(proofs(person), before + 1);
    assert.equal((await Promise.all(browsers.map(asksAgain))).filter(Boolean).length, 1, 'the other may act without a proof');
  }
});

test('one code at the sign-in and at a step-up at the same moment opens one of the two', async () => {
  const person = await hire(portal, 'agent');
  for (let round = 0; round < kRounds; ++round) {
    const [inside] = await late(person, 1);
    const confirm = await inside.get('/confirm'), { browser, page } = await step(person);
    const code = codeOf(person);
    const answers = await Promise.all([inside.submitRaw(confirm, '/confirm', { code }), browser.submitRaw(page, '/login/step', { code })]);
    assert.equal(passed(answers), 1, statuses(answers));
  }
});

test('a code that was used at one door is refused at every other, and so is the one before it', async () => {
  const person = await hire(portal, 'agent');
  const [inside] = await late(person, 1);
  const first = await step(person), second = await step(person);
  const used = codeOf(person), older = shownCode(portal, person.totp, -1);
  assert.ok(isIn(await first.browser.submit(first.page, '/login/step', { code: used })));
  const spaced = `${used.slice(0, 3)} ${used.slice(3)}`;
  for (const code of [used, spaced, older]) {
    assert.equal((await inside.submit(await inside.get('/confirm'), '/confirm', { code })).status, 422, `${code} at the step-up`);
  }
  assert.ok(await asksAgain(inside));
  portal.advance(61);
  const confirmed = codeOf(person);
  assert.equal((await inside.submitRaw(await inside.get('/confirm'), '/confirm', { code: confirmed })).status, 303);
  const dashed = `${confirmed.slice(0, 3)}-${confirmed.slice(3)}`;
  for (const code of [confirmed, dashed, shownCode(portal, person.totp, -1)]) {
    assert.equal((await second.browser.submit(second.page, '/login/step', { code })).status, 422, `${code} at the sign-in`);
  }
  assert.equal(second.browser.session, undefined);
});

test('the code that set the app up is used up: it signs nobody in', async () => {
  const { email, browser } = await signUp(portal);
  const page = await browser.submit(await browser.get('/security'), '/security/apps');
  const secret = page.text.match(/id="secret">([A-Z2-7 ]+)</)[1];
  const code = shownCode(portal, secret);
  assert.match((await browser.submit(page, page.path, { name: '', code })).notice, /was added/);
  const thief = await step({ email });
  assert.equal((await thief.browser.submit(thief.page, '/login/step', { code })).status, 422);
  assert.equal(thief.browser.session, undefined);
});

test('a second app of the account gives a used code of the first no second life', async () => {
  const person = await hire(portal, 'agent'), browser = new Browser(portal);
  assert.ok(isIn(await signIn(browser, person.email)));
  const page = await browser.submit(await browser.get('/security'), '/security/apps');
  const other = page.text.match(/id="secret">([A-Z2-7 ]+)</)[1];
  assert.match((await browser.submit(page, page.path, { name: '', code: shownCode(portal, other) })).notice, /was added/);
  portal.advance(61);
  const codes = [shownCode(portal, person.totp), shownCode(portal, other)];
  for (const code of codes) {
    const { browser: own, page: asks } = await step(person);
    assert.ok(isIn(await own.submit(asks, '/login/step', { code })));
  }
  for (const code of codes) {
    const { browser: thief, page: asks } = await step(person);
    assert.equal((await thief.submit(asks, '/login/step', { code })).status, 422);
  }
});
