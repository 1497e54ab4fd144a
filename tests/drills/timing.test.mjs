import { test } from 'node:test';
import { privatePortal } from '../harness/portal.mjs';
import { signInTells, signUpTells } from './timing.mjs';

const samples = Number(process.env.DRILL_SAMPLES ?? 400);
const limits = '[limits]\nfactor = 100000\n';
const quick = await privatePortal({ configuration: limits });
test('sign-in does not tell who exists (cheap hashes)', { timeout: 300_000 }, (t) => signInTells(t, quick, samples));
test('sign-up does not tell who exists (cheap hashes)', { timeout: 300_000 }, (t) => signUpTells(t, quick, samples));

const real = await privatePortal({ configuration: `${limits}[password]\nargon_memory = 64\nargon_operations = 3\n` });
test('sign-in does not tell who exists (default hashes)', { timeout: 1_200_000 }, (t) => signInTells(t, real, samples, ['unknown']));
test('sign-up does not tell who exists (default hashes)', { timeout: 1_200_000 }, (t) => signUpTells(t, real, samples));
