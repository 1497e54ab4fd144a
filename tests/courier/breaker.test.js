// Two couriers with providers that fail: who is still called, what waits and for whom, and what was counted.
'use strict';
const assert = require('node:assert');
const { after, before, beforeEach, describe, it } = require('node:test');
const { Rig } = require('./rig');
const { brevo } = require('../providers/brevo');
const { mailgun } = require('../providers/mailgun');

const refused = { status: 401, body: { code: 'unauthorized', message: 'Key not found' } };

function both(transports, extra = {}) {
  const parts = {};
  before(async () => {
    const rig = new Rig();
    parts.rig = rig;
    parts.brevo = await brevo(rig.certificates, 'key').listen();
    parts.mailgun = await mailgun(rig.certificates, 'mg.test', 'key').listen();
    rig.write({
      mail: { transports }, providers: { ca_file: rig.certificates.caFile },
      brevo: { base_url: `${parts.brevo.url}/v3`, api_key: 'key', deadline: 4000, ...extra },
      mailgun: { base_url: parts.mailgun.url, domain: 'mg.test', api_key: 'key' },
      courier: { lease: 40, connections: 4 },
    });
    parts.couriers = [rig.start(), rig.start()];
  });
  beforeEach(() => {
    parts.brevo.fault = null;
    parts.rig.sql("DELETE FROM outbox WHERE state <> 'leased'");
    parts.rig.forgive();
  });
  after(async () => {
    for (const courier of parts.couriers) { courier.kill('SIGTERM'); await courier.ended; }
    await parts.brevo.close();
    await parts.mailgun.close();
    await parts.rig.end();
  });
  return parts;
}

const state = (rig) => (rig.sql("SELECT state FROM provider WHERE name = 'brevo'")[0] || ['closed'])[0];
const logged = (rig, event) => rig.log.split('\n').filter((line) => line.includes(`event=${event} `)).length;
// Until a courier has looked through the whole outbox since: a look begins with what has expired, and of three that
// expire one after the other two were found by the same of two couriers, so its look between them is over.
async function lookedThrough(rig) {
  for (let i = 0; i < 3; ++i) await rig.untilState(rig.put({ expires: 'UTC_TIMESTAMP(6)' }), 'expired');
}
const usage = (rig) => JSON.parse(rig.run('providers', 'usage', '--json'));

describe('couriers with brevo, then mailgun', () => {
  const parts = both(['brevo', 'mailgun']);

  it('five refused keys in a row stop the first; who comes then goes to the second at once, in one try', async () => {
    const { rig, brevo: first } = parts;
    first.fault = refused;
    const ids = Array.from({ length: 5 }, () => rig.put());
    for (const id of ids) await rig.untilState(id, 'sent');
    assert.strictEqual(state(rig), 'stopped');
    const asked = first.requests.length;
    const row = await rig.untilState(rig.put(), 'sent');
    assert.deepStrictEqual([row.provider, row.attempts], ['mailgun', 1]);
    assert.strictEqual(first.requests.length, asked);
    await rig.until('the alert', () => logged(rig, 'provider.stopped') > 0);
    assert.strictEqual(logged(rig, 'provider.stopped'), 1);
  });

  it('a mail that the first may have waits for it, and no try is counted', async () => {
    const { rig, brevo: first, mailgun: second } = parts;
    first.fault = { act: 'accept-reset', times: 1 };
    const id = rig.put();
    await rig.until('a doubtful try', () => rig.row(id).doubtful === 1);
    rig.sql(`INSERT INTO provider (name, state, open_until) VALUES ('brevo', 'open', UTC_TIMESTAMP(6) + INTERVAL 1 HOUR)
      ON DUPLICATE KEY UPDATE state = 'open', open_until = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR`);
    const asked = second.requests.length;
    rig.sql(`UPDATE outbox SET next_try_at = UTC_TIMESTAMP(6) WHERE id = ${id}`);
    await rig.until('put back', () => /left alone/.test(rig.row(id).answer));
    const row = rig.row(id);
    assert.deepStrictEqual([row.state, row.attempts, row.provider], ['waiting', 1, 'brevo']);
    assert.strictEqual(second.requests.length, asked);
  });

  it('counts every call, once, by kind and outcome, and nothing about persons', async () => {
    const { rig, brevo: first } = parts;
    rig.sql('DELETE FROM provider_usage');
    const asked = first.requests.length;
    first.fault = { status: 500, body: '<html>', times: 1 };
    const ids = Array.from({ length: 20 }, () => rig.put({ recipient: 'someone@example.net' }));
    for (const id of ids) await rig.untilState(id, 'sent');
    const rows = usage(rig);
    const calls = (provider, outcome) => rows.filter((row) => row.provider === provider && row.outcome === outcome)
      .reduce((sum, row) => sum + row.calls, 0);
    assert.strictEqual(first.requests.length, asked + 20);
    assert.deepStrictEqual([calls('brevo', 'accepted'), calls('brevo', 'temporary'), calls('mailgun', 'accepted')], [19, 1, 1]);
    assert.ok(rows.every((row) => row.kind === 'test'));
    assert.doesNotMatch(JSON.stringify(rows), /someone|@/);
  });
});

describe('couriers with brevo alone', () => {
  const parts = both(['brevo']);

  it('while it is stopped a mail waits untouched, and a reset sends it', async () => {
    const { rig, brevo: first } = parts;
    first.fault = refused;
    const ids = Array.from({ length: 5 }, () => rig.put());
    await rig.until('stopped', () => state(rig) === 'stopped');
    const asked = first.requests.length;
    const id = rig.put();
    await lookedThrough(rig);
    assert.deepStrictEqual([rig.row(id).state, rig.row(id).attempts], ['waiting', 0]);
    assert.strictEqual(first.requests.length, asked);
    assert.match(rig.run('providers', 'list'), /brevo +stopped/);
    first.fault = null;
    rig.run('providers', 'reset', 'brevo');
    assert.strictEqual((await rig.untilState(id, 'sent')).attempts, 1);
    assert.ok(ids.every((one) => rig.row(one).attempts === 1));
  });

  it('of two couriers one tries an open provider, with one mail; when that goes well all leave', async () => {
    const { rig, brevo: first } = parts;
    first.fault = { status: 500, body: '<html>' };
    for (let i = 0; i < 5; ++i) rig.put();
    await rig.until('open', () => state(rig) === 'open');
    rig.sql("DELETE FROM outbox WHERE state <> 'leased'");
    const asked = first.requests.length;
    first.fault = { act: 'hang' };
    const ids = Array.from({ length: 8 }, () => rig.put());
    rig.sql("UPDATE provider SET open_until = UTC_TIMESTAMP(6)");
    await rig.until('a try', () => first.requests.length > asked);
    await rig.until('the try failed', () => +rig.sql('SELECT openings FROM provider')[0][0] === 2);
    assert.strictEqual(first.requests.length, asked + 1);
    first.fault = null;
    rig.sql("UPDATE outbox SET next_try_at = UTC_TIMESTAMP(6)");
    rig.sql("UPDATE provider SET open_until = UTC_TIMESTAMP(6)");
    for (const id of ids) await rig.untilState(id, 'sent');
    assert.strictEqual(state(rig), 'closed');
  });

  it('429 with a reset stops all mails to it until then, and burns no try of those that wait', async () => {
    const { rig, brevo: first } = parts;
    first.fault = { status: 429, headers: { 'x-sib-ratelimit-reset': '100' }, times: 1 };
    const hit = rig.put();
    await rig.until('a try', () => /429/.test(rig.row(hit).answer));
    const asked = first.requests.length;
    const id = rig.put();
    await lookedThrough(rig);
    assert.deepStrictEqual([rig.row(id).state, rig.row(id).attempts, first.requests.length], ['waiting', 0, asked]);
    const [[wait]] = rig.sql("SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), pause_until) FROM provider");
    assert.ok(wait > 90 && wait <= 100, wait);
    rig.sql('UPDATE provider SET pause_until = UTC_TIMESTAMP(6)');
    await rig.untilState(id, 'sent');
  });
});

describe('a courier with a pace', () => {
  const parts = both(['brevo'], { per_second: 20, connections: 1 });

  // A pace is time: 30 mails are sent as fast as they may be, and the test lasts the 1.5 seconds that this takes.
  it('begins no more in a second, and one at a time', async () => {
    const { rig, brevo: first, couriers } = parts;
    couriers[1].kill('SIGTERM');
    await couriers[1].ended;
    let last = 0;
    const { serve } = first;
    first.serve = (request) => { last = Date.now(); return serve(request); };
    const begun = Date.now();
    const ids = Array.from({ length: 30 }, () => rig.put());
    for (const id of ids) await rig.untilState(id, 'sent');
    // From before the first may begin: a first that is late makes the rest no shorter.
    assert.ok(last - begun >= (29 / 20) * 1000, `30 mails at 20 a second took ${last - begun} ms`);
  });
});
