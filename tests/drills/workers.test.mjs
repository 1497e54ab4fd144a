import { test } from 'node:test';
import { privatePortal } from '../harness/portal.mjs';
import { codeDiesWithItsWorkers, houseWorkersKilled, gateWorkersKilled } from './workers.mjs';

const portal = await privatePortal({ configuration: '[limits]\nfactor = 100000\n' });
test('replies are kept once while house workers are killed', { timeout: 180_000 }, (t) => houseWorkersKilled(t, portal, Number(process.env.DRILL_SECONDS ?? 40)));
test('sign-ups are done once while gate workers are killed', { timeout: 240_000 }, (t) => gateWorkersKilled(t, portal, Number(process.env.DRILL_SECONDS ?? 40)));
test('a code whose tries all died with their workers: the next one is asked for and works', (t) => codeDiesWithItsWorkers(t, portal, 5));
