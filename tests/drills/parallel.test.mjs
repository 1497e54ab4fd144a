import { test } from 'node:test';
import { privatePortal } from '../harness/portal.mjs';
import * as parallel from './parallel.mjs';

const portal = await privatePortal();
const limit = { timeout: 180_000 };
test('100 uses of the right code at once make one account', limit, (t) => parallel.rightCodeAtOnce(t, portal, 100));
test('1000 guesses at one code from 50 addresses', limit, (t) => parallel.guessesAtACode(t, portal, 1000, 50));
test('100 uses of the right mailed code at once are one session', limit, (t) => parallel.rightSignInCodeAtOnce(t, portal, 100));
test('1000 guesses at one mailed sign-in code from 50 addresses', limit, (t) => parallel.guessesAtASignInCode(t, portal, 1000, 50));
test('100 guesses at one password at once', limit, (t) => parallel.guessesAtAPassword(t, portal, 100));
test('one form sent 10 times at once is done once', limit, (t) => parallel.sameFormAtOnce(t, portal, 10));
