// A hundred guesses at once: no more of them are looked at than one after another would be.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, hire, kPassword, signIn } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';

const kTries = 5;
// All hundred must get to the check, many at the same moment: waiting for a turn to hash is not what is tested here.
const portal = await privatePortal({ configuration: '[gate]\nworkers = 24\nhashing_slots = 24\nhashing_wait = 60000\n' });

test('of a hundred parallel wrong codes five are compared', async () => {
  const email = address();
  const browser = new Browser(portal);
  const page = await beginSignUp(browser, email);
  const code = await portal.mail.code(email);
  const guesses = Array.from({ length: 59 }, (_, at) => String(at * 1000 + 7).padStart(6, '0')).filter((guess) => guess !== code);
  const answers = await Promise.all(guesses.map((guess) => browser.submit(page, '/sign-up/verify', { code: guess })));
  const looked = answers.filter((one) => /not right/.test(one.errorText)).length;
  assert.ok(looked <= kTries, `${looked} were looked at`);
  assert.ok(answers.every((one) => one.status === 422 || one.status === 429), [...new Set(answers.map((one) => one.status))].join(' '));
  assert.equal(Math.max(...portal.codeTries()), kTries);
});

test('of a hundred parallel wrong passwords five are compared, and the right one among the rest is refused', async () => {
  const { email, id } = await hire(portal, 'client');
  const browsers = Array.from({ length: 100 }, () => new Browser(portal));
  const pages = await Promise.all(browsers.map((browser) => browser.get('/login')));
  await Promise.all(browsers.map((browser, at) => browser.submit(pages[at], '/login', { identifier: email, password: `wrong wrong wrong ${at}` })));
  const compared = portal.database.number(`SELECT COUNT(*) FROM failed_sign_in WHERE account_id = ${id} AND reason = 'wrong_password'`);
  const throttled = portal.database.number(`SELECT COUNT(*) FROM failed_sign_in WHERE account_id = ${id} AND reason = 'throttled'`);
  assert.ok(compared <= kTries, `${compared} were compared`);
  assert.equal(compared + throttled, 100);
  assert.equal((await signIn(new Browser(portal), email, kPassword)).status, 422);
});
