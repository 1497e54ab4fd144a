// Somebody changed the address of an account to theirs; the owner noticed and changed it back on the page, not by the link.
// The address that was left gets no link by which it would have the account again.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { changeAddress, undoLink } from '../harness/email_change.mjs';
import { address, insider } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const addressOf = (id) => portal.database.value(`SELECT email FROM account WHERE id = ${id}`);
const openLinks = (id) => portal.database.rows(`SELECT old_email FROM email_change WHERE account_id = ${id} AND done_at IS NOT NULL AND undone_at IS NULL`).flat();

test('going back to one’s own address voids the links of what came between', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  const [theirs, next] = [address('theirs'), address('next')];
  await changeAddress(portal, browser, theirs);
  await changeAddress(portal, browser, next);
  const link = await undoLink(portal, theirs);
  await changeAddress(portal, browser, email);
  assert.equal(addressOf(id), email);
  assert.deepEqual(openLinks(id), [email], 'an address that was left can take the account back');
  assert.equal((await new Browser(portal).get(link)).status, 410);
  await portal.mail.wait(next, (mail) => /was changed back$/.test(mail.subject));
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE recipient = '${next}' AND kind = 'email_changed'`), 0);
});

test('the link of the owner’s address stays good, and a change to a new address still gets one', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  await changeAddress(portal, browser, address('theirs'));
  const link = await undoLink(portal, email);
  await changeAddress(portal, browser, email);
  const later = address('later');
  await changeAddress(portal, browser, later);
  const owner = new Browser(portal);
  await owner.submit(await owner.get(link), '/email/undo');
  assert.equal(addressOf(id), email);
});
