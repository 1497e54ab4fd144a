// What a courier's outbox shows for each way an HTTP mail provider can answer: rows of [what, fault, expected].
// Expected: state, wait (seconds to the next try), doubtful, id (the provider's), answer (pattern).
'use strict';
const assert = require('node:assert');
const { it } = require('node:test');

const page = '<!doctype html><html><h1>Bad gateway</h1></html>';
const html = { 'content-type': 'text/html' };
const waiting = (wait, answer) => ({ state: 'waiting', wait, doubtful: 0, answer });
const dead = (answer) => ({ state: 'dead', doubtful: 0, answer });
const doubtful = (answer) => ({ state: 'waiting', wait: 30, doubtful: 1, answer });

// The same for every provider.
const common = [
  ['500 with a page', { status: 500, headers: html, body: page }, waiting(30, /500 \(a page of HTML\)/)],
  ['502 with a page', { status: 502, headers: html, body: page }, waiting(30, /502/)],
  ['503 with a wish', { status: 503, headers: { 'retry-after': '200' } }, waiting(200, /503/)],
  ['504: somebody behind it may have it', { status: 504, body: page }, doubtful(/504/)],
  ['408', { status: 408, body: '' }, waiting(30, /408/)],
  ['429 with no reset', { status: 429, body: 'slow down' }, waiting(30, /429/)],
  ['429 with a senseless reset', { status: 429, headers: { 'retry-after': 'soon', 'x-sib-ratelimit-reset': '-', 'x-ratelimit-reset': 'x' } },
    waiting(30, /429/)],
  ['400 with bytes of no encoding', { status: 400, body: Buffer.from([0xff, 0xfe, 0, 1, 13, 10, 0x80]) }, dead(/400 /)],
  ['400 with cut-off JSON', { status: 400, body: '{"message":"x' }, dead(/400/)],
  ['400 with other types', { status: 400, body: { code: 7, message: ['x'] } }, dead(/400/)],
  ['413', { status: 413, body: '' }, dead(/413/)],
  ['400 without a body', { status: 400, body: '' }, dead(/400/)],
  ['500 without a body', { status: 500, body: '' }, waiting(30, /500/)],
  ['429 with a page', { status: 429, headers: html, body: page }, waiting(30, /429/)],
  ['a slow answer', { act: 'slow' }, { state: 'sent' }],
  ['200 with a page', { status: 200, headers: html, body: page }, waiting(30, /200 \(a page of HTML\)/)],
  ['an answer of 1 MiB', { status: 200, body: `{"id":"${'x'.repeat(1 << 20)}"}` }, doubtful(/too large/)],
  ['no answer', { act: 'hang' }, doubtful(/no answer in time/)],
  ['half an answer, then silence', { act: 'hang-body' }, doubtful(/no answer in time/)],
  ['half an answer, then the end', { act: 'cut' }, doubtful(/broke/)],
  ['an answer that never ends', { act: 'drip' }, doubtful(/no answer in time|too large/)],
  ['an answer in another protocol', { act: 'garbage' }, doubtful(/broke/)],
  ['a reset', { act: 'reset' }, doubtful(/broke/)],
];

function rows(table, parts) {
  for (const [what, fault, expected] of table) {
    it(`${what}: ${expected.state}${expected.doubtful ? ', doubtful' : ''}`, async () => {
      const { rig, stub } = parts();
      rig.forgive();
      const before = stub.requests.length;
      stub.fault = fault && { ...fault, times: 1 };
      const id = rig.put();
      const row = await rig.until(() => `a try: ${JSON.stringify(rig.row(id))}`, () => {
        const now = rig.row(id);
        return now.answer !== '' || now.state === 'sent' ? now : null;
      });
      stub.fault = null;
      assert.strictEqual(row.state, expected.state, row.answer);
      assert.strictEqual(row.doubtful, expected.doubtful || 0, row.answer);
      assert.strictEqual(stub.requests.length, before + 1, 'one request for one try');
      if (expected.id !== undefined) assert.strictEqual(row.providerId, expected.id);
      if (expected.answer) assert.match(row.answer, expected.answer);
      if (expected.wait) assert.ok(row.wait <= expected.wait * 1.1 + 1 && row.wait >= expected.wait * 0.9 - 5, `${row.wait} s`);
      assert.doesNotMatch(row.answer, /<html|key-of-/);
      rig.sql(`UPDATE outbox SET next_try_at = UTC_TIMESTAMP(6) + INTERVAL 1 DAY WHERE id = ${id} AND state = 'waiting'`);
    });
  }
}

module.exports = { common, rows, waiting, dead, doubtful };
