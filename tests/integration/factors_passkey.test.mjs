// Passkeys: added, named, removed; the second step of a sign-in; signing in with one alone; the proof before a sensitive
// act; the enrolment of staff. The browser's part is played by an authenticator in memory.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { hire, insider, kPassword, signIn, signUp } from '../harness/people.mjs';
import { addPasskey, beginAlone, kBackedUp, kEligible, kPresent, kVerified, options, Passkey, signInAlone } from '../harness/passkey.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const kStepUp = 300;
const portal = await sharedPortal();
const isIn = (page) => page.status === 200 && /^Hello/.test(page.heading);
const count = (sql) => portal.database.number(sql);
const rows = (email) => `FROM passkey p JOIN account a ON a.id = p.account_id WHERE a.email = '${email}'`;

async function client(passkey = new Passkey(portal)) {
  const person = await signUp(portal);
  const page = await addPasskey(person.browser, passkey);
  assert.match(page.notice, /was added/, page.words);
  return { ...person, passkey };
}

// The second step as the script takes it: what is asked, and the form with the answer.
async function step(browser, page, passkey, wrong) {
  const sign_in = page.text.match(/name="sign_in" value="(\d+)"/)[1];
  const asked = await options(browser, '/login/step/passkey', page, { sign_in });
  assert.equal(asked.status, 200, asked.text);
  return browser.submit(page, '/login/step', { code: passkey.get(asked.json, wrong) });
}

for (const [name, algorithm] of [['ES256', -7], ['EdDSA', -8], ['RS256', -257]]) {
  test(`a passkey with a key for ${name} is the second step, and signs in alone`, async () => {
    const { email, passkey } = await client(new Passkey(portal, { algorithm }));
    const browser = new Browser(portal);
    const asks = await signIn(browser, email);
    assert.equal(asks.heading, 'One more step', asks.words);
    assert.equal(browser.session, undefined, 'there is a session before the second step');
    assert.ok(isIn(await step(browser, asks, passkey)));
    assert.ok(isIn(await signInAlone(new Browser(portal), passkey)));
  });
}

test('what a browser is asked: this host, the three algorithms, no attestation, a random handle, no passkey twice', async () => {
  const { email, browser, passkey } = await client();
  const page = await browser.get('/security/passkeys/new');
  const { json: asked } = await options(browser, '/security/passkeys/begin', page);
  assert.equal(asked.rp.id, 'localhost');
  assert.deepEqual(asked.pubKeyCredParams.map((one) => one.alg), [-7, -8, -257]);
  assert.equal(asked.attestation, 'none');
  assert.deepEqual(asked.authenticatorSelection, { residentKey: 'preferred', userVerification: 'preferred' });
  assert.equal(Buffer.from(asked.user.id, 'base64url').length, 32);
  assert.equal(asked.user.name, email);
  assert.deepEqual(asked.excludeCredentials.map((one) => one.id), [passkey.id.toString('base64url')]);
  const { asked: alone } = await beginAlone(new Browser(portal));
  assert.equal(alone.userVerification, 'required');
  assert.deepEqual(alone.allowCredentials, [], 'a stranger is told of passkeys');
  assert.notEqual(alone.challenge, asked.challenge);
});

test('several with names and last use; one is renamed, one removed, and the removed one is dead', async () => {
  const { email, browser, passkey } = await client();
  const second = new Passkey(portal);
  await addPasskey(browser, second, { name: 'Key <b> on the ring' });
  let page = await browser.get('/security');
  assert.ok(page.words.includes('My laptop') && page.words.includes('Key <b> on the ring'), page.words);
  assert.ok(!page.words.includes('last used'));
  assert.ok(isIn(await signInAlone(new Browser(portal), second)));
  page = await browser.get('/security');
  assert.equal(page.words.match(/last used/g).length, 1);
  page = await browser.submit(page, '/name', { name: 'Work laptop' });
  assert.match(page.notice, /new name/);
  assert.ok(page.words.includes('Work laptop') && !page.words.includes('My laptop'));
  page = await browser.submit(page, '/remove');
  assert.match(page.notice, /removed/, page.words);
  assert.ok(!page.words.includes('Work laptop'));
  assert.equal((await signInAlone(new Browser(portal), passkey)).status, 422, 'a removed passkey signs in');
  assert.equal(count(`SELECT COUNT(*) ${rows(email)}`), 1);
});

test('a passkey without a name is called after the browser', async () => {
  const person = await signUp(portal);
  const page = await addPasskey(person.browser, new Passkey(portal), { name: '' });
  assert.ok(page.words.includes('Firefox on Linux'), page.words);
});

test('adding and removing ends the other sessions, is mailed and is in the audit', async () => {
  const person = await signUp(portal);
  const other = new Browser(portal);
  assert.ok(isIn(await signIn(other, person.email)));
  await addPasskey(person.browser, new Passkey(portal));
  assert.equal((await other.get('/dashboard')).heading, 'Sign in', 'the other session lives on');
  assert.ok(isIn(await person.browser.get('/dashboard')));
  await person.browser.submit(await person.browser.get('/security'), '/remove');
  assert.equal(count(`SELECT COUNT(*) FROM outbox WHERE kind = 'factor_changed' AND recipient = '${person.email}'`), 2);
  const actions = portal.database.rows(`SELECT action FROM audit_event e JOIN account a ON a.id = e.account_id WHERE a.email = '${person.email}' AND action LIKE 'passkey.%' ORDER BY e.id`);
  assert.deepEqual(actions.flat(), ['passkey.add', 'passkey.remove']);
});

test('a passkey is proof before a sensitive act, and adding one asks for proof', async () => {
  const { browser, passkey } = await client();
  portal.advance(kStepUp + 5);
  const asks = await browser.get('/security/passkeys/new');
  assert.equal(asks.heading, 'Confirm that it is you');
  assert.ok(!asks.text.includes('type="password"'), 'a password is asked for where there is a passkey');
  assert.equal((await options(browser, '/security/passkeys/begin', asks)).status, 403);
  const before = browser.session;
  const asked = (await options(browser, '/confirm/passkey', asks)).json;
  assert.equal(asked.userVerification, 'preferred');
  const there = await browser.submit(asks, '/confirm', { code: passkey.get(asked) });
  assert.equal(there.heading, 'Add a passkey', there.words);
  assert.notEqual(browser.session, before);
});

test('a form that waits for proof goes on by another factor too, where no passkey can be used', async () => {
  const { email, browser } = await client();
  const codes = await browser.submit(await browser.get('/security'), '/security/recovery-codes');
  const code = codes.text.match(/<li>([A-Z2-7-]{29})<\/li>/)[1];
  const page = await browser.get('/security');
  portal.advance(kStepUp + 5);
  const first = await browser.submit(page, '/remove');
  const asks = await browser.submit(first, '/confirm');
  assert.ok(asks.text.includes('name="factor" value="passkey"'), asks.words);
  const kept = asks.text.match(/name="kept" value="([^"]+)"/)[1];
  const instead = await browser.form('/confirm', { csrf_token: asks.text.match(/name="csrf_token" value="([^"]+)"/)[1], next: '', kept, with: 'recovery_code' });
  assert.ok(instead.text.includes('name="factor" value="recovery_code"'), instead.words);
  const go = await browser.submit(instead, '/confirm', { code });
  assert.equal(go.heading, 'Thank you', go.words);
  await browser.submit(go, '/remove');
  assert.equal(count(`SELECT COUNT(*) ${rows(email)}`), 0);
});

test('staff without a second factor may make a passkey, and come in with it; the last one stays', async () => {
  const made = await portal.gatehouse(['user', 'create', `led${Date.now()}@example.org`, '--role', 'agent'], { input: `${kPassword}\n` });
  const email = made.out.match(/^created (\S+) as/)[1];
  const browser = new Browser(portal), passkey = new Passkey(portal);
  const page = await signIn(browser, email);
  assert.equal(page.heading, 'Set up a second factor', page.words);
  const sign_in = page.text.match(/name="sign_in" value="(\d+)"/)[1];
  const asked = (await options(browser, '/login/enrol/passkey/begin', page, { sign_in })).json;
  const inside = await browser.submit(page, '/login/enrol/passkey', { code: passkey.create(asked) });
  assert.equal(inside.heading, 'Sign-in and security', inside.words);
  assert.match(inside.notice, /passkey was added/);
  assert.equal((await browser.submit(inside, '/remove')).status, 409, 'the last factor of staff was removed');
  assert.ok(isIn(await signInAlone(new Browser(portal), passkey)), 'a verified passkey alone is not enough for staff');
});

test('a passkey that cannot verify the person is a second step, and no sign-in alone', async () => {
  const passkey = new Passkey(portal);
  passkey.flags = kPresent;
  const { email } = await client(passkey);
  const browser = new Browser(portal);
  assert.ok(isIn(await step(browser, await signIn(browser, email), passkey)));
  assert.equal((await signInAlone(new Browser(portal), passkey)).status, 422);
});

test('recovery codes stand in for a lost passkey, and go with the last factor', async () => {
  const { email, browser } = await client();
  const codes = await browser.submit(await browser.get('/security'), '/security/recovery-codes');
  const code = codes.text.match(/<li>([A-Z2-7-]{29})<\/li>/)[1];
  const other = new Browser(portal);
  const asks = await signIn(other, email);
  const instead = await other.get(asks.text.match(/href="([^"]*with=recovery_code)"/)[1].replace('&amp;', '&'));
  const inside = await other.submit(instead, '/login/step', { code });
  assert.ok(isIn(inside), inside.words);
  await other.submit(await other.get('/security'), '/remove');
  assert.equal(count(`SELECT COUNT(*) FROM recovery_code r JOIN account a ON a.id = r.account_id WHERE a.email = '${email}'`), 0);
  assert.ok(isIn(await signIn(new Browser(portal), email)), 'a factor is asked for that is not there');
});

test('backup flags are kept and follow the authenticator; one that changes its kind is refused', async () => {
  const passkey = new Passkey(portal);
  passkey.flags = kPresent | kVerified | kEligible;
  const { email, browser } = await client(passkey);
  const flags = () => portal.database.rows(`SELECT p.backup_eligible, p.backed_up ${rows(email)}`)[0].join('');
  assert.equal(flags(), '10');
  passkey.flags |= kBackedUp;
  assert.ok(isIn(await signInAlone(new Browser(portal), passkey)));
  assert.equal(flags(), '11');
  assert.ok((await browser.get('/security')).words.includes('backed up'));
  passkey.flags = kPresent | kVerified;
  assert.equal((await signInAlone(new Browser(portal), passkey)).status, 422);
});

test('the person goes on to where they were going, and stays signed in where they wish it', async () => {
  const { passkey } = await client();
  const browser = new Browser(portal);
  const page = await browser.get('/tickets/new');
  const asked = (await options(browser, '/login/passkey/begin', page)).json;
  const answer = await browser.submitRaw(page, '/login/passkey', { code: passkey.get(asked), remember: 'on' });
  assert.equal(answer.location, '/tickets/new', answer.words);
  assert.ok(answer.cookies.some((one) => /__Host-gatehouse-local=.*Max-Age=1209600/i.test(one)), answer.cookies.join('\n'));
});

test('the sysadmin resets lost factors: passkeys go too', async () => {
  const { email, passkey } = await client();
  assert.equal((await portal.gatehouse(['user', 'reset-factors', email])).code, 0);
  assert.equal((await signInAlone(new Browser(portal), passkey)).status, 422);
  assert.ok(isIn(await signIn(new Browser(portal), email)));
});

test('a disabled account’s passkey opens nothing, and says no more than any other refusal', async () => {
  const { email, passkey } = await client();
  assert.equal((await portal.gatehouse(['user', 'disable', email])).code, 0);
  const page = await signInAlone(new Browser(portal), passkey);
  assert.equal(page.status, 422);
  assert.equal(page.errorText, (await signInAlone(new Browser(portal), Object.assign(new Passkey(portal), { user: passkey.user }))).errorText);
  assert.equal(count(`SELECT COUNT(*) FROM failed_sign_in f JOIN account a ON a.id = f.account_id WHERE a.email = '${email}' AND f.reason = 'disabled'`), 1);
});

test('twenty passkeys are enough', async () => {
  const { email, browser } = await client();
  const id = count(`SELECT id FROM account WHERE email = '${email}'`);
  portal.database.rows(`INSERT INTO passkey (account_id, credential_id, public_key, counter, transports, aaguid, user_verified, backup_eligible, backed_up, name, created_at)
    SELECT ${id}, RANDOM_BYTES(32), 'x', 0, '', REPEAT('x', 16), 1, 0, 0, 'x', UTC_TIMESTAMP() FROM seq_1_to_19`);
  const page = await browser.get('/security/passkeys/new');
  assert.equal((await options(browser, '/security/passkeys/begin', page)).status, 409);
});

test('the same in JSON', async () => {
  const { email, passkey } = await client();
  const browser = new Browser(portal);
  const alone = await browser.json('/login/passkey/begin', {});
  assert.equal(alone.status, 200, alone.text);
  const done = await browser.json('/login/passkey', { code: passkey.get(alone.json) });
  assert.equal(done.status, 200, done.text);
  assert.ok(isIn(await browser.get('/dashboard')));
  const second = new Browser(portal);
  const first = await second.json('/login', { identifier: email, password: kPassword });
  const { sign_in } = first.json;
  const asked = await second.json('/login/step/passkey', { sign_in });
  assert.deepEqual(asked.json.allowCredentials, [{ id: passkey.id.toString('base64url'), transports: ['internal'], type: 'public-key' }]);
  const wrong = await second.json('/login/step', { sign_in, factor: 'passkey', code: passkey.get(asked.json, { signature: Buffer.from('no') }) });
  assert.equal(wrong.status, 422);
  assert.equal(wrong.headers['content-type'], 'application/problem+json');
  const again = await second.json('/login/step/passkey', { sign_in });
  const right = await second.json('/login/step', { sign_in, factor: 'passkey', code: passkey.get(again.json) });
  assert.equal(right.status, 200, right.text);
  assert.ok(isIn(await second.get('/dashboard')));
});
