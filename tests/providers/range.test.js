// Breached passwords by range: what leaves for the provider, and that every trouble is "nobody could say".
'use strict';
const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, beforeEach, describe, it } = require('node:test');
const { makeCertificates } = require('./certificates');
const { pwned, sha1 } = require('./pwned');
const { stranger } = require('./stub');

const probe = path.join(__dirname, '..', '..', 'build', 'tests', 'range_probe');
const unknown = 'nobody could say';

describe('breached passwords by range', () => {
  let folder, certificates, stub, other;
  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-range-'));
    certificates = makeCertificates(folder);
    other = await stranger(certificates);
    stub = await pwned(certificates, { password: 9545824, 'P@ssw0rd': 73, padded: 0 }).listen();
  });
  beforeEach(() => { stub.fault = null; stub.requests.length = 0; });
  after(async () => { other.close(); await stub.close(); fs.rmSync(folder, { recursive: true }); });

  // The two answers of one client.
  const ask = (password, ca = certificates.caFile) => new Promise((done, fail) => {
    execFile(probe, [stub.url, ca, sha1(password)], (error, out) => (error ? fail(error) : done(out.trim().split('\n'))));
  });

  it('gives away five digits, over one kept connection', async () => {
    assert.strictEqual(sha1('password'), '5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8');
    assert.deepStrictEqual(await ask('password'), ['9545824', '9545824']);
    assert.strictEqual(stub.requests.length, 2);
    for (const { method, path: asked, headers, body } of stub.requests) {
      assert.deepStrictEqual([method, asked, body], ['GET', '/range/5BAA6', '']);
      assert.strictEqual(headers['add-padding'], 'true');
      assert.match(headers['user-agent'], /^Gatehouse\/\d/);
      assert.match(headers['accept-encoding'], /gzip/);
      assert.strictEqual(headers.authorization, undefined);
    }
  });

  it('takes padding and strangers for no hit', async () => {
    assert.deepStrictEqual(await ask('padded'), ['0', '0']);
    assert.deepStrictEqual(await ask('never seen anywhere'), ['0', '0']);
  });

  for (const [what, fault, count] of [
    ['400', { status: 400, body: 'The hash prefix was not in a valid format' }, 1], ['404', { status: 404, body: 'x:1' }, 1],
    ['403', { status: 403, body: '' }, 1], ['429', { status: 429, body: '' }, 2], ['503 with a page', { status: 503, body: '<html>' }, 2],
    ['200 without a body', { status: 200, body: '' }, 1], ['a redirect', { status: 302, headers: { get location() { return other.url; } } }, 1],
    ['200 with an error inside', { status: 200, body: '{"statusCode":429,"message":"Rate limit is exceeded: 5"}' }, 1],
    ['200 with bytes of no encoding', { status: 200, body: Buffer.from([0xff, 0xfe, 58, 0, 1, 0x80]) }, 1],
    ['429 that says how long', { status: 429, headers: { 'retry-after': '30' }, body: '' }, 2],
    ['an answer that never ends', { act: 'drip' }, 2], ['an answer in another protocol', { act: 'garbage' }, 2],
    ['an answer over the cap', { status: 200, body: '0018A45C4D1DEF81644B54AB7F969B88D65:1\r\n'.repeat(7000) }, 2],
    ['no answer', { act: 'hang' }, 2], ['half an answer, then silence', { act: 'hang-body' }, 2],
    ['half an answer, then the end', { act: 'cut' }, 2], ['a reset', { act: 'reset' }, 2],
  ]) {
    it(`${what}: ${unknown}`, async () => {
      stub.fault = fault;
      assert.deepStrictEqual(await ask('password'), [unknown, unknown]);
      assert.strictEqual(stub.requests.length, 2 * count);
      assert.deepStrictEqual(other.leaked, []);
    });
  }

  it('reads lines that end in LF, the last in nothing, in small letters', async () => {
    stub.fault = { status: 200, body: `nonsense\n\n:5\n${sha1('password').slice(5).toLowerCase()}:12` };
    assert.deepStrictEqual(await ask('password'), ['12', '12']);
  });

  it('a page under 200 is no list', async () => {
    stub.fault = { status: 200, body: '<html style="color:red">hello</html>' };
    assert.deepStrictEqual(await ask('password'), [unknown, unknown]);
  });

  it('waits for a slow answer', async () => {
    stub.fault = { act: 'slow' };
    assert.deepStrictEqual(await ask('password'), ['9545824', '9545824']);
    assert.strictEqual(stub.requests.length, 2);
  });

  it('asks a second time after a reset, and takes that answer', async () => {
    stub.fault = { act: 'reset', times: 1 };
    assert.deepStrictEqual(await ask('P@ssw0rd'), ['73', '73']);
  });

  it('believes no stranger', async () => {
    assert.deepStrictEqual(await ask('password', ''), [unknown, unknown]);
    assert.strictEqual(stub.requests.length, 0);
  });
});
