// Step-up with what belongs to somebody else: an authenticator code, a passkey, a code by phone or by mail, a recovery code.
// It proves nothing, uses nothing of the other person up, and counts against who tried, never against the owner.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { addPasskey, options, Passkey } from '../harness/passkey.mjs';
import { addPhone, code as texted, phonePortal } from '../harness/phone.mjs';
import { mailedCode } from '../harness/mailed_code.mjs';
import { signUp } from '../harness/people.mjs';
import { freshCode, shownCode } from '../harness/second_factor.mjs';

const kStepUp = 300, kFailures = 5, kTries = 7;
const { portal, text } = await phonePortal({ factors: ['totp', 'sms', 'mailed_code', 'recovery_code', 'passkey'] });
const tokenOf = (page) => page.text.match(/name="csrf_token" value="([^"]+)"/)[1];
const isProved = async (browser) => (await browser.get('/security/passkeys/new')).heading !== 'Confirm that it is you';
const codesOn = (page) => page.words.match(/\b(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}\b/g) ?? [];

// A client with one of each factor, whose proof is too old.
async function equipped() {
  const person = await signUp(portal), { browser, email } = person;
  const id = portal.database.number(`SELECT id FROM account WHERE email = '${email}'`);
  const page = await browser.submit(await browser.get('/security'), '/security/apps');
  const totp = page.text.match(/id="secret">([A-Z2-7 ]+)</)[1];
  assert.match((await browser.submit(page, page.path, { name: '', code: shownCode(portal, totp) })).notice, /was added/);
  const number = await addPhone(browser);
  const passkey = new Passkey(portal);
  assert.match((await addPasskey(browser, passkey)).notice, /was added/);
  await browser.submit(await browser.get('/security'), '/security/mailed-code', { state: 'on' });
  const codes = codesOn(await browser.submit(await browser.get('/security'), '/security/recovery-codes'));
  assert.equal(codes.length, 10);
  return { ...person, id, totp, number, passkey, codes };
}

async function prove(person, factor, code, more = {}) {
  return person.browser.form('/confirm', { csrf_token: tokenOf(await person.browser.get('/confirm')), factor, code, ...more });
}
async function challenge(person) {
  return (await options(person.browser, '/confirm/passkey', await person.browser.get('/confirm'))).json;
}
async function text_me(person) {
  const page = await person.browser.get('/confirm?with=sms');
  return person.browser.submit(page, '/confirm/phone', { way: 'text' });
}
let mails = new Map();
async function mail_me(person) {
  const sent = await person.browser.form('/confirm/send', { csrf_token: tokenOf(await person.browser.get('/confirm')), factor: 'mailed_code' });
  assert.equal(sent.status, 200, sent.words);
  const nth = mails.get(person.email) ?? 0;
  mails.set(person.email, nth + 1);
  return mailedCode(portal, person.email, 'sign_in', nth);
}

// All that the database holds of a person's factors, sessions and failures, and all mail to them.
function state(person) {
  const of = (sql) => JSON.stringify(portal.database.rows(sql));
  return {
    apps: of(`SELECT id, last_step, last_used_at FROM totp WHERE account_id = ${person.id} ORDER BY id`),
    passkeys: of(`SELECT id, counter, last_used_at FROM passkey WHERE account_id = ${person.id} ORDER BY id`),
    challenges: of(`SELECT HEX(challenge_hash), used_at FROM passkey_challenge WHERE account_id = ${person.id} ORDER BY 1`),
    phones: of(`SELECT id, last_used_at FROM phone WHERE account_id = ${person.id}`),
    texted: of(`SELECT id, tries, checked_until FROM phone_code WHERE account_id = ${person.id}`),
    mailed: of(`SELECT id, tries, used_at, expires_at FROM challenge WHERE account_id = ${person.id} ORDER BY id`),
    recovery: of(`SELECT id, used_at FROM recovery_code WHERE account_id = ${person.id} ORDER BY id`),
    sessions: of(`SELECT id, HEX(token_hash), proved_at FROM session WHERE account_id = ${person.id} ORDER BY id`),
    failures: of(`SELECT id FROM failed_sign_in WHERE account_id = ${person.id}`),
    trail: of(`SELECT id FROM audit_event WHERE account_id = ${person.id} ORDER BY id`),
    mail: of(`SELECT id FROM outbox WHERE recipient = '${person.email}' ORDER BY id`),
  };
}

// What the thief has got of the owner, in the form each factor is typed.
const kLoot = {
  totp: async (owner) => freshCode(portal, owner.email, owner.totp),
  recovery_code: async (owner) => owner.codes[0],
  passkey: async (owner, thief) => owner.passkey.get(await challenge(thief)),
  sms: async (owner) => { await text_me(owner); return texted; },
  mailed_code: async (owner) => mail_me(owner),
};

for (const [factor, loot] of Object.entries(kLoot)) {
  test(`${factor} of another account proves nothing, and is as good for its owner as before`, async () => {
    text.pending.clear();
    const owner = await equipped(), thief = await equipped();
    portal.advance(kStepUp + 5);
    const stolen = await loot(owner, thief);
    const before = state(owner), session = thief.browser.session, checks = text.requests.length;
    const fields = [{}, { factor: 'totp' }];
    for (const more of fields) assert.equal((await prove(thief, factor, stolen, more)).status, 422, JSON.stringify(more));
    assert.equal(text.requests.length, checks, 'the provider was asked');
    assert.equal(thief.browser.session, session);
    assert.ok(!(await isProved(thief.browser)));
    assert.deepEqual(state(owner), before);
    const own = factor === 'passkey' ? owner.passkey.get(await challenge(owner)) : stolen;
    const used = await prove(owner, factor, own);
    assert.equal(used.status, 303, used.words);
    assert.ok(await isProved(owner.browser));
  });
}

test('a passkey’s answer to its owner’s own challenge is worth nothing in another session, and stays good', async () => {
  const owner = await equipped(), thief = await equipped();
  portal.advance(kStepUp + 5);
  const answer = owner.passkey.get(await challenge(owner)), before = state(owner);
  assert.equal((await prove(thief, 'passkey', answer)).status, 422);
  assert.deepEqual(state(owner), before);
  assert.equal((await prove(owner, 'passkey', answer)).status, 303);
});

test('the thief’s own passkey says the owner’s handle or id in vain', async () => {
  const owner = await equipped(), thief = await equipped();
  portal.advance(kStepUp + 5);
  const before = state(owner);
  const asked = await challenge(thief);
  assert.equal((await prove(thief, 'passkey', thief.passkey.get(asked, { userHandle: owner.passkey.user }))).status, 422);
  const again = await challenge(thief);
  assert.equal((await prove(thief, 'passkey', thief.passkey.get(again, { id: owner.passkey.id }))).status, 422);
  assert.deepEqual(state(owner), before);
});

test('an account, app, phone or session that a form names besides is refused, not followed', async () => {
  const owner = await equipped(), thief = await equipped();
  portal.advance(kStepUp + 5);
  const before = state(owner), code = freshCode(portal, owner.email, owner.totp);
  for (const name of ['account', 'account_id', 'app', 'sign_in', 'session', 'user', 'id', 'phone']) {
    assert.equal((await prove(thief, 'totp', code, { [name]: String(owner.id) })).status, 400, name);
  }
  assert.deepEqual(state(owner), before);
});

test('tries with another’s factors count against who tries: the thief has to wait, the owner does not', async () => {
  const owner = await equipped(), thief = await equipped();
  portal.advance(kStepUp + 65);
  for (let tries = 0; tries < kTries; ++tries) {
    assert.equal((await prove(thief, 'totp', shownCode(portal, owner.totp))).status, 422);
    assert.equal((await prove(thief, 'recovery_code', owner.codes[tries])).status, 422);
  }
  assert.ok(kTries > kFailures);
  assert.equal((await prove(thief, 'totp', shownCode(portal, thief.totp))).status, 422, 'the thief goes on unhindered');
  assert.equal((await prove(owner, 'totp', shownCode(portal, owner.totp))).status, 303, 'the owner is shut out');
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE kind = 'factor_paused' AND recipient = '${owner.email}'`), 0);
});
