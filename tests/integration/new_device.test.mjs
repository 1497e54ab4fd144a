// The owner hears of a sign-in from a browser that was not there before; not of the first, and not of one they know.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { hire, insider, kPassword, signIn, signUp } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const told = (email) => portal.database.number(`SELECT COUNT(*) FROM outbox WHERE kind = 'new_device' AND recipient = '${email}'`);

test('of a second browser, with what it is and from where; of the same browser not again', async () => {
  const { email } = await signUp(portal);
  assert.equal(told(email), 0, 'of the sign-up itself');
  const phone = new Browser(portal, { agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605.1' });
  await signIn(phone, email);
  const mail = await portal.mail.wait(email, (one) => /^New sign-in/.test(one.subject));
  assert.match(mail.text, /Safari on iPhone/);
  assert.ok(mail.text.includes(phone.address) && mail.text.includes(`${portal.url}/security`));
  await phone.submit(await phone.get('/logout'), '/logout');
  await signIn(phone, email);
  assert.equal(told(email), 1);
});

test('of the first sign-in to an account that was made for somebody not; with a second factor all the same', async () => {
  const { email } = await insider(portal, 'agent');
  assert.equal(told(email), 0);
  await signIn(new Browser(portal), email);
  assert.equal(told(email), 1);
});

test('of a wrong password not', async () => {
  const { email } = await hire(portal, 'client');
  await signIn(new Browser(portal), email);
  await signIn(new Browser(portal), email, `${kPassword}x`);
  assert.equal(told(email), 0);
});
