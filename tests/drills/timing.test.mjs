import { test } from 'node:test';
import { privatePortal } from '../harness/portal.mjs';
import { mailedCodeTells, signInTells, signUpInJsonTells, signUpTells } from './timing.mjs';

const samples = Number(process.env.DRILL_SAMPLES ?? 400);
const limits = '[limits]\nfactor = 100000\n';
const quick = await privatePortal({ configuration: limits });
test('sign-in does not tell who exists (cheap hashes)', { timeout: 300_000 }, (t) => signInTells(t, quick, samples));
test('sign-in in JSON does not tell who exists (cheap hashes)', { timeout: 300_000 }, (t) => signInTells(t, quick, samples, { face: 'JSON' }));
test('sign-up does not tell who exists (cheap hashes)', { timeout: 300_000 }, (t) => signUpTells(t, quick, samples));
test('sign-up in JSON does not tell who exists (cheap hashes)', { timeout: 300_000 }, (t) => signUpInJsonTells(t, quick, samples));
for (const purpose of ['sign-in', 'reset']) {
  for (const face of ['page', 'JSON']) {
    test(`mailed codes do not tell who exists: ${purpose}, ${face}`, { timeout: 300_000 }, (t) => mailedCodeTells(t, quick, samples, { purpose, face }));
  }
}

const real = await privatePortal({ configuration: `${limits}[password]\nargon_memory = 64\nargon_operations = 3\n` });
test('sign-in does not tell who exists (default hashes)', { timeout: 1_200_000 }, (t) => signInTells(t, real, samples, { sides: ['unknown'] }));
test('sign-up does not tell who exists (default hashes)', { timeout: 1_200_000 }, (t) => signUpTells(t, real, samples));
