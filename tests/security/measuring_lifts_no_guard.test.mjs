// limits.factor multiplies rate limits for measuring; what stands against guessing stays as it is.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';

const portal = await privatePortal({ configuration: '[limits]\nfactor = 1000\n[code]\nwrong_per_day = 2\n' });

test('the third wrong code of a day is not looked at', async () => {
  const browser = new Browser(portal);
  const email = address('guess');
  let page = await beginSignUp(browser, email);
  const right = await portal.mail.code(email);
  const wrong = right === '000000' ? '000001' : '000000';
  for (let tries = 0; tries < 2; ++tries) page = await browser.submit(page, '/sign-up/verify', { code: wrong });
  assert.match(page.errorText, /not right/);
  page = await browser.submit(page, '/sign-up/verify', { code: right });
  assert.match(page.errorText, /Try again tomorrow/);
});

test('rate limits are lifted', async () => {
  const browser = new Browser(portal);
  const email = address('again');
  const page = await beginSignUp(browser, email);
  assert.equal((await browser.submitRaw(page, '/sign-up/resend')).status, 303);
});
