// Letters that become more when they are made small or put in order: what fits as it is typed must fit as it is kept, and is
// answered like every other name that nobody has. Else one such name is an alarm about the database, as often as one likes.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askCode } from '../harness/mailed_code.mjs';
import { address, insider, kPassword } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const kGrowing = ['İ', '\u1E9E', '\u0390', '\u{1D160}'];  // İ: two letters when small; the last: three when in order

for (const most of [253, 254]) {
  test(`${most} letters that grow are a name like any other`, async () => {
    portal.advance(61);  // cut, they may be the same name as before
    for (const letter of kGrowing) {
      const identifier = letter.repeat(most);
      for (const purpose of ['sign_in', 'reset']) {
        const answer = await askCode(new Browser(portal), identifier, purpose);
        assert.ok([202, 422].includes(answer.status), `${escape(letter)}: ${answer.status}`);
      }
      assert.equal((await new Browser(portal).json('/login', { identifier, password: kPassword })).status, 422);
    }
  });
}

test('an address of letters that grow can be signed up with and changed to', async () => {
  const email = `${'İ'.repeat(32)}@${'a'.repeat(62)}.${'b'.repeat(62)}.${'c'.repeat(58)}.org`;
  assert.equal((await new Browser(portal).json('/sign-up', { first_name: 'A', last_name: 'B', email, user_name: '', password: kPassword })).status, 202);
  const { browser } = await insider(portal, 'client');
  const headers = { 'x-csrftoken': await browser.token('/dashboard') };
  assert.equal((await browser.json('/security/email', { email: `İ${address()}` }, { headers })).status, 202);
});
