// Answers of a passkey in which one claim is false: each is refused, in the same words, and nothing comes of it. The
// authenticator in memory signs whatever it is told, so that only the portal's own checks stand in the way.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { signIn, signUp } from '../harness/people.mjs';
import { addPasskey, b64, beginAlone, kPresent, kVerified, options, Passkey, signInAlone } from '../harness/passkey.mjs';
import { sharedPortal } from '../harness/portal.mjs';
import { randomBytes } from 'node:crypto';

const portal = await sharedPortal();
const isIn = (page) => page.status === 200 && /^Hello/.test(page.heading);
const kRefused = 'This passkey was not accepted. Try again, or sign in another way.';

async function client(passkey = new Passkey(portal)) {
  const person = await signUp(portal);
  assert.match((await addPasskey(person.browser, passkey)).notice, /was added/);
  return { ...person, passkey };
}
const ada = await client(), bob = await client();

const foreign = new URL(portal.url);
foreign.port = Number(foreign.port) + 1;
const client_lies = {
  'another origin': { client: { origin: 'https://localhost.evil.example' } },
  'another port': { client: { origin: foreign.origin } },
  'plain HTTP': { client: { origin: portal.url.replace('https', 'http') } },
  'the origin with a path': { client: { origin: `${portal.url}/` } },
  'a frame of another site': { client: { crossOrigin: true } },
  'a top origin': { client: { topOrigin: 'https://evil.example' } },
  'another site’s hash': { rpId: 'evil.example' },
  'nobody was present': { flags: kVerified },
  'a challenge of its own making': { challenge: b64(randomBytes(32)) },
  'no challenge': { challenge: '' },
  'the challenge twice': { client: { challenge: ['a', 'b'] } },
  'cut short by a byte': { cut: 1 },
  'cut short by twenty bytes': { cut: 20 },
};

for (const [name, wrong] of Object.entries(client_lies)) {
  test(`a new passkey with ${name} is not added`, async () => {
    const page = await addPasskey(ada.browser, new Passkey(portal), { wrong });
    assert.equal(page.status, 422);
    assert.equal(page.errorText, 'The passkey was not added. Try again.');
  });
}

for (const [name, wrong] of Object.entries({ ...client_lies,
  'nobody verified': { flags: kPresent },
  'the other ceremony’s type': { type: 'webauthn.create' },
  'no type': { type: '' },
  'a signature of zeroes': { signature: Buffer.alloc(70) },
  'no signature': { signature: Buffer.alloc(0) },
  'nobody’s handle': { userHandle: b64(randomBytes(32)) },
  'another person’s handle': { userHandle: bob.passkey.user },
  'no handle': { userHandle: '' },
  'an unknown credential': { id: randomBytes(32) },
  'another person’s credential': { id: bob.passkey.id },
  'an empty credential id': { id: Buffer.alloc(0) } })) {
  test(`signing in alone with ${name} opens nothing`, async () => {
    const browser = new Browser(portal);
    const page = await signInAlone(browser, ada.passkey, wrong);
    assert.equal(page.status, 422, page.words);
    assert.equal(browser.session, undefined);
    // Words for what a browser never sends may differ; those for what somebody might want to find out do not.
    assert.equal(page.errorText, kRefused);
  });
}

test('the type of signing in does not add a passkey', async () => {
  assert.equal((await addPasskey(ada.browser, new Passkey(portal), { wrong: { type: 'webauthn.get' } })).status, 422);
});

test('keys of algorithms that were not offered, and other attestation, are not added', async () => {
  assert.equal((await addPasskey(ada.browser, new Passkey(portal, { algorithm: -35 }))).status, 422);
  assert.equal((await addPasskey(ada.browser, new Passkey(portal), { wrong: { format: 'tpm' } })).status, 422);
});

test('a credential id that is somebody’s already is not added, nor is another one than the key is for', async () => {
  const count = () => portal.database.number('SELECT COUNT(*) FROM passkey');
  const before = count();
  assert.equal((await addPasskey(ada.browser, new Passkey(portal, { id: bob.passkey.id }))).status, 422);
  assert.equal((await addPasskey(ada.browser, new Passkey(portal, { id: ada.passkey.id }))).status, 422);
  assert.equal((await addPasskey(ada.browser, new Passkey(portal), { wrong: { id: randomBytes(32) } })).status, 422);
  assert.equal((await addPasskey(ada.browser, new Passkey(portal), { wrong: { idLength: 1024 } })).status, 422);
  assert.equal(count(), before);
  assert.ok(isIn(await signInAlone(new Browser(portal), bob.passkey)), 'the owner of the id cannot sign in any more');
});

test('a credential id of 1,023 bytes is taken, and works', async () => {
  const { passkey } = await client(new Passkey(portal, { id: randomBytes(1023) }));
  assert.ok(isIn(await signInAlone(new Browser(portal), passkey)));
});

test('another person’s passkey is no second step, and no proof', async () => {
  const browser = new Browser(portal);
  const asks = await signIn(browser, ada.email);
  const sign_in = asks.text.match(/name="sign_in" value="(\d+)"/)[1];
  const asked = async () => (await options(browser, '/login/step/passkey', asks, { sign_in })).json;
  assert.ok(!JSON.stringify(await asked()).includes(b64(bob.passkey.id)));
  for (const passkey of [bob.passkey, Object.assign(bob.passkey.clone(), { id: ada.passkey.id }), Object.assign(bob.passkey.clone(), { user: ada.passkey.user })]) {
    assert.equal((await browser.submit(asks, '/login/step', { code: passkey.get(await asked()) })).status, 422);
  }
  assert.equal(browser.session, undefined);
  portal.advance(901);  // past the delay after wrong tries
  const carol = await client();
  portal.advance(305);
  const confirm = await carol.browser.get('/confirm');
  const proof = async () => (await options(carol.browser, '/confirm/passkey', confirm)).json;
  assert.equal((await carol.browser.submit(confirm, '/confirm', { code: bob.passkey.get(await proof()) })).status, 422);
  assert.equal((await carol.browser.submit(confirm, '/confirm', { code: carol.passkey.get(await proof()) })).heading, 'Sign-in and security');
});

test('a stranger learns no credential of anybody: not without the first step, nor in another browser', async () => {
  const victim = new Browser(portal), thief = new Browser(portal);
  const asks = await signIn(victim, bob.email);
  const sign_in = asks.text.match(/name="sign_in" value="(\d+)"/)[1];
  const page = await thief.get('/login');
  for (const number of [sign_in, '1', '0', '999999999']) {
    assert.equal((await options(thief, '/login/step/passkey', page, { sign_in: number })).status, 404, number);
    assert.equal((await options(thief, '/login/enrol/passkey/begin', page, { sign_in: number })).status, 404, number);
  }
});

test('nonsense in every part is a refusal, never a fault', async () => {
  const { asked } = await beginAlone(new Browser(portal));
  const good = JSON.parse(ada.passkey.get(asked));
  const deep = `${'['.repeat(40)}${']'.repeat(40)}`;
  const bad = ['', '{', 'null', '[]', '7', '"x"', deep, `{"type":"public-key","id":"AA","response":${deep}}`, '{"type":"public-key","id":"AA","response":7}',
    JSON.stringify({ ...good, type: 'password' }), JSON.stringify({ ...good, id: '+/==' }), JSON.stringify({ ...good, id: 7 }), JSON.stringify({ ...good, id: 'A'.repeat(2000) }),
    `${JSON.stringify(good).slice(0, -1)},"id":"AA"}`];
  for (const part of Object.keys(good.response)) {
    for (const value of [undefined, null, 7, [], {}, '', '!', 'AAAA', b64(randomBytes(300))]) {
      bad.push(JSON.stringify({ ...good, response: { ...good.response, [part]: value } }));
    }
  }
  bad.push(JSON.stringify({ ...good, response: { ...good.response, clientDataJSON: b64(`${deep}`) } }));
  let browser, page;
  for (const [at, code] of bad.entries()) {
    if (at % 30 === 0) page = await (browser = new Browser(portal)).get('/login');  // from another address
    const answer = await browser.submitRaw(page, '/login/passkey', { code });
    assert.equal(answer.status, 422, `${code.slice(0, 200)}: ${answer.status}`);
  }
});

test('huge answers are turned away before they are read', async () => {
  const browser = new Browser(portal);
  const page = await browser.get('/login');
  const long = await browser.submit(page, '/login/passkey', { code: 'x'.repeat(9000) });
  assert.equal(long.status, 422);
  for (const size of [100_000, 1_000_000]) {
    const answer = await browser.submit(page, '/login/passkey', { code: 'x'.repeat(size) });
    assert.equal(answer.status, 413, String(size));
  }
});
