// Recovery codes: ten, shown once, each good for one sign-in in place of the second factor; a new set kills the old.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { insider, kPassword, signUp } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const isIn = (page) => page.status === 200 && /^Hello/.test(page.heading);
const refused = (page) => page.status === 422 && page.errors.some((one) => one.field === 'code');
const shown = (page) => [...page.text.matchAll(/<li>((?:[A-Z2-7]{4}-){5}[A-Z2-7]{4})<\/li>/g)].map(([, code]) => code);

async function withCodes() {
  const person = await insider(portal, 'agent');
  const page = await person.browser.submit(await person.browser.get('/security'), '/security/recovery-codes');
  const codes = shown(page);
  assert.equal(new Set(codes).size, 10, page.words);
  return { ...person, codes };
}

// The page that asks for a recovery code.
async function step(person) {
  const browser = new Browser(portal);
  const asks = await browser.submit(await browser.get('/login'), '/login', { identifier: person.email, password: kPassword });
  assert.equal(asks.heading, 'One more step', asks.words);
  const way = asks.text.match(/href="([^"]*with=recovery_code)"/)[1].replaceAll('&amp;', '&');
  return { browser, page: await browser.get(way) };
}

async function use(person, code) {
  const { browser, page } = await step(person);
  return browser.submit(page, '/login/step', { code });
}

test('one signs in with a code, however it is typed; it is used up and the owner is told', async () => {
  const person = await withCodes();
  assert.ok(isIn(await use(person, person.codes[0])));
  assert.ok(refused(await use(person, person.codes[0])), 'it worked twice');
  assert.ok(isIn(await use(person, ` ${person.codes[1].toLowerCase().replaceAll('-', ' ')} `)));
  const mails = portal.database.number(`SELECT COUNT(*) FROM outbox WHERE kind = 'recovery_code_used' AND recipient = '${person.email}'`);
  assert.equal(mails, 2);
});

test('the same code at once from four browsers makes one session', async () => {
  const person = await withCodes();
  const tries = [];
  for (let at = 0; at < 4; ++at) tries.push(await step(person));
  const answers = await Promise.all(tries.map(({ browser, page }) => browser.submitRaw(page, '/login/step', { code: person.codes[3] })));
  assert.equal(answers.filter((one) => one.status === 303).length, 1);
});

test('a new set kills the old', async () => {
  const person = await withCodes();
  const again = shown(await person.browser.submit(await person.browser.get('/security'), '/security/recovery-codes'));
  assert.ok(refused(await use(person, person.codes[0])));
  assert.ok(isIn(await use(person, again[0])));
});

test('another person’s code, and one with a letter wrong, are refused', async () => {
  const person = await withCodes(), other = await withCodes();
  assert.ok(refused(await use(person, other.codes[0])));
  const wrong = person.codes[0].replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  assert.ok(refused(await use(person, wrong)));
});

test('who has no second factor gets none', async () => {
  const { browser } = await signUp(portal);
  const page = await browser.get('/security');
  assert.ok(!page.text.includes('/security/recovery-codes'));
  const token = page.text.match(/name="csrf_token" value="([^"]+)"/)[1];
  assert.equal((await browser.form('/security/recovery-codes', { csrf_token: token })).status, 409);
});

test('codes stand nowhere in clear', async () => {
  const person = await withCodes();
  const bare = person.codes[0].replaceAll('-', '');
  for (const part of ['gate', 'house', 'courier']) assert.ok(!portal.log(part).includes(bare), part);
  const seen = portal.database.rows('SELECT HEX(code_hash) FROM recovery_code').flat();
  assert.ok(seen.length >= 10 && seen.every((hash) => /^[0-9A-F]{64}$/.test(hash)));
});
