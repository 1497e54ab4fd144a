// The phone of a person in a test: codes as RFC 6238 asks, computed here and not by the portal. Follows the portal's
// clock; where the current step was used up already, the clock moves on to the next.
import { strict as assert } from 'node:assert';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { quoted } from './database.mjs';

const kStep = 30, kAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytes(base32) {
  const bits = [...base32.replace(/[ =]/g, '')].map((c) => kAlphabet.indexOf(c.toUpperCase()).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

// The code of a counter (RFC 4226, 6 digits).
export function hotp(secret, counter) {
  const moving = Buffer.alloc(8);
  moving.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', Buffer.isBuffer(secret) ? secret : bytes(secret)).update(moving).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

const now = (portal) => Date.now() / 1000 + Number(readFileSync(portal.clockFile, 'utf8'));

// What an app that knows `secret` shows now, or showed `steps` before.
export const shownCode = (portal, secret, steps = 0) => hotp(secret, Math.floor(now(portal) / kStep) + steps);

// A code that the portal has not seen from this account yet.
export function freshCode(portal, email, secret) {
  const used = portal.database.number(`SELECT COALESCE(MAX(t.last_step), 0) FROM totp t JOIN account a ON a.id = t.account_id
    WHERE a.email_canonical = ${quoted(email.toLowerCase())}`);
  if (Math.floor(now(portal) / kStep) <= used) portal.advance(Math.ceil((used + 1) * kStep - now(portal)));
  return shownCode(portal, secret);
}

// A person who is signed in sets an app up; its secret.
export async function addApp(browser, name = 'My phone') {
  const page = await browser.submit(await browser.get('/security'), '/security/apps');
  assert.equal(page.heading, 'Add an authenticator app', page.words);
  const secret = page.text.match(/id="secret">([A-Z2-7 ]+)</)[1];
  const done = await browser.submit(page, page.path, { name, code: shownCode(browser.portal, secret) });
  assert.match(done.notice, /was added/, done.words);
  return secret;
}
