// Who signs up with the victim's address first gains nothing: no account is there before its owner typed the code, and what
// the attacker prepared does not survive into it.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, kPassword, signIn } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();

test('the attacker’s password, name and browser are not part of the victim’s account', async () => {
  const email = address('victim');
  const attacker = new Browser(portal);
  const prepared = await beginSignUp(attacker, email, { first_name: 'Mallory', password: 'the attackers own words' });
  await portal.mail.code(email, 1);
  assert.equal((await signIn(new Browser(portal), email, 'the attackers own words')).status, 422, 'an account exists before it was proved');

  portal.advance(61);
  const victim = new Browser(portal);
  const asks = await beginSignUp(victim, email);
  const code = await portal.mail.code(email, 2);
  assert.notEqual((await attacker.submit(prepared, '/sign-up/verify', { code })).status, 200, 'the victim’s code finished the attacker’s sign-up');
  const inside = await victim.submit(asks, '/sign-up/verify', { code });
  assert.equal(inside.heading, 'Hello, Clara Client');
  assert.equal((await signIn(new Browser(portal), email, 'the attackers own words')).status, 422);
  assert.match((await signIn(new Browser(portal), email, kPassword)).heading, /^Hello/);
  assert.equal((await attacker.get('/dashboard')).heading, 'Sign in');
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = '${email}'`), 2);
});

test('the code that the attacker had mailed, typed by the victim, makes no account with the attacker’s password', async () => {
  const email = address('victim');
  await beginSignUp(new Browser(portal), email, { password: 'the attackers own words' });
  const code = await portal.mail.code(email, 1);
  portal.advance(61);
  const victim = new Browser(portal);
  const asks = await beginSignUp(victim, email);
  await portal.mail.code(email, 2);
  const refused = await victim.submit(asks, '/sign-up/verify', { code });
  if (code !== await portal.mail.code(email, 2)) assert.equal(refused.status, 422);
  assert.equal((await signIn(new Browser(portal), email, 'the attackers own words')).status, 422);
});
