// The most important drills of tests/drills, short: what every change has to pass.
import { after, test } from 'node:test';
import { strict as assert } from 'node:assert';
import { privatePortal } from '../harness/portal.mjs';
import * as courier from '../drills/courier.mjs';
import { MailServer, ServerMailbox } from '../drills/mail_server.mjs';
import { databaseRestarts } from '../drills/database.mjs';
import { brokenConfiguration, reloadsUnderLoad, restartsUnderLoad } from '../drills/reload.mjs';
import { guessesAtACode, rightCodeAtOnce, sameFormAtOnce } from '../drills/parallel.mjs';
import { codeDiesWithItsWorkers, gateWorkersKilled, houseWorkersKilled } from '../drills/workers.mjs';

const server = await new MailServer().start();
after(() => server.stop());
const portal = await privatePortal({ configuration: `[limits]\nfactor = 100000\n${courier.smtpConfiguration(server.port)}` });
portal.mail = new ServerMailbox(server);

test('replies are kept once while house workers are killed', (t) => houseWorkersKilled(t, portal, 5));
test('sign-ups are done once while gate workers are killed', (t) => gateWorkersKilled(t, portal, 5));
test('a code whose tries all died with their workers: the next one is asked for and works', (t) => codeDiesWithItsWorkers(t, portal, 5));
test('a mail that several wait for at once is seen by each of them, once', async () => {
  const took = { taken: [1, 2, 3].map((n) => ({ text: `To: <${n}@example.org>\r\nSubject: ${n}\r\n\r\n${n}\r\n` })) };
  const box = new ServerMailbox(took);
  const seen = await Promise.all([box.all(), box.all(), box.all()]);
  for (const mails of [...seen, await box.all()]) assert.deepEqual(mails.map((mail) => mail.subject), ['1', '2', '3']);
});
test('reloads under load lose no request', (t) => reloadsUnderLoad(t, portal, 2));
test('a broken configuration at HUP leaves the old workers', (t) => brokenConfiguration(t, portal));
test('a restart under load loses nothing that was taken', (t) => restartsUnderLoad(t, portal, 1));
test('MariaDB killed under load: calm pages, nothing lost, nothing restarted', (t) => databaseRestarts(t, portal, 'SIGKILL', 1));
test('30 uses of the right code at once make one account', (t) => rightCodeAtOnce(t, portal, 30));
test('100 guesses at one code from 20 addresses: five are compared', (t) => guessesAtACode(t, portal, 100, 20));
test('one form sent 6 times at once is done once', (t) => sameFormAtOnce(t, portal, 6));

test('the courier killed before its lease: nothing happened', (t) => courier.killedBeforeTheLease(t, portal, server));
test('the courier killed before sending: sent once', (t) => courier.killedBeforeSending(t, portal, server));
test('the courier killed before its note: twice under one Message-ID, marked', (t) => courier.killedBeforeTheNote(t, portal, server));
test('a courier held up beyond its lease: its word no longer counts', (t) => courier.heldUpBeyondItsLease(t, portal, server));
test('three couriers at once send nothing twice', (t) => courier.severalAtOnce(t, portal, server, 60));
