// A portal whose codes go to phones: Vonage and NumVerify as stubs over TLS (tests/providers), and people with a number.
import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { strict as assert } from 'node:assert';
import { createRequire } from 'node:module';
import { randomInt } from 'node:crypto';
import { after } from 'node:test';
import { Browser } from './browser.mjs';
import { signIn, signUp } from './people.mjs';
import { privatePortal } from './portal.mjs';

const require = createRequire(import.meta.url);
const { vonage, code } = require('../providers/vonage.js');
const { numverify } = require('../providers/numverify.js');
const { makeCertificates } = require('../providers/certificates.js');
export { code };
export const kWrong = '111111', kSecret = 'secret-of-vonage', kAccessKey = 'key-of-numverify';
export const newNumber = () => `+4474001${String(randomInt(10000, 99999)).replace(/1$/, '2')}`;

// { portal, text (the stub of Vonage), lookup (of NumVerify) }; `sms` and `more` are TOML, `factors` those allowed,
// `deadline` the milliseconds that Vonage has for an answer.
export async function phonePortal({ sms = '', more = '', lookups = false, deadline = 700, factors = ['totp', 'sms', 'recovery_code'], ...options } = {}) {
  const folder = mkdtempSync('/tmp/gatehouse-phone.');
  chmodSync(folder, 0o755);
  const certificates = makeCertificates(folder);
  const text = await vonage(certificates, 'abcd1234', kSecret).listen();
  const lookup = await numverify(certificates, kAccessKey).listen();
  after(async () => { await text.close(); await lookup.close(); rmSync(folder, { recursive: true, force: true }); });
  const portal = await privatePortal({
    configuration: `[factors]\nallowed = ${JSON.stringify(factors)}\n[providers]\nca_file = "${certificates.caFile}"\n`
      + `[sms]\nprovider = "vonage"\ncountries = ["GB", "DE"]\n${sms}\n[vonage]\napi_key = "abcd1234"\nbase_url = "${text.url}"\ndeadline = ${deadline}\n`
      + `[phone]\nlookup = "${lookups ? 'numverify' : 'none'}"\n[numverify]\nbase_url = "${lookup.url}/api"\n${more}`,
    secrets: { 'vonage.api_secret': kSecret, 'numverify.access_key': kAccessKey },
    ...options,
  });
  return { portal, text, lookup };
}

export const digits = (number) => number.replace('+', '');

// Types the number and agrees; the page that follows.
export async function giveNumber(browser, number, more = { consent: 'on' }) {
  return browser.submit(await browser.get('/security/phone'), '/security/phone', { number, ...more });
}

export async function addPhone(browser, number = newNumber()) {
  const asks = await giveNumber(browser, number);
  assert.equal(asks.heading, 'Type the code', asks.words);
  const done = await browser.submit(asks, asks.path, { code });
  assert.match(done.notice, /phone number was added/, done.words);
  return number;
}

// A client with a number, signed in.
export async function phoneOwner(portal) {
  const person = await signUp(portal);
  return { ...person, number: await addPhone(person.browser) };
}

// Password typed, at the second step; nothing is sent yet.
export async function atStep(portal, person, browser = new Browser(portal)) {
  const page = await signIn(browser, person.email);
  assert.equal(page.heading, 'One more step', page.words);
  return { browser, page };
}

export const sendCode = (browser, page, way = 'text') => browser.submit(page, '/login/step/phone', { way });
export const isIn = (page) => page.status === 200 && /^Hello/.test(page.heading);
