// Ten authenticator apps: an eleventh is not added either when it was begun while there were fewer, and each sign-in would
// have to try them all.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { insider } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';
import { shownCode } from '../harness/second_factor.mjs';

const kMost = 10;
const portal = await sharedPortal();

test('offers kept from before do not become more apps than there may be', async () => {
  const { id, browser } = await insider(portal, 'client');
  const offers = [];
  for (let at = 0; at < kMost + 2; ++at) offers.push(await browser.submit(await browser.get('/security'), '/security/apps'));
  for (const page of offers) {
    const secret = page.text.match(/id="secret">([A-Z2-7 ]+)</)[1];
    await browser.submitRaw(page, page.path, { name: '', code: shownCode(portal, secret) });
  }
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM totp WHERE account_id = ${id} AND confirmed_at IS NOT NULL`), kMost);
});
