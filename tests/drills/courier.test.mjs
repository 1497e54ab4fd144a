import { after, test } from 'node:test';
import { privatePortal } from '../harness/portal.mjs';
import * as courier from './courier.mjs';
import { MailServer } from './mail_server.mjs';

const server = await new MailServer().start();
after(() => server.stop());
const portal = await privatePortal({ configuration: courier.smtpConfiguration(server.port) });
const limit = { timeout: 120_000 };
test('courier killed before the lease is committed', limit, (t) => courier.killedBeforeTheLease(t, portal, server));
test('courier killed between lease and sending', limit, (t) => courier.killedBeforeSending(t, portal, server));
test('courier killed after sending, before the server answered', limit, (t) => courier.killedBeforeTheAnswer(t, portal, server));
test('courier killed after the answer, before the note', limit, (t) => courier.killedBeforeTheNote(t, portal, server));
test('courier killed after the note', limit, (t) => courier.killedAfterTheNote(t, portal, server));
test('a courier held up beyond its lease: its word no longer counts', limit, (t) => courier.heldUpBeyondItsLease(t, portal, server));
test('three couriers at once send nothing twice', limit, (t) => courier.severalAtOnce(t, portal, server, 300));
test('couriers killed one after the other lose nothing', limit, (t) => courier.severalKilled(t, portal, server, 200, 10));
