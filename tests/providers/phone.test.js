// `sms test` with Vonage Verify (v2 and v1) and NumVerify: the requests on the wire, and what each answer comes to.
'use strict';
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, beforeEach, describe, it } = require('node:test');
const { makeCertificates } = require('./certificates');
const { numverify, failure } = require('./numverify');
const { basic, stranger } = require('./stub');
const { vonage, code } = require('./vonage');

const root = path.join(__dirname, '..', '..');
const program = process.env.GATEHOUSE || path.join(root, 'build', 'gatehouse');
const number = '442070313000', wrong = '111111';
const key = 'abcd1234', secret = 'key-of-vonage&ä=', accessKey = 'key-of-numverify&+';
const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>hello</html>' };
const rubbish = Buffer.from([0xff, 0xfe, 0, 1, 0x80]);
let folder, certificates, other;
before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-phone-'));
  certificates = makeCertificates(folder);
  other = await stranger(certificates);
});
after(() => {
  other.close();
  assert.deepStrictEqual(other.leaked, [], 'a redirect was followed');
  fs.rmSync(folder, { recursive: true });
});

function configure(settings) {
  const all = { portal: { environment: 'testing', base_url: 'https://portal.test', name: 'A/B {Portal}: of tests' },
    providers: { ca_file: certificates.caFile }, log: { level: 'debug' }, ...settings };
  fs.writeFileSync(path.join(folder, 'config.toml'), Object.entries(all).map(([section, values]) => `[${section}]\n${
    Object.entries(values).map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`).join('')}`).join('\n'));
}

// Types `typed` as the code; between, `meanwhile` runs once the question is asked.
function sms({ typed = '', meanwhile = () => {}, to = number, flags = [] } = {}) {
  const child = spawn(program, ['--config', path.join(folder, 'config.toml'), 'sms', 'test', `+${to}`, ...flags]);
  const result = { out: '', err: '' };
  let asked = false;
  child.stdin.on('error', () => {});
  child.stdout.on('data', (bytes) => {
    result.out += bytes;
    if (!asked && result.out.includes('Code (')) { asked = true; meanwhile(); child.stdin.end(`${typed}\n`); }
  });
  child.stderr.on('data', (bytes) => { result.err += bytes; });
  return new Promise((done) => child.on('close', (status) => {
    assert.doesNotMatch(result.out + result.err, /key-of-|2070313|482913|111111/);
    done({ ...result, status });
  }));
}

for (const version of ['vonage', 'vonage_v1']) {
  describe(`proof of a phone number by ${version}`, () => {
    const modern = version === 'vonage';
    let stub;
    before(async () => {
      stub = await vonage(certificates, key, secret).listen();
      configure({ sms: { provider: version }, vonage: { base_url: stub.url, api_key: key, api_secret: secret, deadline: 600 } });
    });
    beforeEach(() => { stub.fault = null; stub.pending.clear(); stub.requests.length = 0; });
    after(() => stub.close());
    const refused = (text) => (modern ? { body: { title: text, detail: `to ${number}` } } : { status: 200, body: { status: text, error_text: `to ${number}` } });
    const form = (request) => Object.fromEntries(new URLSearchParams(request.body));

    it('starts and checks exactly as the interface says', async () => {
      const { out, status } = await sms({ typed: code });
      assert.match(out, new RegExp(`${version}: started[^]*${version}: verified`));
      assert.strictEqual(status, 0);
      const [start, check] = stub.requests;
      assert.strictEqual(stub.requests.length, 2);
      for (const { headers, method } of stub.requests) {
        const { host, 'user-agent': agent, 'accept-encoding': encoding, 'content-length': length, ...ours } = headers;
        assert.strictEqual(method, 'POST');
        assert.deepStrictEqual(ours, modern
          ? { authorization: basic(key, secret), 'content-type': 'application/json', accept: 'application/json' }
          : { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' });
      }
      if (modern) {
        assert.strictEqual(start.path, '/v2/verify');
        const { brand, ...rest } = JSON.parse(start.body);
        assert.match(brand, /^[^/{}:$]{1,16}$/);
        assert.deepStrictEqual(rest, { locale: 'en-gb', channel_timeout: 60, code_length: 6, client_ref: 'test',
          workflow: [{ channel: 'sms', to: number }, { channel: 'voice', to: number }] });
        assert.match(check.path, /^\/v2\/verify\/[-0-9a-f]{36}$/);
        assert.deepStrictEqual(JSON.parse(check.body), { code });
      } else {
        assert.strictEqual(start.path, '/verify/json');
        const { brand, ...rest } = form(start);
        assert.match(brand, /^.{1,18}$/);
        assert.deepStrictEqual(rest, { api_key: key, api_secret: secret, number, code_length: '6', workflow_id: '5', pin_expiry: '300',
          next_event_wait: '60', lg: 'en-gb' });
        assert.strictEqual(check.path, '/verify/check/json');
        const { request_id: reference, ...asked } = form(check);
        assert.match(reference, /^[0-9a-f]{32}$/);
        assert.deepStrictEqual(asked, { api_key: key, api_secret: secret, code });
      }
    });

    it('calls at once where no text message can arrive', async () => {
      assert.match((await sms({ flags: ['--call'] })).out, /: started/);
      const [start] = stub.requests;
      if (modern) {
        const { workflow, channel_timeout: wait } = JSON.parse(start.body);
        assert.deepStrictEqual([workflow, wait], [[{ channel: 'voice', to: number }], 180]);
      } else {
        const { workflow_id: workflow, next_event_wait: wait } = form(start);
        assert.deepStrictEqual([workflow, wait], ['7', undefined]);
      }
    });

    it('calls now when asked to, once; then no way is left, and the code is still good', async () => {
      const { out, status } = await sms({ typed: `call\ncall\n${code}` });
      assert.match(out, new RegExp(`${version}: started[^]*${version}: started[^]*${version}: running[^]*${version}: verified`));
      assert.strictEqual(status, 0);
      const [, call] = stub.requests;
      if (modern) assert.match(`${call.method} ${call.path}`, /^POST \/v2\/verify\/[-0-9a-f]{36}\/next_workflow$/);
      else assert.deepStrictEqual([call.path, form(call).cmd], ['/verify/control/json', 'trigger_next_event']);
    });

    it('cancels when nobody types a code', async () => {
      assert.strictEqual((await sms()).status, 0);
      assert.strictEqual(stub.pending.size, 0);
      const { method, path: asked, body } = stub.last;
      if (modern) assert.deepStrictEqual([method, body], ['DELETE', '']);
      else assert.deepStrictEqual([asked, form(stub.last).cmd], ['/verify/control/json', 'cancel']);
    });

    // what, answer, outcome, requests
    const common = [
      ['500 with a page', { status: 500, body: '<html>' }, 'unavailable', 2],
      ['429', { status: 429, body: { title: 'Rate Limit Hit' } }, 'later', 1],
      ['401', { status: 401, body: '' }, 'misconfigured', 1],
      ['402', { status: 402, body: '' }, 'misconfigured', 1],
      ['403', { status: 403, body: '' }, 'misconfigured', 1],
      ['a redirect', { status: 302, headers: { get location() { return other.url; } } }, 'misconfigured', 1],
      ['503 without a body', { status: 503, body: '' }, 'unavailable', 2],
      ['429 that says how long', { status: 429, headers: { 'retry-after': '30' }, body: '' }, 'later', 1],
      ['no answer', { act: 'hang' }, 'unavailable', 2],
      ['an answer that never ends', { act: 'drip' }, 'unavailable', 2],
      ['an answer in another protocol', { act: 'garbage' }, 'unavailable', 2],
      ['half an answer, then silence', { act: 'hang-body' }, 'unavailable', 2],
      ['half an answer, then the end', { act: 'cut' }, 'unavailable', 2],
      ['a reset', { act: 'reset' }, 'unavailable', 2],
      ['an answer of 1 MiB', { status: 200, body: `{"request_id":"${'x'.repeat(1 << 20)}"}` }, 'unavailable'],
    ];
    const starts = modern ? [
      ['202 with cut-off JSON', { status: 202, body: '{"request_id":"abc' }, 'unavailable', 1],
      ['202 with bytes of no encoding', { status: 202, body: rubbish }, 'unavailable', 1],
      ['200 with an error inside', { status: 200, ...refused('Invalid params') }, 'unavailable', 1],
      ['400', { status: 400, ...refused('Invalid params') }, 'bad_number', 1],
      ['422 with a list of parameters', { status: 422, body: { title: 'Invalid params', invalid_parameters: [{ name: 'brand', reason: 'x' }] } }, 'bad_number', 1],
      ['422 with one parameter', { status: 422, body: { title: 7, invalid_parameters: { name: 'brand', reason: 'x' } } }, 'bad_number', 1],
      ['404 at a wrong address', { ...page, status: 404 }, 'misconfigured', 1],
      ['409 with a path for a reference', { status: 409, body: { title: 'Conflict', request_id: '../x?y' } }, 'running', 1],
      ['202 without a reference', { status: 202, body: '' }, 'unavailable', 1],
      ['202 with a number for a reference', { status: 202, body: { request_id: 7 } }, 'unavailable', 1],
      ['202 with a path for a reference', { status: 202, body: { request_id: '../../x?y' } }, 'unavailable', 1],
      ['202 with a page', { ...page, status: 202 }, 'unavailable', 1],
      ['409', { status: 409, ...refused('Conflict') }, 'running', 1],
      ['422', { status: 422, ...refused('Invalid params') }, 'bad_number', 1],
    ] : [
      ...[['1', 'later', 1], ['2', 'misconfigured', 1], ['3', 'bad_number', 1], ['4', 'misconfigured', 1], ['5', 'unavailable', 2],
        ['6', 'bad_number', 1], ['7', 'unreachable_number', 1], ['8', 'misconfigured', 1], ['9', 'misconfigured', 1], ['10', 'running', 1],
        ['15', 'unreachable_number', 1], ['20', 'misconfigured', 1], ['29', 'misconfigured', 1], ['777', 'misconfigured', 1]]
        .map(([status, outcome, count]) => [`status ${status}`, refused(status), outcome, count]),
      ['a status that is a number', { status: 200, body: { status: 0, request_id: 'abc' } }, 'misconfigured', 1],
      ['status 0 without a reference', refused('0'), 'unavailable', 1],
      ['status 0 with a path for a reference', { status: 200, body: { status: '0', request_id: '../x?y' } }, 'unavailable', 1],
      ['200 with cut-off JSON', { status: 200, body: '{"request_id":"abc","status":"0' }, 'misconfigured', 1],
      ['200 with bytes of no encoding', { status: 200, body: rubbish }, 'misconfigured', 1],
      ['an empty 200', { status: 200, body: '' }, 'misconfigured', 1],
      ['200 with a page', page, 'misconfigured', 1],
    ];
    for (const [what, fault, outcome, count] of [...starts, ...common]) {
      it(`start answered with ${what}: ${outcome}`, async () => {
        stub.fault = fault;
        const { out, status } = await sms();
        assert.match(out, new RegExp(`^${version}: ${outcome} `, 'm'));
        assert.notStrictEqual(status, 0);
        if (count) assert.strictEqual(stub.requests.length, count);
        assert.ok(stub.requests.length <= 2, 'a start costs money');
      });
    }

    it('a start that arrived unanswered is taken up at the second try, not paid twice', async () => {
      stub.fault = { act: 'accept-reset', times: 1 };
      const { out } = await sms({ typed: code });
      assert.match(out, new RegExp(`${version}: started[^]*${version}: verified`));
      assert.strictEqual(stub.requests.length, 3);
      assert.strictEqual(stub.requests[0].body, stub.requests[1].body);
    });

    const checks = modern ? [
      ['200 with bytes of no encoding', { status: 200, body: rubbish }, 'misconfigured', 1],
      ['200 with a list', { status: 200, body: '["completed"]' }, 'misconfigured', 1],
      ['422', { status: 422, ...refused('Invalid params') }, 'wrong_code', 1],
      ['an empty 200', { status: 200, body: '' }, 'verified', 1],
      ['200 complete', { status: 200, body: { status: 'complete' } }, 'verified', 1],
      ['200 with another status', { status: 200, body: { status: 'failed' } }, 'misconfigured', 1],
      ['200 with a status that is a number', { status: 200, body: { status: 1 } }, 'misconfigured', 1],
      ['200 with a page', page, 'misconfigured', 1],
      ['200 with cut-off JSON', { status: 200, body: '{"request_id":"' }, 'misconfigured', 1],
      ['404', { status: 404, ...refused('Not Found') }, 'over', 1],
      ['409', { status: 409, ...refused('Conflict') }, 'over', 1],
      ['410', { status: 410, ...refused('Invalid Code') }, 'over', 1],
    ] : [
      ['200 with cut-off JSON', { status: 200, body: '{"status":"0' }, 'misconfigured', 1],
      ...[['1', 'later', 1], ['2', 'misconfigured', 1], ['3', 'wrong_code', 1], ['4', 'misconfigured', 1], ['5', 'unavailable', 2], ['6', 'over', 1], ['16', 'wrong_code', 1], ['17', 'over', 1]]
        .map(([status, outcome, count]) => [`status ${status}`, refused(status), outcome, count]),
      ['a status that is a number', { status: 200, body: { status: 0 } }, 'misconfigured', 1],
      ['an empty 200', { status: 200, body: '' }, 'misconfigured', 1],
      ['200 with a page', page, 'misconfigured', 1],
    ];
    for (const [what, fault, outcome, count] of [...checks, ...common]) {
      it(`check answered with ${what}: ${outcome}`, async () => {
        const { out, status } = await sms({ typed: code, meanwhile: () => { stub.fault = fault; } });
        assert.match(out, new RegExp(`: started[^]*${version}: ${outcome} `));
        assert.strictEqual(status === 0, outcome === 'verified');
        if (count) assert.strictEqual(stub.requests.length, 1 + count);
      });
    }

    // Asked to call now; a second time would skip the call that the first began.
    const nexts = [
      ...(modern ? [['404', { status: 404, ...refused('Not Found') }, 'over'], ['409', { status: 409, ...refused('Conflict') }, 'running'], ['410', { status: 410, body: '' }, 'over']]
        : [['1', 'later'], ['5', 'unavailable'], ['6', 'over'], ['8', 'misconfigured'], ['9', 'misconfigured'], ['19', 'running']]
          .map(([status, outcome]) => [`status ${status}`, refused(status), outcome])),
      ['401', { status: 401, body: '' }, 'misconfigured'], ['429', { status: 429, body: '' }, 'later'],
      ['500 with a page', { ...page, status: 500 }, 'unavailable'], ['no answer', { act: 'hang' }, 'unavailable'], ['a reset', { act: 'reset' }, 'unavailable'],
    ];
    for (const [what, fault, outcome] of nexts) {
      it(`a call now answered with ${what}: ${outcome}, asked once, and the code is still good`, async () => {
        const { out, status } = await sms({ typed: `call\n${code}`, meanwhile: () => { stub.fault = { ...fault, times: 1 }; } });
        assert.match(out, new RegExp(`: started[^]*${version}: ${outcome} [^]*${version}: verified`));
        assert.deepStrictEqual([status, stub.requests.length], [0, 3]);
      });
    }

    it('a slow start is waited for, and not begun twice', async () => {
      stub.fault = { act: 'slow', times: 1 };
      assert.match((await sms({ typed: code })).out, /: started[^]*: verified/);
      assert.strictEqual(stub.requests.length, 2);
    });

    it('a wrong code is a wrong code', async () => {
      assert.match((await sms({ typed: wrong })).out, /: wrong_code /);
    });

    it('a check whose first answer was lost is undetermined, never verified', async () => {
      const { out, status } = await sms({ typed: code, meanwhile: () => { stub.fault = { act: 'accept-reset', times: 1 }; } });
      assert.match(out, /: undetermined /);
      assert.notStrictEqual(status, 0);
    });
  });
}

describe('look-up of a phone number by numverify', () => {
  let stub;
  before(async () => {
    stub = await numverify(certificates, accessKey).listen();
    configure({ phone: { lookup: 'numverify' }, numverify: { base_url: `${stub.url}/api`, access_key: accessKey, deadline: 1200 } });
  });
  beforeEach(() => { stub.fault = null; stub.requests.length = 0; });
  after(() => stub.close());
  // The provider "log" writes its code, for local runs, to the log: not asked for here.
  const lookUp = async (to) => {
    const { out } = await sms({ to });
    return /^look-up: (.*?) *$/m.exec(out)[1];
  };

  it('asks exactly as the interface says', async () => {
    assert.match(await lookUp(), /^valid GB landline Örtel/);
    assert.strictEqual(stub.requests.length, 1);
    const { method, path: asked, headers, body } = stub.last;
    assert.deepStrictEqual([method, asked, body], ['GET', `/api/validate?access_key=${encodeURIComponent(accessKey)}&number=${number}`, '']);
    assert.strictEqual(headers.accept, 'application/json');
    assert.strictEqual(headers.authorization, undefined);
  });

  it('tells a number that the provider calls invalid', async () => {
    assert.match(await lookUp('442070313001'), /^invalid/);
  });

  const error = (number_, type) => failure(number_, type);
  for (const [what, fault, answer, count] of [
    ...[101, 102, 103, 104, 105, 210, 211, 310, 404].map((id) => [`200 with error ${id}`, error(id, 'x'), `200 error ${id}`, 1]),
    ['200 with error 106', error(106, 'rate_limit_reached'), '200 error 106', 2],
    ['400 with error 211', { ...error(211, 'x'), status: 400 }, '400 error 211', 1],
    ['200 with an error and "valid" beside it', { status: 200, body: { success: false, valid: true, error: { code: 104 } } }, '200 error 104', 1],
    ['200 with an error whose number is a text', { status: 200, body: { success: false, error: { code: '101' } } }, '200 error 0', 1],
    ['200 with an error that is a text', { status: 200, body: { success: false, error: 'no' } }, '200 error 0', 1],
    ['404 with a page', { ...page, status: 404 }, '404', 1],
    ['429 that says how long', { status: 429, headers: { 'retry-after': '30' }, body: { message: 'x' } }, '429', 1],
    ['503 without a body', { status: 503, body: '' }, '503', 2],
    ['bytes of no encoding', { status: 200, body: rubbish }, '200', 1],
    ['an answer that never ends', { act: 'drip' }, 'no answer in time', 1],
    ['an answer in another protocol', { act: 'garbage' }, 'connection broke', 2],
    ['401 of the marketplace', { status: 401, body: { message: 'No API key found in request' } }, '401', 1],
    ['429', { status: 429, body: '' }, '429', 1],
    ['500 with a page', { status: 500, body: '<html>' }, '500', 2],
    ['200 with a page', page, '200', 1],
    ['200 without a body', { status: 200, body: '' }, '200', 1],
    ['200 with cut-off JSON', { status: 200, body: '{"valid":fal' }, '200', 1],
    ['"false" for false', { status: 200, body: { valid: 'false' } }, '200', 1],
    ['a list', { status: 200, body: '[false]' }, '200', 1],
    ['a redirect', { status: 301, headers: { get location() { return other.url; } } }, '301', 1],
    ['an answer of 1 MiB', { status: 200, body: `{"valid":false,"x":"${'x'.repeat(1 << 20)}"}` }, 'answer too large', 1],
    ['no answer', { act: 'hang' }, 'no answer in time', 1],
    ['half an answer, then silence', { act: 'hang-body' }, 'no answer in time', 1],
    ['half an answer, then the end', { act: 'cut' }, 'connection broke', 2],
    ['a reset', { act: 'reset' }, 'connection broke', 2],
  ]) {
    it(`${what}: not checked`, async () => {
      stub.fault = fault;
      assert.match(await lookUp(), new RegExp(`^not checked +${answer}$`));
      assert.strictEqual(stub.requests.length, count);
    });
  }

  it('takes a verdict whose details have other types', async () => {
    stub.fault = { status: 200, body: { valid: true, line_type: 7, carrier: ['x'], country_code: null } };
    assert.match(await lookUp(), /^valid +200$/);
  });

  it('waits for a slow answer', async () => {
    stub.fault = { act: 'slow' };
    assert.match(await lookUp(), /^valid/);
    assert.strictEqual(stub.requests.length, 1);
  });

  it('asks a second time after a reset, and takes that answer', async () => {
    stub.fault = { act: 'reset', times: 1 };
    assert.match(await lookUp(), /^valid/);
  });
});
