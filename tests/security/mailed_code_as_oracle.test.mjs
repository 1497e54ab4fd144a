// Two counters of mailed codes stand side by side: by what was typed, which is told, and by account, which is not. Whoever
// types what the portal calls an account, or a name that nobody has, reaches neither the owner's counter nor its news.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askCode, mailedCode } from '../harness/mailed_code.mjs';
import { address, hire } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const ask = async (identifier, purpose) => (await askCode(new Browser(portal), identifier, purpose)).status;

for (const purpose of ['sign_in', 'reset']) {
  test(`${purpose}: what the portal calls an account tells nothing of the codes it was sent`, async () => {
    const { email, id } = await hire(portal, 'client');
    assert.equal(await ask(email, purpose), 202);
    assert.equal(await ask(`account:${id}`, purpose), 202, 'the number of an account tells that it is behind this address');
  });

  test(`${purpose}: what the portal calls a name that nobody has tells nothing of who exists`, async () => {
    const nobody = address('nobody'), { email } = await hire(portal, 'client');
    for (const typed of [nobody, email]) {
      assert.equal(await ask(typed, purpose), 202);
      assert.equal(await ask(`nobody:${typed}`, purpose), 202, `whether ${typed} has an account is told`);
    }
  });

  test(`${purpose}: a stranger who counts accounts does not use up their mails`, async () => {
    const { email, id } = await hire(portal, 'client');
    for (let mails = 0; mails < 5; ++mails, portal.advance(61)) await ask(`account:${id}`, purpose);
    assert.equal(await ask(email, purpose), 202);
    await mailedCode(portal, email, purpose);
  });
}
