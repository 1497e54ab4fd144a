// An authenticator in memory, for tests: keys made here, answers built byte by byte as W3C Web Authentication and CTAP2
// say, and every claim of it can be set wrong. Answers as a browser would hand them to the portal's form.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
export const b64 = (bytes) => Buffer.from(bytes).toString('base64url');
export const kPresent = 1, kVerified = 4, kEligible = 8, kBackedUp = 16, kAttested = 64;

// CBOR of the few kinds that occur: whole numbers, bytes, text, maps (as arrays of pairs, in the order given).
function head(major, size) {
  if (size < 24) return Buffer.from([major << 5 | size]);
  if (size < 256) return Buffer.from([major << 5 | 24, size]);
  return Buffer.from([major << 5 | 25, size >> 8, size & 255]);
}
export function cbor(value) {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.length), ...value.flat().map(cbor)]);
}

const kinds = {
  '-7': { make: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    cose: (key) => [[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(key.x, 'base64url')], [-3, Buffer.from(key.y, 'base64url')]],
    sign: (key, bytes) => sign('sha256', bytes, key) },
  '-8': { make: () => generateKeyPairSync('ed25519'),
    cose: (key) => [[1, 1], [3, -8], [-1, 6], [-2, Buffer.from(key.x, 'base64url')]],
    sign: (key, bytes) => sign(null, bytes, key) },
  '-257': { make: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
    cose: (key) => [[1, 3], [3, -257], [-1, Buffer.from(key.n, 'base64url')], [-2, Buffer.from(key.e, 'base64url')]],
    sign: (key, bytes) => sign('sha256', bytes, key) },
  // Not on the portal's list.
  '-35': { make: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
    cose: (key) => [[1, 2], [3, -35], [-1, 2], [-2, Buffer.from(key.x, 'base64url')], [-3, Buffer.from(key.y, 'base64url')]],
    sign: (key, bytes) => sign('sha384', bytes, key) },
};

export class Passkey {
  constructor(portal, { algorithm = -7, id = randomBytes(32) } = {}) {
    this.algorithm = algorithm;
    this.keys = kinds[algorithm].make();
    this.id = id;
    this.origin = new URL(portal.url).origin;
    this.counter = 0;
    this.flags = kPresent | kVerified;
  }

  clone() { return Object.assign(Object.create(Passkey.prototype), this); }

  clientData(type, challenge, { origin = this.origin, crossOrigin = false, ...more } = {}) {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin, ...more }));
  }

  data(rpId, flags, attested = Buffer.alloc(0)) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, attested]);
  }

  cose() { return cbor(kinds[this.algorithm].cose(this.keys.publicKey.export({ format: 'jwk' }))); }

  // The answer to creation options. `wrong`: what is to be said in place of the truth.
  create(options, wrong = {}) {
    const { rpId = options.rp.id, type = 'webauthn.create', flags = this.flags, challenge = options.challenge, format = 'none',
      idLength, cut = 0, client = {} } = wrong;
    this.user = options.user.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(idLength ?? this.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, this.cose()]);
    const authData = this.data(rpId, flags | kAttested, attested);
    const object = cbor([['fmt', format], ['attStmt', []], ['authData', authData]]);
    return JSON.stringify({ id: b64(wrong.id ?? this.id), type: 'public-key', response: { transports: ['internal'],
      clientDataJSON: b64(this.clientData(type, challenge, client)), attestationObject: b64(object.subarray(0, object.length - cut)) } });
  }

  // The answer to request options.
  get(options, wrong = {}) {
    const { rpId = options.rpId, type = 'webauthn.get', flags = this.flags, challenge = options.challenge, userHandle = this.user, cut = 0,
      client = {}, signature } = wrong;
    const clientData = this.clientData(type, challenge, client);
    const data = this.data(rpId, flags);
    const signed = signature ?? kinds[this.algorithm].sign(this.keys.privateKey, Buffer.concat([data, sha256(clientData)]));
    return JSON.stringify({ id: b64(wrong.id ?? this.id), type: 'public-key', response: { clientDataJSON: b64(clientData),
      authenticatorData: b64(data.subarray(0, data.length - cut)), signature: b64(signed), ...(userHandle && { userHandle }) } });
  }
}

const tokenOf = (page) => page.text.match(/name="csrf_token" value="([^"]+)"/)[1];

// What the portal would have a browser ask, as the script on `page` fetches it.
export async function options(browser, path, page, fields = {}) {
  return browser.form(path, { csrf_token: tokenOf(page), ...fields }, { headers: { accept: 'application/json' } });
}

// A person who is signed in adds a passkey; the page that follows.
export async function addPasskey(browser, passkey, { name = 'My laptop', wrong = {} } = {}) {
  const page = await browser.get('/security/passkeys/new');
  const asked = await options(browser, '/security/passkeys/begin', page);
  return browser.submit(page, '/security/passkeys', { name, code: passkey.create(asked.json, wrong) });
}

// Begins to sign in with a passkey alone: the page and what the browser is asked.
export async function beginAlone(browser) {
  const page = await browser.get('/login');
  return { page, asked: (await options(browser, '/login/passkey/begin', page)).json };
}

export async function signInAlone(browser, passkey, wrong = {}) {
  const { page, asked } = await beginAlone(browser);
  return browser.submit(page, '/login/passkey', { code: passkey.get(asked, wrong) });
}
