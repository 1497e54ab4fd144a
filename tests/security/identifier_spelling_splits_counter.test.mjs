// However an account is written (case, spaces, Unicode form, IDN or its A-label, user name), failures count for the account.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, hire, kPassword, signIn, signUp, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const kWrong = 'this is not the password';

test('five spellings of one account are five failures of it', async () => {
  const name = unique('speller');
  const { email, id } = await hire(portal, 'client', { email: `${unique('zoë')}@bücher.example`.normalize('NFC'), user_name: name });
  const [local] = email.split('@');
  const spellings = [email.toUpperCase(), `  ${email}`, `${local.normalize('NFD')}@bücher.example`, `${local}@xn--bcher-kva.example`, name.toUpperCase()];
  for (const typed of spellings) assert.equal((await signIn(new Browser(portal), typed, kWrong)).status, 422, typed);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM failed_sign_in WHERE account_id = ${id}`), spellings.length, 'a spelling was not recognised');
  assert.equal((await signIn(new Browser(portal), email, kPassword)).status, 422, 'the right password is looked at after five failures');
});

test('a name that nobody has is counted in one spelling too', async () => {
  const name = unique('Nobody');
  const before = portal.database.number('SELECT COUNT(*) FROM throttle');
  for (const typed of [name, name.toLowerCase(), ` ${name.toUpperCase()} `]) await signIn(new Browser(portal), typed, kWrong);
  assert.equal(portal.database.number('SELECT COUNT(*) FROM throttle'), before + 1);
});

test('the mails of an hour are counted for the address, not for its spelling', async () => {
  const email = address('flood');
  const first = await beginSignUp(new Browser(portal), email);
  assert.equal(first.heading, 'Check your mail');
  for (const typed of [email.toUpperCase(), ` ${email} `]) {
    const again = await beginSignUp(new Browser(portal), typed);
    assert.equal(again.status, 429, typed);
  }
});

test('a second account cannot be had by another spelling', async () => {
  const { email } = await signUp(portal);
  portal.advance(61);
  await beginSignUp(new Browser(portal), email.toUpperCase());
  await portal.mail.wait(email, (mail) => /already have an account/.test(mail.subject));
});
