import { test } from 'node:test';
import { privatePortal } from '../harness/portal.mjs';
import { databaseHangs, databaseRestarts } from './database.mjs';

const portal = await privatePortal({ configuration: '[limits]\nfactor = 100000\n' });
test('MariaDB stopped and started under load', { timeout: 240_000 }, (t) => databaseRestarts(t, portal, 'SIGTERM', 4));
test('MariaDB killed and started under load', { timeout: 240_000 }, (t) => databaseRestarts(t, portal, 'SIGKILL', 4));
test('MariaDB silent under load', { timeout: 240_000 }, (t) => databaseHangs(t, portal, 25));
