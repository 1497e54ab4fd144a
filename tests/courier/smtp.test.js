// The courier and a relay over real TLS: what the outbox shows for each way a relay can answer.
'use strict';
const assert = require('node:assert');
const { after, before, beforeEach, describe, it } = require('node:test');
const { Rig } = require('./rig');
const { SmtpServer } = require('../providers/smtp_server');

describe('courier with smtp', () => {
  let rig, relay, courier;
  before(async () => {
    rig = new Rig();
    relay = await new SmtpServer({ ...rig.certificates, user: 'portal', password: 'pässword' }).listen();
    rig.write({
      mail: { transports: ['smtp'] },
      smtp: { host: 'localhost', port: relay.port, username: 'portal', password: 'pässword', ca_file: rig.certificates.caFile,
        timeout: 2 },
      courier: { lease: 10, connections: 2 },
    });
    courier = rig.start();
  });
  beforeEach(() => { relay.fault = null; rig.forgive(); });
  after(async () => {
    courier.kill('SIGTERM');
    assert.deepStrictEqual(await courier.ended, { code: 0, signal: null });
    assert.doesNotMatch(rig.log, /pässword|ada@|secret-text/);
    await relay.close();
    await rig.end();
  });

  it('delivers one mail once, over TLS, with our Message-ID', async () => {
    const id = rig.put({ kind: 'ticket_replied', thread: 'ticket-1001', values: { FIRST_NAME: 'Ada', TICKET_NUMBER: '1001',
      SUBJECT: 'Grüße', AUTHOR: 'Grace', TEXT: 'secret-text', LINK: 'https://portal.test/p/tickets/1001' } });
    const row = await rig.untilState(id, 'sent');
    assert.strictEqual(row.attempts, 1);
    assert.strictEqual(row.payload, '');
    assert.strictEqual(row.provider, 'smtp');
    const mail = relay.mails.at(-1);
    const raw = mail.raw.toString();
    assert.deepStrictEqual(mail.to, ['ada@example.net']);
    assert.match(raw, /^Subject: =\?UTF-8\?B\?/m);
    assert.match(raw, /^References: <ticket-1001@portal\.test>/m);
    assert.match(raw, /^Auto-Submitted: auto-generated/m);
    assert.strictEqual(relay.mails.length, 1);
  });

  it('takes a recipient in UTF-8', async () => {
    const id = rig.put({ recipient: 'grüße@example.net' });
    await rig.untilState(id, 'sent');
    assert.deepStrictEqual(relay.mails.at(-1).to, ['grüße@example.net']);
    assert.ok(relay.commands.some((line) => /^MAIL.*SMTPUTF8/.test(line)));
  });

  const refusals = [
    // step, reply, state, seconds to the next try, in the answer
    ['connect', '554 5.3.2 no', 'dead'],
    ['connect', '421 4.3.2 busy', 'waiting', 30],
    ['mail', '451 4.7.1 later', 'waiting', 300],
    ['mail', '552 5.3.4 too large', 'dead'],
    ['rcpt', '450 4.2.0 greylisted', 'waiting', 300],
    ['rcpt', '550 5.1.1 no such user', 'dead'],
    ['data', '452 4.3.1 full', 'waiting', 30],
    ['data', '554 5.6.0 no', 'dead'],
    ['body', '451 4.3.0 later', 'waiting', 300],
    ['body', '554 5.7.1 spam', 'dead'],
    ['auth', '535 5.7.8 wrong', 'waiting', 30],
    ['auth', '454 4.7.0 later', 'waiting', 30],
  ];
  for (const [step, reply, state, wait] of refusals) {
    it(`${step} answered ${reply}: ${state}`, async () => {
      const accepted = relay.mails.length;
      relay.fault = { step, reply };
      // A connection that is open already never says hello again.
      if (step === 'connect' || step === 'auth') for (const socket of relay.sockets) socket.destroy();
      const id = rig.put();
      const row = await rig.until(`${state} after a try`, () => {
        const now = rig.row(id);
        return now.answer !== '' && now.state === state ? now : null;
      });
      assert.ok(row.answer.includes(reply.slice(0, 3)), row.answer);
      assert.strictEqual(row.doubtful, 0);
      assert.strictEqual(relay.mails.length, accepted);
      if (wait) assert.ok(row.wait <= wait * 1.1 && row.wait >= wait * 0.9 - 3, `${row.wait}`);
    });
  }

  for (const [what, fault] of [
    ['no greeting', { step: 'connect', act: 'hang' }], ['a connection broken at once', { step: 'connect', act: 'reset' }],
    ['a greeting in another protocol', { step: 'connect', reply: 'SSH-2.0-OpenSSH_9.2' }],
    ['a greeting of 1 MiB', { step: 'connect', reply: 'x'.repeat(1 << 20) }],
    ['EHLO refused', { step: 'ehlo', reply: '502 5.5.1 no' }], ['STARTTLS refused', { step: 'starttls', reply: '454 4.7.0 not now' }],
    ['silence after the sender', { step: 'mail', act: 'hang' }], ['silence after the recipient', { step: 'rcpt', act: 'hang' }],
    ['a relay that closes at the recipient', { step: 'rcpt', reply: '421 4.3.2 shutting down' }],
  ]) {
    it(`${what}: the mail waits without a doubt, and nothing went in the clear`, async () => {
      const [accepted, said] = [relay.mails.length, relay.commands.length];
      for (const socket of relay.sockets) socket.destroy();
      relay.fault = { ...fault, times: 1 };
      const id = rig.put();
      const row = await rig.until('a try', () => (rig.row(id).answer !== '' ? rig.row(id) : null));
      assert.deepStrictEqual([row.state, row.doubtful, relay.mails.length], ['waiting', 0, accepted], row.answer);
      const commands = relay.commands.slice(said).join('\n');
      if (!['mail', 'rcpt'].includes(fault.step)) assert.doesNotMatch(commands, /^(AUTH|MAIL)/m);
      else assert.ok(commands.indexOf('STARTTLS') < commands.indexOf('MAIL'), commands);
    });
  }

  it('a connection that breaks before the end of the message is no doubt', async () => {
    relay.fault = { step: 'data', act: 'reset', times: 1 };
    const id = rig.put();
    const row = await rig.until('a try', () => (rig.row(id).answer !== '' ? rig.row(id) : null));
    assert.strictEqual(row.doubtful, 0);
    assert.strictEqual(row.state, 'waiting');
  });

  for (const act of ['hang', 'reset', 'accept-reset']) {
    it(`${act} after the message is doubtful and said so`, async () => {
      relay.fault = { step: 'body', act, times: 1 };
      const id = rig.put();
      const row = await rig.until('a try', () => (rig.row(id).answer !== '' ? rig.row(id) : null));
      assert.strictEqual(row.doubtful, 1);
      assert.strictEqual(row.state, 'waiting');
      rig.sql(`UPDATE outbox SET next_try_at = UTC_TIMESTAMP(6) WHERE id = ${id}`);
      await rig.untilState(id, 'sent');
      const [[tag]] = rig.sql(`SELECT tag FROM outbox WHERE id = ${id}`);
      const copies = relay.mails.filter((mail) => mail.raw.toString().includes(`Message-ID: <${tag}@portal.test>`));
      assert.strictEqual(copies.length, act === 'accept-reset' ? 2 : 1);
    });
  }

  it('never sends a code that has expired', async () => {
    const sent = relay.mails.length;
    const id = rig.put({ kind: 'sign_up_code', values: { CODE: '123456' }, expires: 'UTC_TIMESTAMP(6)' });
    const row = await rig.untilState(id, 'expired');
    assert.strictEqual(row.payload, '');
    assert.strictEqual(relay.mails.length, sent);
  });

  it('never sends a phantom', async () => {
    const phantom = rig.put({ state: 'void' });
    await rig.untilState(rig.put(), 'sent');
    assert.strictEqual(rig.row(phantom).attempts, 0);
  });

  it('buries a mail without a template, visibly', async () => {
    const row = await rig.untilState(rig.put({ kind: 'no_such_mail' }), 'dead');
    assert.match(row.answer, /could not be written/);
  });
});

describe('courier and TLS', () => {
  it('a relay that is not there is no doubt', async () => {
    const rig = new Rig();
    const gone = await new SmtpServer({ ...rig.certificates }).listen();
    await gone.close();
    rig.write({ mail: { transports: ['smtp'] }, smtp: { host: 'localhost', port: gone.port, timeout: 2 } });
    rig.start();
    const id = rig.put();
    const row = await rig.until('a try', () => (rig.row(id).answer !== '' ? rig.row(id) : null));
    assert.deepStrictEqual([row.state, row.doubtful], ['waiting', 0], row.answer);
    await rig.end();
  });

  for (const [what, security, spoil] of [
    ['a relay whose certificate is from a stranger', 'starttls', (smtp) => { delete smtp.ca_file; }],
    ['a relay that offers no STARTTLS', 'none', () => {}],
    ['a relay under another name', 'starttls', (smtp) => { smtp.host = '127.0.0.2'; }],
  ]) {
    it(`gives ${what} neither mail nor password`, async () => {
      const rig = new Rig();
      const relay = await new SmtpServer({ ...rig.certificates, security, user: 'portal', password: 'x' }).listen();
      const smtp = { host: 'localhost', port: relay.port, username: 'portal', password: 'x', timeout: 2,
        ca_file: rig.certificates.caFile };
      spoil(smtp);
      rig.write({ mail: { transports: ['smtp'] }, smtp });
      rig.start();
      const id = rig.put();
      const row = await rig.until('a try', () => (rig.row(id).answer !== '' ? rig.row(id) : null));
      assert.strictEqual(row.state, 'waiting');
      assert.strictEqual(relay.mails.length, 0);
      assert.ok(!relay.commands.some((line) => /^(AUTH|MAIL)/.test(line)), relay.commands.join('\n'));
      await relay.close();
      await rig.end();
    });
  }
});
