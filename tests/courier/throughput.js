// How many mails a second the courier hands to a local relay: node tests/courier/throughput.js [MAILS], by
// tests/database/with_mariadb.sh.
'use strict';
const { Rig } = require('./rig');
const { SmtpServer } = require('../providers/smtp_server');

(async () => {
  const mails = Number(process.argv[2] || 5000);
  const rig = new Rig();
  const relay = await new SmtpServer({ ...rig.certificates, security: 'none' }).listen();
  rig.write({ mail: { transports: ['smtp'] }, log: { level: 'warning' }, courier: { connections: 4, batch: 100 },
    smtp: { host: 'localhost', port: relay.port, security: 'none' } });
  rig.sql(`INSERT INTO outbox (tag, kind, recipient, payload, sealed, thread, state, next_try_at, created_at)
    SELECT UUID(), 'welcome', 'ada@example.net', '{"FIRST_NAME":"Ada","LINK":"https://portal.test/"}', 0, '', 'waiting',
    UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM seq_1_to_${mails}`);
  rig.start();
  await rig.until('the first', () => relay.mails.length > 0);
  const begun = Date.now();
  await rig.until('all', () => relay.mails.length >= mails, 300);
  const seconds = (Date.now() - begun) / 1000;
  console.log(`${mails} mails in ${seconds.toFixed(2)} s: ${Math.round(mails / seconds)} a second`);
  await rig.until('all noted', () => +rig.sql("SELECT COUNT(*) FROM outbox WHERE state <> 'sent'")[0][0] === 0);
  await rig.end();
  await relay.close();
})();
