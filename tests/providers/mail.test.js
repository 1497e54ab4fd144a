// The courier with Brevo and with Mailgun: the requests on the wire, and what the outbox shows for each answer.
'use strict';
const assert = require('node:assert');
const { after, before, beforeEach, describe, it } = require('node:test');
const { Rig } = require('../courier/rig');
const { brevo } = require('./brevo');
const { mailgun } = require('./mailgun');
const { basic, stranger } = require('./stub');
const { common, rows, waiting, dead, doubtful } = require('./mail_table');

const brevoKey = 'key-of-brevo', mailgunKey = 'key-of-mailgun:ä';
const reply = { kind: 'ticket_replied', recipient: 'grace@example.net', thread: 'ticket-1001',
  values: { FIRST_NAME: 'Ada', TICKET_NUMBER: '1001', SUBJECT: 'Grüße "quoted" --x', AUTHOR: 'Grace', TEXT: 'secret-text\n--gatehouse-\n€',
    LINK: 'https://portal.test/p/tickets/1001' } };
const noSecrets = /key-of-|secret-text|ada@|grace@|654321|Z2F0/;

async function begin(transports, makers) {
  const rig = new Rig();
  const stubs = await Promise.all(makers.map((make) => make(rig.certificates).listen()));
  const [first, second] = stubs;
  rig.write({
    mail: { transports, from_address: 'portal@portal.test', from_name: 'Über Portal' },
    providers: { ca_file: rig.certificates.caFile },
    brevo: { base_url: `${first.url}/v3`, api_key: brevoKey, deadline: 1500 },
    mailgun: { base_url: (second || first).url, domain: 'mg.portal.test', api_key: mailgunKey, deadline: 1500 },
    courier: { poll: 50, lease: 12, connections: 1 },
  });
  return { rig, stub: first, second, courier: rig.start() };
}

async function finish({ rig, stub, second, courier }) {
  courier.kill('SIGTERM');
  assert.deepStrictEqual(await courier.ended, { code: 0, signal: null });
  assert.match(rig.log, /mail\.(sent|again)/);
  assert.doesNotMatch(rig.log, noSecrets);
  for (const one of [stub, second]) if (one) await one.close();
  await rig.end();
}

// Makes a waiting mail due now, and waits until it is sent.
function again(rig, id) {
  rig.sql(`UPDATE outbox SET next_try_at = UTC_TIMESTAMP(6) WHERE id = ${id}`);
  return rig.untilState(id, 'sent');
}
const tag = (rig, id) => rig.sql(`SELECT tag FROM outbox WHERE id = ${id}`)[0][0];
const tried = (rig, id) => rig.until('a try', () => (rig.row(id).answer !== '' ? rig.row(id) : null));

describe('courier with brevo', () => {
  let parts;
  before(async () => { parts = await begin(['brevo'], [(c) => brevo(c, brevoKey)]); });
  beforeEach(() => parts.rig.forgive());
  after(() => finish(parts));

  it('sends one mail exactly as the interface says', async () => {
    const { rig, stub } = parts;
    const id = rig.put(reply);
    const row = await rig.untilState(id, 'sent');
    assert.strictEqual(row.providerId, '<1.1@smtp-relay.mailin.fr>');
    assert.strictEqual(row.payload, '');
    const { method, path, headers, body } = stub.last;
    assert.strictEqual(`${method} ${path}`, 'POST /v3/smtp/email');
    const { host, 'user-agent': agent, 'accept-encoding': encoding, 'content-length': length, ...ours } = headers;
    assert.deepStrictEqual(ours, { 'api-key': brevoKey, 'content-type': 'application/json', accept: 'application/json' });
    assert.match(agent, /^Gatehouse\/\d/);
    assert.strictEqual(+length, Buffer.byteLength(body));
    const mail = JSON.parse(body);
    const { textContent, htmlContent, subject, headers: lines, ...rest } = mail;
    assert.deepStrictEqual(rest, { sender: { email: 'portal@portal.test', name: 'Über Portal' }, to: [{ email: 'grace@example.net' }] });
    assert.match(subject, /Grüße "quoted" --x/);
    assert.match(textContent, /secret-text\n--gatehouse-\n€/);
    assert.match(htmlContent, /^<!doctype html>[^]*secret-text/);
    const key = tag(rig, id);
    assert.strictEqual(lines.idempotencyKey, key);
    assert.strictEqual(lines['Message-ID'], `<${key}@portal.test>`);
    assert.strictEqual(lines['Auto-Submitted'], 'auto-generated');
    assert.strictEqual(lines.References, '<ticket-1001@portal.test>');
    for (const value of Object.values(lines)) assert.match(value, /^[\x20-\x7e]*$/);
  });

  rows([
    ['201 with ids', { status: 201, body: { messageIds: ['<7@x>', '<8@x>'] } }, { state: 'sent', id: '<7@x>' }],
    ['202 scheduled', { status: 202, body: { messageId: '<9@x>', batchId: 'b' } }, { state: 'sent', id: '<9@x>' }],
    ['201 without a body', { status: 201, body: '' }, { state: 'sent', id: '' }],
    ['201 with cut-off JSON', { status: 201, body: '{"messageId":"<9@' }, { state: 'sent', id: '' }],
    ['201 with an id that is a number', { status: 201, body: { messageId: 17 } }, { state: 'sent', id: '' }],
    ['201 with bytes of no encoding', { status: 201, body: Buffer.from([0xff, 0xfe, 0, 1, 0x80]) }, { state: 'sent', id: '' }],
    ['201 with a list', { status: 201, body: '["<9@x>"]' }, { state: 'sent', id: '' }],
    ['200 with an error inside', { status: 200, body: { code: 'internal', message: 'failed' } }, doubtful(/internal/)],
    ['400 invalid_parameter', { status: 400, body: { code: 'invalid_parameter', message: 'valid sender email required' } },
      dead(/400 invalid_parameter valid sender/)],
    ['400 missing_parameter', { status: 400, body: { code: 'missing_parameter', message: 'x' } }, dead(/400 missing_parameter/)],
    ['400 out_of_range', { status: 400, body: { code: 'out_of_range', message: 'x' } }, dead(/out_of_range/)],
    ['400 without a code', { status: 400, body: { message: 'no code here' } }, dead(/400 no code here/)],
    ['400 of a kind nobody knows', { status: 400, body: { code: 'brand_new', message: 'x' } }, dead(/brand_new/)],
    ['400 duplicate_parameter', { status: 400, body: { code: 'duplicate_parameter', message: 'x' } }, { state: 'sent', id: '' }],
    ['400 duplicate_request', { status: 400, body: { message: 'x', code: 'duplicate_request' } }, { state: 'sent', id: '' }],
    ['401 key not found, the key repeated', { status: 401, body: { message: `Key not found: ${brevoKey}`, code: 'unauthorized' } },
      waiting(30, /401 unauthorized Key not found/)],
    ['401 without the header', { status: 401, body: { message: 'authentication not found in headers', code: 'unauthorized' } }, waiting(30, /401 unauthorized/)],
    ['401 for an address of ours it does not know', { status: 401, body: { message: 'We have detected you are using an unrecognised IP address 203.0.113.9.', code: 'unauthorized' } },
      waiting(30, /unrecognised IP address/)],
    ['402 not_enough_credits', { status: 402, body: { code: 'not_enough_credits', message: 'x' } }, waiting(14400, /402/)],
    ['403 permission_denied', { status: 403, body: { code: 'permission_denied', message: 'x' } }, waiting(30, /403/)],
    ['403 account_under_validation', { status: 403, body: { code: 'account_under_validation', message: 'x' } }, waiting(30, /403/)],
    ['404 document_not_found', { status: 404, body: { code: 'document_not_found', message: 'x' } }, waiting(30, /404/)],
    ['405 method_not_allowed', { status: 405, body: { code: 'method_not_allowed', message: 'x' } }, dead(/405/)],
    ['406 not_acceptable', { status: 406, body: { code: 'not_acceptable', message: 'x' } }, dead(/406/)],
    ['422 unprocessable_entity', { status: 422, body: { code: 'unprocessable_entity', message: 'x' } }, dead(/422/)],
    ['429 with a reset of 100 s', { status: 429, headers: { 'x-sib-ratelimit-reset': '100' } }, waiting(100, /429/)],
    ['429 with a reset past all bounds', { status: 429, headers: { 'x-sib-ratelimit-reset': '99999' } }, waiting(120, /429/)],
    ...common,
  ], () => parts);

  for (const act of ['hang', 'reset', 'accept-reset']) {
    it(`after ${act} on a kept connection asks again under the same key, and it is sent once`, async () => {
      const { rig, stub } = parts;
      await rig.untilState(rig.put(), 'sent');
      const seen = stub.requests.length;
      stub.fault = { act, times: 1 };
      const id = rig.put();
      assert.strictEqual((await tried(rig, id)).doubtful, 1);
      await again(rig, id);
      const keys = stub.requests.slice(seen).map(({ body }) => JSON.parse(body).headers.idempotencyKey);
      assert.deepStrictEqual(keys, [tag(rig, id), tag(rig, id)]);
      assert.strictEqual(stub.requests.at(-1).body, stub.requests.at(-2).body);
      assert.strictEqual(stub.sent.filter(({ headers }) => headers.idempotencyKey === keys[0]).length, 1);
    });
  }
});

describe('courier with mailgun', () => {
  let parts;
  before(async () => { parts = await begin(['mailgun'], [(c) => mailgun(c, 'mg.portal.test', mailgunKey)]); });
  beforeEach(() => parts.rig.forgive());
  after(() => finish(parts));

  it('sends one mail exactly as the interface says', async () => {
    const { rig, stub } = parts;
    const id = rig.put(reply);
    const row = await rig.untilState(id, 'sent');
    assert.strictEqual(row.providerId, '<1.1@samples.mailgun.org>');
    const { method, path, headers } = stub.last;
    assert.strictEqual(`${method} ${path}`, 'POST /v3/mg.portal.test/messages');
    assert.strictEqual(headers.authorization, basic('api', mailgunKey));
    assert.strictEqual(headers.accept, 'application/json');
    assert.match(headers['content-type'], /^multipart\/form-data; boundary=/);
    const fields = Object.fromEntries(stub.sent.at(-1));
    assert.strictEqual(Object.keys(fields).length, stub.sent.at(-1).length, 'no field twice');
    const { subject, text, html, ...rest } = fields;
    const key = tag(rig, id);
    assert.deepStrictEqual(rest, {
      from: '=?UTF-8?B?w5xiZXIgUG9ydGFs?= <portal@portal.test>', to: 'grace@example.net',
      'o:tracking': 'no', 'o:tracking-clicks': 'no', 'o:tracking-opens': 'no',
      'h:Message-Id': `<${key}@portal.test>`, 'v:outbox-id': key,
      'h:Auto-Submitted': 'auto-generated', 'h:X-Auto-Response-Suppress': 'OOF, AutoReply', 'h:In-Reply-To': '<ticket-1001@portal.test>', 'h:References': '<ticket-1001@portal.test>',
    });
    assert.match(subject, /Grüße "quoted" --x/);
    assert.match(text, /secret-text\n--gatehouse-\n€/);
    assert.match(html, /^<!doctype html>/);
  });

  rows([
    ['200 with an error inside', { status: 200, body: { message: 'Domain is disabled' } }, doubtful(/200 Domain is disabled/)],
    ['200 with cut-off JSON', { status: 200, body: '{"id":"<9@' }, doubtful(/200/)],
    ['200 with other types', { status: 200, body: { id: 7, message: 8 } }, doubtful(/200/)],
    ['200 with an id and another message', { status: 200, body: { id: '<9@x>', message: 'Sending is disabled' } }, doubtful(/200 Sending is disabled/)],
    ['200 with bytes of no encoding', { status: 200, body: Buffer.from([0xff, 0xfe, 0, 1, 0x80]) }, waiting(30, /200/)],
    ['200 without an id', { status: 200, body: { message: 'Queued' } }, { state: 'sent', id: '' }],
    ['200 of a wrong address', { status: 200, body: 'Mailgun Magnificent API' }, waiting(30, /200 Mailgun Magnificent/)],
    ['200 without a body', { status: 200, body: '' }, waiting(30, /200/)],
    ['400 not a valid address', { status: 400, body: { message: "'to' parameter is not a valid address" } }, dead(/400 'to'/)],
    ['401 in plain text', { status: 401, body: 'Forbidden' }, waiting(30, /401 Forbidden/)],
    ['402', { status: 402, body: { message: 'no' } }, waiting(14400, /402/)],
    ['404 Domain not found', { status: 404, body: { message: 'Domain not found: mg.portal.test' } }, waiting(30, /Domain not found/)],
    ['404 with a page', { status: 404, body: '<html>nginx</html>' }, waiting(30, /404/)],
    ['429 until an instant', { status: 429, headers: { get 'x-ratelimit-reset'() { return `${Date.now() / 1000 + 300}`; } } }, waiting(300, /429/)],
    ['429 until an instant that is past', { status: 429, headers: { 'x-ratelimit-reset': '1600000000' } }, waiting(30, /429/)],
    ...common,
  ], () => parts);

  it('after a reset of a kept connection tries once more under the same Message-Id, and no third time', async () => {
    const { rig, stub } = parts;
    await rig.untilState(rig.put(), 'sent');
    const [sent, seen] = [stub.sent.length, stub.requests.length];
    stub.fault = { act: 'accept-reset', times: 2 };
    const id = rig.put();
    assert.strictEqual((await tried(rig, id)).doubtful, 1);
    rig.sql(`UPDATE outbox SET next_try_at = UTC_TIMESTAMP(6) WHERE id = ${id}`);
    const row = await rig.untilState(id, 'dead');
    assert.strictEqual(row.doubtful, 2);
    assert.strictEqual(stub.requests.length, seen + 2);
    const ids = stub.sent.slice(sent).map((fields) => Object.fromEntries(fields)['h:Message-Id']);
    assert.deepStrictEqual(ids, Array(2).fill(`<${tag(rig, id)}@portal.test>`));
  });
});

describe('courier with brevo, then mailgun', () => {
  let parts;
  before(async () => {
    parts = await begin(['brevo', 'mailgun'], [(c) => brevo(c, brevoKey), (c) => mailgun(c, 'mg.portal.test', mailgunKey)]);
  });
  beforeEach(() => parts.rig.forgive());
  after(() => finish(parts));

  it('sends a code by the first, and keeps it out of the log', async () => {
    const { rig, stub, second } = parts;
    await rig.untilState(rig.put({ kind: 'sign_up_code', values: { CODE: '654321' } }), 'sent');
    assert.match(stub.last.body, /654321/);
    assert.strictEqual(second.requests.length, 0);
  });

  for (const [what, fault] of [
    ['401', { status: 401, body: { code: 'unauthorized', message: 'Key not found' } }],
    ['402', { status: 402, body: { code: 'not_enough_credits' } }],
    ['429', { status: 429, headers: { 'x-sib-ratelimit-reset': '100' } }],
    ['500', { status: 500, body: '<html>' }],
    ['200 with a page', { status: 200, body: '<html>' }],
  ]) {
    it(`${what} from the first: the second sends it at once`, async () => {
      const { rig, stub, second } = parts;
      const sent = second.sent.length;
      stub.fault = { ...fault, times: 1 };
      const row = await rig.untilState(rig.put(), 'sent');
      assert.deepStrictEqual([row.provider, row.attempts, second.sent.length], ['mailgun', 2, sent + 1]);
    });
  }

  for (const [what, fault, state] of [
    ['no answer', { act: 'hang' }, 'waiting'], ['a reset', { act: 'accept-reset' }, 'waiting'],
    ['400', { status: 400, body: { code: 'invalid_parameter' } }, 'dead'],
  ]) {
    it(`${what} from the first: the second never sends it too`, async () => {
      const { rig, stub, second } = parts;
      const asked = second.requests.length;
      stub.fault = { ...fault, times: 1 };
      const id = rig.put();
      const row = await tried(rig, id);
      assert.deepStrictEqual([row.state, row.provider], [state, 'brevo']);
      if (state === 'waiting') await again(rig, id);
      assert.strictEqual(second.requests.length, asked);
    });
  }

  for (const status of [302, 307, 308]) {
    it(`gives a redirect (${status}) neither mail nor key, and the second sends it`, async () => {
      const { rig, stub } = parts;
      const other = await stranger(rig.certificates);
      stub.fault = { status, headers: { location: other.url }, times: 1 };
      const row = await rig.untilState(rig.put(), 'sent');
      assert.strictEqual(row.provider, 'mailgun');
      assert.deepStrictEqual(other.leaked, []);
      other.close();
    });
  }

  it('with both out of order waits, and begins with the first again', async () => {
    const { rig, stub, second } = parts;
    stub.fault = { status: 500, times: 1 };
    second.fault = { status: 503, times: 1 };
    const id = rig.put();
    const row = await rig.until('both tries', () => (/^mailgun/.test(rig.row(id).answer) ? rig.row(id) : null));
    assert.strictEqual(row.state, 'waiting');
    assert.strictEqual((await again(rig, id)).provider, 'brevo');
  });
});

describe('courier and a stranger in the place of the provider', () => {
  it('mailgun: a redirect gets neither mail nor key', async () => {
    const parts = await begin(['mailgun'], [(c) => mailgun(c, 'mg.portal.test', mailgunKey)]);
    const { rig, stub } = parts;
    const other = await stranger(rig.certificates);
    for (const status of [302, 307, 308]) {
      stub.fault = { status, headers: { location: other.url }, times: 1 };
      const row = await tried(rig, rig.put());
      assert.deepStrictEqual([row.state, row.doubtful], ['waiting', 0], row.answer);
      assert.match(row.answer, new RegExp(status));
    }
    assert.deepStrictEqual(other.leaked, []);
    other.close();
    await finish(parts);
  });

  for (const name of ['brevo', 'mailgun']) {
    it(`${name}: nobody there at all is no doubt`, async () => {
      const rig = new Rig();
      const gone = await stranger(rig.certificates);
      gone.close();
      rig.write({ mail: { transports: [name] }, [name]: { base_url: gone.url, api_key: brevoKey, ...(name === 'mailgun' ? { domain: 'x.test' } : {}) } });
      rig.start();
      const row = await tried(rig, rig.put());
      assert.deepStrictEqual([row.state, row.doubtful], ['waiting', 0], row.answer);
      await rig.end();
    });
  }

  for (const name of ['brevo', 'mailgun']) {
    it(`${name}: a certificate of an unknown CA gets neither mail nor key`, async () => {
      const rig = new Rig();
      const stub = await brevo(rig.certificates, brevoKey).listen();
      rig.write({ mail: { transports: [name] }, [name]: { base_url: stub.url, api_key: brevoKey, ...(name === 'mailgun' ? { domain: 'x.test' } : {}) } });
      rig.start();
      const row = await tried(rig, rig.put());
      assert.strictEqual(row.state, 'waiting');
      assert.match(row.answer, /TLS/);
      assert.strictEqual(stub.requests.length, 0);
      await stub.close();
      await rig.end();
    });
  }

  it('a lease that a slow delivery could outlive is refused', () => {
    const rig = new Rig();
    rig.write({ mail: { transports: ['brevo'] }, brevo: { api_key: 'x', deadline: 15000 }, courier: { lease: 20 } });
    assert.throws(() => rig.run('outbox', 'list'), /courier\.lease must be more than 5 seconds above brevo\.deadline/);
    return rig.end();
  });
});
