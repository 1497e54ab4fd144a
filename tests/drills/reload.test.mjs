import { test } from 'node:test';
import { privatePortal } from '../harness/portal.mjs';
import { brokenConfiguration, reloadsUnderLoad, restartsUnderLoad } from './reload.mjs';

const portal = await privatePortal({ configuration: '[limits]\nfactor = 100000\n' });
test('reloads under load lose no request', { timeout: 240_000 }, (t) => reloadsUnderLoad(t, portal, 15));
test('a broken configuration at HUP leaves the old workers', { timeout: 120_000 }, (t) => brokenConfiguration(t, portal));
test('restarts under load lose nothing that was taken', { timeout: 240_000 }, (t) => restartsUnderLoad(t, portal, 6));
