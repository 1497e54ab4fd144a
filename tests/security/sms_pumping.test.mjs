// Texts cost money, and some people earn by having them sent: however it is tried, by page or JSON, over numbers,
// accounts, browsers and addresses, no more leave than the limits say, and nobody uses up what another may ask for.
import test, { beforeEach } from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { atStep, code, digits, giveNumber, isIn, newNumber, phoneOwner, phonePortal, sendCode } from '../harness/phone.mjs';
import { kPassword, signUp } from '../harness/people.mjs';

const kHour = 3, kDay = 6, kAddress = 4, kCountry = 10;
const { portal, text } = await phonePortal({
  sms: `per_hour = ${kHour}\nper_day = ${kDay}\naddress_per_hour = ${kAddress}\ncountry_per_hour = ${kCountry}` });
const isStart = (one) => one.method === 'POST' && one.path === '/v2/verify';
const starts = () => text.requests.filter(isStart).length;
const sentTo = (number) => text.requests.filter((one) => isStart(one) && one.body.includes(digits(number))).length;
beforeEach(() => { portal.advance(86400 + 60); text.pending.clear(); });

test('one number gets so many codes an hour and a day, however many browsers ask', async () => {
  const person = await phoneOwner(portal);
  const before = sentTo(person.number);
  for (let hour = 0; hour < 4; ++hour) {
    for (let at = 0; at < kHour + 2; ++at) {
      const { browser, page } = await atStep(portal, person);
      await sendCode(browser, page);
      portal.advance(61);
    }
    assert.ok(sentTo(person.number) - before <= Math.min(kDay, kHour * (hour + 1)), `hour ${hour}`);
    portal.advance(3600);
  }
  assert.equal(sentTo(person.number) - before, kDay - 1, 'the account’s day counts the first code too');
});

test('twenty at once to one number: one leaves', async () => {
  const person = await phoneOwner(portal);
  const before = sentTo(person.number);
  const { browser, page } = await atStep(portal, person);
  const sign_in = Number(page.text.match(/name="sign_in" value="(\d+)"/)[1]);
  const answers = await Promise.all(Array.from({ length: 20 }, () => browser.json('/login/step/phone', { sign_in, way: 'text' })));
  assert.equal(answers.filter((one) => one.status === 202).length, 1);
  assert.equal(sentTo(person.number) - before, 1);
});

test('one account that tries number after number', async () => {
  const { browser } = await signUp(portal);
  const before = starts();
  for (let at = 0; at < kHour + 4; ++at) await giveNumber(browser, newNumber());
  assert.equal(starts() - before, kHour);
});

test('one number named by many accounts', async () => {
  const number = newNumber();
  for (let at = 0; at < kHour + 2; ++at) {
    await giveNumber((await signUp(portal)).browser, number);
    text.pending.clear();
    portal.advance(61);
  }
  assert.equal(sentTo(number), kHour);
});

test('many accounts from one address', async () => {
  const before = starts();
  const first = await signUp(portal);
  for (let at = 0; at < kAddress + 3; ++at) {
    const { browser } = await signUp(portal, { browser: new Browser(portal, { address: first.browser.address }) });
    await giveNumber(browser, newNumber());
  }
  assert.equal(starts() - before, kAddress);
});

test('many accounts, numbers and addresses into one country: the brake holds, is logged, and spares others', async () => {
  const before = starts();
  for (let at = 0; at < kCountry + 2; ++at) await giveNumber((await signUp(portal)).browser, newNumber());
  assert.equal(starts() - before, kCountry);
  assert.match(portal.log('gate'), /level=warning event=sms\.limit .*limit=sms\.country_hour country=GB/);
  const other = await giveNumber((await signUp(portal)).browser, '+4915112345678');
  assert.equal(other.heading, 'Type the code', other.words);
});

test('who adds somebody else’s number does not use up what its owner may ask for', async () => {
  const owner = await phoneOwner(portal);
  portal.advance(3700);
  for (let at = 0; at < kHour + 1; ++at) {
    const { browser } = await signUp(portal);
    await giveNumber(browser, owner.number);
    portal.advance(61);
  }
  text.pending.clear();
  const { browser, page } = await atStep(portal, owner);
  const asks = await sendCode(browser, page);
  assert.ok(isIn(await browser.submit(asks, '/login/step', { code })), asks.words);
});

test('a stranger without the password has no text sent', async () => {
  const person = await phoneOwner(portal);
  const before = starts();
  const browser = new Browser(portal);
  const wrong = await browser.submit(await browser.get('/login'), '/login', { identifier: person.email, password: `${kPassword}!` });
  assert.equal(wrong.status, 422);
  for (let sign_in = 1; sign_in < 30; ++sign_in) assert.equal((await browser.json('/login/step/phone', { sign_in, way: 'text' })).status, 404);
  assert.equal(starts(), before);
});
