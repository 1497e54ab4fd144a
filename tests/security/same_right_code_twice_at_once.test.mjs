// One right code sent many times at once makes one account and one session.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const isIn = (answer) => answer.status === 303 && /^\/dashboard\?/.test(answer.location);

test('five times the right code at the same moment', async () => {
  for (let round = 0; round < 3; ++round) {
    const email = address('twice');
    const browser = new Browser(portal);
    const page = await beginSignUp(browser, email);
    const code = await portal.mail.code(email);
    const answers = await Promise.all(Array.from({ length: 5 }, () => browser.submitRaw(page, '/sign-up/verify', { code }, { cookies: true })));
    assert.equal(answers.filter(isIn).length, 1, answers.map((one) => `${one.status} ${one.location}`).join(', '));
    assert.ok(answers.every((one) => one.status < 500), answers.map((one) => one.status).join(' '));
    const id = portal.database.number(`SELECT id FROM account WHERE email = '${email}'`);
    assert.equal(portal.database.number(`SELECT COUNT(*) FROM session WHERE account_id = ${id}`), 1);
    const welcomes = await portal.mail.wait(email, (mail) => /Welcome/.test(mail.subject)).then(() => portal.database.number(`SELECT COUNT(*) FROM outbox WHERE recipient = '${email}' AND kind = 'welcome'`));
    assert.equal(welcomes, 1);
  }
});

test('a code that was used is used up', async () => {
  const email = address('used');
  const browser = new Browser(portal);
  const page = await beginSignUp(browser, email);
  const before = new Map(browser.jar);
  const code = await portal.mail.code(email);
  await browser.submit(page, '/sign-up/verify', { code });
  browser.jar = before;
  const again = await browser.submit(page, '/sign-up/verify', { code });
  assert.equal(again.path, '/sign-up?notice=sign-up-over');
  assert.equal(browser.session, undefined);
});
