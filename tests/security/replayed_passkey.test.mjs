// A challenge is for one use, one purpose, one browser and a quarter of an hour; a counter that goes back gives a copied
// authenticator away.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { signIn, signUp } from '../harness/people.mjs';
import { addPasskey, beginAlone, options, Passkey, signInAlone } from '../harness/passkey.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kHalf = 900;
const portal = await sharedPortal();
const isIn = (page) => page.status === 200 && /^Hello/.test(page.heading);
const tokenOf = (page) => page.text.match(/name="csrf_token" value="([^"]+)"/)[1];

async function client(passkey = new Passkey(portal)) {
  const person = await signUp(portal);
  assert.match((await addPasskey(person.browser, passkey)).notice, /was added/);
  return { ...person, passkey };
}
const sessions = (email) => portal.database.number(`SELECT COUNT(*) FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = '${email}'`);

test('an answer that was used is used up, also for the same browser', async () => {
  const { passkey } = await client();
  const browser = new Browser(portal);
  const { page, asked } = await beginAlone(browser);
  const before = new Map(browser.jar);
  const code = passkey.get(asked);
  assert.ok(isIn(await browser.submit(page, '/login/passkey', { code })));
  browser.jar = before;
  assert.equal((await browser.submit(page, '/login/passkey', { code })).status, 422);
  assert.equal((await browser.submit(page, '/login/passkey', { code: passkey.get(asked) })).status, 422, 'the same challenge, signed again');
});

test('a refused answer has spent its challenge: a better one comes too late', async () => {
  const { passkey } = await client();
  const browser = new Browser(portal);
  const { page, asked } = await beginAlone(browser);
  assert.equal((await browser.submit(page, '/login/passkey', { code: passkey.get(asked, { signature: Buffer.alloc(70) }) })).status, 422);
  assert.equal((await browser.submit(page, '/login/passkey', { code: passkey.get(asked) })).status, 422);
});

test('one answer sent many times at once makes one session', async () => {
  for (let round = 0; round < 3; ++round) {
    const { email, passkey } = await client();
    const browser = new Browser(portal);
    const { page, asked } = await beginAlone(browser);
    const code = passkey.get(asked);
    const before = sessions(email);
    const answers = await Promise.all(Array.from({ length: 6 }, () => browser.submitRaw(page, '/login/passkey', { code })));
    assert.equal(answers.filter((one) => one.status === 303).length, 1, answers.map((one) => one.status).join(' '));
    assert.ok(answers.every((one) => one.status < 500));
    assert.equal(sessions(email), before + 1);
  }
});

test('one new passkey sent many times at once is added once', async () => {
  const { email, browser } = await signUp(portal);
  const passkey = new Passkey(portal);
  const page = await browser.get('/security/passkeys/new');
  const asked = (await options(browser, '/security/passkeys/begin', page)).json;
  const code = passkey.create(asked);
  const answers = await Promise.all(Array.from({ length: 5 }, () => browser.submitRaw(page, '/security/passkeys', { name: '', code })));
  assert.equal(answers.filter((one) => one.status === 303).length, 1, answers.map((one) => one.status).join(' '));
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM passkey p JOIN account a ON a.id = p.account_id WHERE a.email = '${email}'`), 1);
});

test('a challenge belongs to the browser that asked', async () => {
  const { passkey } = await client();
  const victim = new Browser(portal), thief = new Browser(portal);
  const { asked } = await beginAlone(thief);
  const page = await victim.get('/login');
  assert.equal((await victim.submit(page, '/login/passkey', { code: passkey.get(asked) })).status, 422, 'a challenge of another browser is taken');
  const { page: own, asked: fresh } = await beginAlone(victim);
  assert.equal((await thief.form('/login/passkey', { csrf_token: tokenOf(await thief.get('/login')), code: passkey.get(fresh), next: '' })).status, 422, 'an answer works where it was carried to');
  assert.ok(isIn(await victim.submit(own, '/login/passkey', { code: passkey.get(fresh) })));
});

test('a challenge is over after a quarter of an hour, and good until then', async () => {
  const { passkey } = await client();
  const browser = new Browser(portal);
  const early = await beginAlone(browser), late = await beginAlone(browser);
  portal.advance(kHalf - 30);
  assert.ok(isIn(await browser.submit(early.page, '/login/passkey', { code: passkey.get(early.asked) })));
  const other = new Browser(portal);
  const over = await beginAlone(other);
  portal.advance(kHalf + 1);
  assert.equal((await other.submit(over.page, '/login/passkey', { code: passkey.get(over.asked) })).status, 422);
  assert.ok(late.asked.challenge !== early.asked.challenge);
});

test('a challenge for one purpose is none for another', async () => {
  const { email, browser, passkey } = await client();
  const fresh = new Browser(portal);
  const { page, asked: alone } = await beginAlone(fresh);
  const asks = await signIn(fresh, email);
  const sign_in = asks.text.match(/name="sign_in" value="(\d+)"/)[1];
  assert.equal((await fresh.submit(asks, '/login/step', { code: passkey.get(alone) })).status, 422, 'a sign-in alone as second step');
  const step = (await options(fresh, '/login/step/passkey', asks, { sign_in })).json;
  assert.equal((await fresh.submit(page, '/login/passkey', { code: passkey.get(step) })).status, 422, 'a second step as sign-in alone');
  assert.equal(fresh.session, undefined);
  const confirm = await browser.get('/confirm');
  const proof = (await options(browser, '/confirm/passkey', confirm)).json;
  const add = await browser.get('/security/passkeys/new');
  const made = new Passkey(portal).create({ ...proof, rp: { id: proof.rpId }, user: { id: passkey.user } });
  assert.equal((await browser.submit(add, '/security/passkeys', { name: '', code: made })).status, 422, 'a proof as a new passkey');
});

test('a challenge asked for one account is none for another in the same browser', async () => {
  const ada = await client(), bob = await client();
  const browser = new Browser(portal);
  const adas = await signIn(browser, ada.email), bobs = await signIn(browser, bob.email);
  const number = (page) => page.text.match(/name="sign_in" value="(\d+)"/)[1];
  const asked = (await options(browser, '/login/step/passkey', adas, { sign_in: number(adas) })).json;
  assert.equal((await browser.submit(bobs, '/login/step', { code: bob.passkey.get(asked) })).status, 422);
  assert.equal(browser.session, undefined);
});

test('a counter that does not grow is refused and kept, the owner hears of it once a day, and no word tells it apart', async () => {
  const passkey = new Passkey(portal);
  passkey.counter = 7;
  const { email } = await client(passkey);
  const copy = passkey.clone();
  passkey.counter = 8;
  assert.ok(isIn(await signInAlone(new Browser(portal), passkey)));
  for (const counter of [8, 7, 0]) {
    copy.counter = counter;
    const page = await signInAlone(new Browser(portal), copy);
    assert.equal(page.status, 422, `counter ${counter}`);
    assert.equal(page.errorText, 'This passkey was not accepted. Try again, or sign in another way.');
  }
  const browser = new Browser(portal);
  const asks = await signIn(browser, email);
  const sign_in = asks.text.match(/name="sign_in" value="(\d+)"/)[1];
  const asked = (await options(browser, '/login/step/passkey', asks, { sign_in })).json;
  assert.equal((await browser.submit(asks, '/login/step', { code: copy.get(asked) })).status, 422, 'as a second step');
  const count = (sql) => portal.database.number(sql);
  assert.equal(count(`SELECT COUNT(*) FROM outbox WHERE kind = 'passkey_copied' AND recipient = '${email}'`), 1);
  assert.equal(count(`SELECT COUNT(*) FROM audit_event e JOIN account a ON a.id = e.account_id WHERE a.email = '${email}' AND action = 'passkey.copied'`), 4);
  const mail = await portal.mail.wait(email, (one) => /passkey was refused/.test(one.subject));
  assert.ok(mail.text.includes('My laptop'), mail.text);
  passkey.counter = 9;
  assert.ok(isIn(await signInAlone(new Browser(portal), passkey)), 'the true one is locked out');
});

test('two answers with one counter at once: one comes in', async () => {
  const passkey = new Passkey(portal);
  passkey.counter = 1;
  const { email } = await client(passkey);
  passkey.counter = 2;
  const tries = await Promise.all(Array.from({ length: 4 }, async () => {
    const browser = new Browser(portal);
    return { browser, ...(await beginAlone(browser)) };
  }));
  const before = sessions(email);
  const answers = await Promise.all(tries.map(({ browser, page, asked }) => browser.submitRaw(page, '/login/passkey', { code: passkey.get(asked) })));
  assert.equal(answers.filter((one) => one.status === 303).length, 1, answers.map((one) => one.status).join(' '));
  assert.equal(sessions(email), before + 1);
});

test('challenges are kept as hashes only, and no answer reaches a log', async () => {
  const { passkey } = await client();
  const browser = new Browser(portal);
  const { page, asked } = await beginAlone(browser);
  const dump = portal.database.rows('SELECT HEX(challenge_hash), purpose, HEX(browser) FROM passkey_challenge').flat().join(' ');
  assert.ok(!dump.includes(Buffer.from(asked.challenge).toString('hex').toUpperCase()));
  assert.ok(!dump.includes(Buffer.from(asked.challenge, 'base64url').toString('hex').toUpperCase()));
  const code = passkey.get(asked, { signature: Buffer.alloc(70) });
  await browser.submit(page, '/login/passkey', { code });
  for (const part of ['gate', 'house']) {
    const log = portal.log(part);
    assert.ok(!log.includes(asked.challenge) && !log.includes(JSON.parse(code).response.clientDataJSON.slice(0, 60)), part);
  }
  assert.match(portal.log('gate'), /authn_passkey_fail.*reason=bad_signature/);
  assert.match(portal.log('gate'), /authn_login_fail role=gate request=\S+ reason=wrong_factor client=127\./, 'nothing that fail2ban finds');
});
