// Two addresses that a sloppy comparison takes for one are two; and mail about one account never goes to a look-alike.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askForAddress, changeAddress } from '../harness/email_change.mjs';
import { beginSignUp, hire, insider, kPassword, signIn, signUp, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();

test('look-alikes of an address do not sign in to it, and get no mail about it', async () => {
  const mark = unique('');
  const { email } = await hire(portal, 'client', { email: `mike.kiss${mark}@example.org` });
  // dotless i, long s, full-width m, combining accent, sharp s for ss, Cyrillic e
  for (const local of [`mıke.kiss${mark}`, `mike.ki\u017Fs${mark}`, `\uFF4Dike.kiss${mark}`, `míke.kiss${mark}`, `mike.kiß${mark}`, `mik\u0435.kiss${mark}`]) {
    const alike = `${local}@example.org`;
    assert.equal((await signIn(new Browser(portal), alike, kPassword)).status, 422, alike);
    const page = await beginSignUp(new Browser(portal), alike);
    if (page.status === 422) continue;  // refused as an address: fine as well
    const told = await portal.mail.wait(alike.normalize('NFC'), () => true);
    assert.doesNotMatch(told.subject, /already have an account/, alike);
  }
  assert.deepEqual((await portal.mail.to(email)).map((mail) => mail.subject), []);
});

test('what Unicode itself calls the same letter is the same address, and mail goes to the one that was proved', async () => {
  const { email } = await hire(portal, 'client', { email: `${unique('kelvin')}@example.org` });
  await beginSignUp(new Browser(portal), email.replace('k', '\u212A'));
  const told = await portal.mail.wait(email, () => true);
  assert.match(told.subject, /already have an account/);
  assert.equal(portal.database.number("SELECT COUNT(*) FROM outbox WHERE HEX(recipient) LIKE '%E284AA%'"), 0);
});

test('a change to what Unicode calls somebody’s address is no change, and to a look-alike of it is one', async () => {
  const owner = await hire(portal, 'client', { email: `${unique('kelvin')}@example.org` });
  const { id, email, browser } = await insider(portal, 'client');
  await askForAddress(browser, owner.email.replace('k', '\u212A'));
  await portal.mail.wait(owner.email, (mail) => /wanted to use this address/.test(mail.subject));
  const alike = owner.email.replace('k', '\u03BA');  // Greek kappa
  await changeAddress(portal, browser, alike);
  assert.equal(portal.database.value(`SELECT HEX(email_canonical) FROM account WHERE id = ${id}`), Buffer.from(alike).toString('hex').toUpperCase());
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM account WHERE email = '${owner.email}' AND id = ${owner.id}`), 1);
  assert.notEqual(alike, email);
});

test('two people whose addresses differ by an accent both have an account', async () => {
  const mark = unique('');
  for (const local of [`jose${mark}`, `josé${mark}`]) {
    const { email } = await signUp(portal, { email: `${local}@example.org` });
    assert.match((await signIn(new Browser(portal), email)).heading, /^Hello/);
  }
});

test('user names that only look alike or hold other letters are refused', async () => {
  for (const user_name of ['аdmin', 'ad\u200Bmin', 'ad min', 'admin\u202E', 'ａdmin', 'a@example.org']) {
    const page = await beginSignUp(new Browser(portal), `${unique('n')}@example.org`, { user_name });
    assert.equal(page.status, 422, JSON.stringify(user_name));
  }
});

test('a user name cannot pose as somebody’s address', async () => {
  const { email } = await hire(portal, 'client');
  const page = await beginSignUp(new Browser(portal), `${unique('n')}@example.org`, { user_name: email });
  assert.equal(page.status, 422);
});
