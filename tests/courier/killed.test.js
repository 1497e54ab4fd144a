// The courier killed (-9) between the steps of a delivery: nothing is lost, and what may be there twice says so.
'use strict';
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { after, before, describe, it } = require('node:test');
const { Rig } = require('./rig');
const { SmtpServer } = require('../providers/smtp_server');

describe('courier killed', () => {
  let rig, relay;
  before(async () => {
    rig = new Rig();
    relay = await new SmtpServer(rig.certificates).listen();
    rig.write({ mail: { transports: ['smtp'] }, courier: { lease: 10, connections: 1 },
      smtp: { host: 'localhost', port: relay.port, ca_file: rig.certificates.caFile, timeout: 4 } });
  });
  after(async () => { await relay.close(); await rig.end(); });

  async function kill(courier) {
    courier.kill('SIGKILL');
    await courier.ended;
  }

  // A fresh courier finds the lease ended: moved here, not waited for.
  async function finish(id) {
    rig.sql(`UPDATE outbox SET lease_until = UTC_TIMESTAMP(6) WHERE id = ${id}`);
    const courier = rig.start();
    const row = await rig.untilState(id, 'sent');
    courier.kill('SIGTERM');
    await courier.ended;
    return row;
  }

  for (const step of ['connect', 'mail', 'data']) {
    it(`before the relay had it (${step}): sent once`, async () => {
      const already = relay.mails.length;
      relay.fault = { step, act: 'hang', times: 1 };
      const id = rig.put();
      const reached = new Promise((done) => relay.on('step', (now) => now === step && done()));
      const courier = rig.start();
      await reached;
      await kill(courier);
      const row = await finish(id);
      assert.strictEqual(relay.mails.length, already + 1);
      assert.strictEqual(row.doubtful, 1);
    });
  }

  it('after the relay had it, before the note: sent again under the same Message-ID, and marked', async () => {
    const already = relay.mails.length;
    let release;
    relay.fault = { step: 'body', act: 'wait', times: 1, until: new Promise((done) => { release = done; }) };
    const reached = new Promise((done) => relay.on('step', (now) => now === 'body' && done()));
    const id = rig.put();
    const courier = rig.start();
    await reached;
    // Somebody else holds the row, so the note cannot be written.
    const holder = spawn('mariadb', ['--no-defaults', '-uroot', '-S', process.env.TEST_DATABASE_SOCKET, '-N', '-B', '-n',
      rig.schema]);
    holder.stdin.write(`BEGIN; SELECT 'locked' FROM outbox WHERE id = ${id} FOR UPDATE;\n`);
    await once(holder.stdout, 'data');
    const mail = once(relay, 'mail');
    release();
    await mail;
    await kill(courier);
    holder.stdin.end('ROLLBACK;\n');
    await once(holder, 'exit');
    const row = await finish(id);
    const ids = relay.mails.slice(already).map((one) => /^Message-ID: (.*)$/m.exec(one.raw.toString())[1].trim());
    assert.strictEqual(ids.length, 2);
    assert.strictEqual(ids[0], ids[1]);
    assert.strictEqual(row.doubtful, 1);
  });

  it('a hundred mails and two couriers, one killed: each mail arrives, none unmarked twice', async () => {
    const already = relay.mails.length;
    const ids = Array.from({ length: 100 }, () => rig.put());
    const first = rig.start();
    const second = rig.start();
    await rig.until('some sent', () => relay.mails.length > already + 20);
    await kill(first);
    rig.sql("UPDATE outbox SET lease_until = UTC_TIMESTAMP(6) WHERE state = 'leased' AND lease_until < UTC_TIMESTAMP(6) + INTERVAL 10 SECOND");
    await rig.until('all sent', () => +rig.sql(`SELECT COUNT(*) FROM outbox WHERE id >= ${ids[0]} AND state <> 'sent'`)[0][0] === 0, 40);
    second.kill('SIGTERM');
    await second.ended;
    const copies = new Map();
    for (const mail of relay.mails.slice(already)) {
      const tag = /^Message-ID: <(.*)@/m.exec(mail.raw.toString())[1];
      copies.set(tag, (copies.get(tag) || 0) + 1);
    }
    const rows = rig.sql(`SELECT tag, doubtful FROM outbox WHERE id >= ${ids[0]}`);
    for (const [tag, doubtful] of rows) {
      assert.ok(copies.get(tag) >= 1, `${tag} was lost`);
      assert.ok(copies.get(tag) === 1 || +doubtful > 0, `${tag} came twice and does not say so`);
    }
  });
});
