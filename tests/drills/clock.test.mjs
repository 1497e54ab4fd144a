import { test } from 'node:test';
import { privatePortal } from '../harness/portal.mjs';
import * as clock from './clock.mjs';

const portal = await privatePortal();
const limit = { timeout: 120_000 };
test('an idle session ends after 30 minutes', limit, (t) => clock.sessionIdle(t, portal));
test('a used session ends after 12 hours', limit, (t) => clock.sessionAbsolute(t, portal));
test('a remembered session ends after 14 days', limit, (t) => clock.sessionRemembered(t, portal));
test('a code is good for 5 minutes', limit, (t) => clock.codeLifetime(t, portal));
test('codes are mailed once a minute and five times an hour', limit, (t) => clock.codeResend(t, portal));
test('delays grow with failures and end', limit, (t) => clock.throttle(t, portal));
test('a guesser does not lock the owner out', limit, (t) => clock.ownerNotLockedOut(t, portal));
