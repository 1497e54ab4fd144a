import { after, test } from 'node:test';
import { privatePortal } from '../harness/portal.mjs';
import * as overload from './overload.mjs';

const kRealHashes = '[password]\nargon_memory = 64\nargon_operations = 3\n[limits]\nfactor = 100000\n[gate]\nhashing_wait = 500\n';

test('hashing saturated: strangers wait, people inside do not', { timeout: 180_000 }, async (t) => {
  await overload.hashingSaturated(t, await privatePortal({ configuration: kRealHashes }), 16, 20);
});

test('an address that asks too often gets a page', { timeout: 120_000 }, async (t) => {
  await overload.addressTooFast(t, await privatePortal({ limits: '' }), 150);
});

const mounts = process.getuid() === 0 ? false : 'only root mounts a disk that is too small';
test('a full disk keeps mail in the outbox', { timeout: 120_000, skip: mounts }, async (t) => {
  const disk = overload.tinyDisk();
  after(() => disk.remove());
  await overload.diskFull(t, await privatePortal({ configuration: `[mail]\nfolder = "${disk.folder}"\n` }), disk);
});
