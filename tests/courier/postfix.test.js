// Every kind of mail, made of hostile values, through a real relay (Postfix) over STARTTLS and TLS, read by a parser that
// is not ours (Python's email package).
'use strict';
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, describe, it } = require('node:test');
const { Rig, root } = require('./rig');
const { postfix } = require('./postfix');

const kinds = fs.readdirSync(path.join(root, 'templates/mail')).filter((name) => name.endsWith('.txt')).map((name) => name.slice(0, -4));
const hostile = [
  'plain', 'a\r\nBcc: evil@example.net\r\nX-Injected: yes', 'a\nX-Injected: yes', 'nul \0 here', 'a\r.\r\nb', '\u202eright to left\u202c',
  'fire \u{1f525}\u{1f469}\u200d\u{1f692} works', 'x'.repeat(1200), '\u00fc'.repeat(1200), '=?utf-8?q?=62=63=63?=', '"quoted", <angle@example.net>, (c)',
  '.', '\n.\n', '<script>alert(1)</script><img src=x>', '{{FIRST_NAME}}{{>x}}', 'tab\tvt\u000bdel\u007f', ' '.repeat(90), 'From me', '\u2028line\u2029',
];
const names = ['FIRST_NAME', 'SUBJECT', 'AUTHOR', 'TEXT', 'STATUS_TEXT', 'TICKET_NUMBER', 'NAME', 'DEVICE', 'ADDRESS'];
const oneLine = (text) => text.replace(/[\x00-\x1f\x7f]/g, ' ').trim();
const kOnce = ['Date', 'From', 'To', 'Subject', 'Message-ID', 'MIME-Version', 'Auto-Submitted', 'X-Auto-Response-Suppress', 'Content-Type'];
const kOfTheRelay = ['Return-Path', 'X-Original-To', 'Delivered-To', 'Received'];

describe('a real relay and a parser of others', { skip: process.getuid() !== 0 && 'Postfix starts as root only' }, () => {
  let rig, relay;
  const settings = (more = {}) => ({
    mail: { transports: ['smtp'], from_name: 'Über "Portal", <Inc>' }, courier: { batch: 100 },
    smtp: { host: 'localhost', port: relay.port, ca_file: rig.certificates.caFile, timeout: 10, ...more },
  });
  before(async () => {
    rig = new Rig();
    relay = await postfix(rig.certificates);
  });
  after(async () => { await relay.end(); await rig.end(); });

  async function sent(id) {
    const courier = rig.start();
    const row = await rig.untilState(id, 'sent');
    courier.kill('SIGTERM');
    await courier.ended;
    return row;
  }

  for (const [security, port] of [['starttls', 'port'], ['tls', 'tlsPort']]) {
    it(`${security}: takes a mail, by the name it queued it under`, async () => {
      rig.write(settings({ security, port: relay[port] }));
      const row = await sent(rig.put());
      assert.match(row.answer, /250 2\.0\.0 Ok: queued as \w+/);
    });

    it(`${security}: gets nothing under a certificate that our CA did not sign`, async () => {
      rig.forgive();
      rig.write(settings({ security, port: relay[port], ca_file: '/etc/ssl/certs/ca-certificates.crt' }));
      const courier = rig.start();
      const id = rig.put();
      const row = await rig.until('a try', () => (rig.row(id).answer !== '' ? rig.row(id) : null));
      assert.match(row.answer, /TLS/);
      courier.kill('SIGTERM');
      await courier.ended;
      rig.sql(`DELETE FROM outbox WHERE id = ${id}`);
      rig.forgive();
    });
  }

  it('a recipient it refuses is dead, and says why', async () => {
    rig.write(settings());
    const courier = rig.start();
    const row = await rig.untilState(rig.put({ recipient: 'nobody@example.net' }), 'dead');
    assert.match(row.answer, /554 5\.7\.1/);
    courier.kill('SIGTERM');
    await courier.ended;
  });

  it(`all ${kinds.length} kinds with ${hostile.length} hostile values arrive whole, with our headers and no other`, async () => {
    rig.write(settings());
    const wanted = new Map();
    const rows = kinds.flatMap((kind) => hostile.map((value) => {
      const tag = crypto.randomUUID();
      wanted.set(tag, { kind, value });
      const json = JSON.stringify(Object.fromEntries(names.map((name) => [name, value])))
        .replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
      return `('${tag}', '${kind}', 'ada@example.net', '${json.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}', 0, 'ticket-7', 'waiting', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`;
    }));
    for (let at = 0; at < rows.length; at += 4)
      rig.sql(`INSERT INTO outbox (tag, kind, recipient, payload, sealed, thread, state, next_try_at, created_at) VALUES ${rows.slice(at, at + 4).join(',')}`);
    const courier = rig.start();
    const open = "SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'leased')";
    await rig.until('all tried', () => +rig.sql(open)[0][0] === 0, 60);
    courier.kill('SIGTERM');
    await courier.ended;
    assert.deepStrictEqual(rig.sql("SELECT kind, last_answer FROM outbox WHERE state = 'dead' AND recipient = 'ada@example.net'"), []);
    await rig.until('all delivered', () => fs.readdirSync(relay.mails).length >= wanted.size + 2, 60);

    const read = execFileSync('python3', [path.join(__dirname, 'read_mail.py'), relay.mails], { encoding: 'utf8', maxBuffer: 1 << 28 });
    let seen = 0;
    for (const mail of read.trim().split('\n').map((line) => JSON.parse(line))) {
      const all = (name) => mail.headers.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
      const about = wanted.get(/^<(.*)@/.exec(all('Message-ID')[0])[1]);
      if (!about) continue;
      ++seen;
      const what = `${about.kind} with ${JSON.stringify(about.value.slice(0, 40))}`;
      assert.deepStrictEqual(mail.defects, [], what);
      for (const name of kOnce) assert.strictEqual(all(name).length, 1, `${what}: ${name}`);
      const known = [...kOnce, ...kOfTheRelay, 'In-Reply-To', 'References'];
      for (const [name] of mail.headers) assert.ok(known.includes(name), `${what}: a header ${name}`);
      assert.deepStrictEqual(mail.from, [['Über "Portal", <Inc>', 'portal@portal.test']], what);
      assert.deepStrictEqual([all('To')[0], all('References')[0]], ['ada@example.net', '<ticket-7@portal.test>'], what);
      assert.strictEqual(mail.type, 'multipart/alternative', what);
      assert.deepStrictEqual(mail.parts.map((part) => [part.type, part.charset]), [['text/plain', 'utf-8'], ['text/html', 'utf-8']], what);
      assert.ok(mail.ascii && mail.longest <= 998, `${what}: a line of ${mail.longest} bytes`);
      const [text, html] = mail.parts.map((part) => part.text);
      assert.doesNotMatch(html, /<(script|img|link|iframe)\b|url\(|https?:\/\/(?!portal\.test)/i, what);
      const source = fs.readFileSync(path.join(root, 'templates/mail', `${about.kind}.txt`), 'utf8');
      if (/^Subject: .*\{\{SUBJECT\}\}/.test(source)) assert.ok(all('Subject')[0].includes(oneLine(about.value)), `${what}: ${all('Subject')[0]}`);
      if (/\{\{TEXT\}\}/.test(source)) {
        const body = about.value.replace(/\r\n?/g, '\n').trim();
        assert.ok(text.replace(/\r\n/g, '\n').includes(body), `${what}: the text is not there`);
      }
    }
    assert.strictEqual(seen, wanted.size);
  });
});
