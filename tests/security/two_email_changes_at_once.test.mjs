// Two changes of one account's address at the same moment: one wins, the other is told. An address wanted by two accounts
// goes to one.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askForAddress, changeAddress, codeIn, isCode, undoLink } from '../harness/email_change.mjs';
import { address, insider, signIn } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const ready = async (browser, wanted, nth = 0) => ({ page: await askForAddress(browser, wanted), code: codeIn(await portal.mail.wait(wanted, isCode, nth)) });
const isDone = (answer) => answer.status === 303 && answer.location === '/security?notice=email-changed';
const finish = (browser, { page, code }) => browser.submitRaw(page, '/security/email/verify', { code });

test('from two sessions of one account', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  const other = new Browser(portal);
  await signIn(other, email);
  const wanted = [address('one'), address('two')];
  const both = [await ready(browser, wanted[0]), await ready(other, wanted[1])];
  const answers = await Promise.all([finish(browser, both[0]), finish(other, both[1])]);
  assert.equal(answers.filter(isDone).length, 1, answers.map((one) => `${one.status} ${one.location}`).join(', '));
  assert.ok(answers.every((one) => one.status < 500));
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM email_change WHERE account_id = ${id} AND done_at IS NOT NULL`), 1);
  assert.ok(wanted.includes(portal.database.value(`SELECT email FROM account WHERE id = ${id}`)));
});

test('the same code twice at once', async () => {
  const { id, browser } = await insider(portal, 'client');
  const one = await ready(browser, address('new'));
  const answers = await Promise.all([finish(browser, one), finish(browser, one), finish(browser, one)]);
  assert.equal(answers.filter(isDone).length, 1);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM email_change WHERE account_id = ${id} AND done_at IS NOT NULL`), 1);
});

test('one free address wanted by two accounts', async () => {
  const people = [await insider(portal, 'client'), await insider(portal, 'client')];
  const wanted = address('both');
  const first = await ready(people[0].browser, wanted);
  portal.advance(61);
  const second = await ready(people[1].browser, wanted, 1);
  const answers = await Promise.all([finish(people[0].browser, first), finish(people[1].browser, second)]);
  assert.deepEqual(answers.map((one) => one.status).sort(), [303, 422]);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM account WHERE email = '${wanted}'`), 1);
});

test('the undo link pressed three times at once', async () => {
  const { id, email, browser } = await insider(portal, 'client');
  await changeAddress(portal, browser, address('new'));
  const link = await undoLink(portal, email);
  const owner = new Browser(portal);
  const page = await owner.get(link);
  const answers = await Promise.all([0, 1, 2].map(() => owner.submitRaw(page, '/email/undo')));
  assert.deepEqual(answers.map((one) => one.status).sort(), [200, 410, 410]);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE kind = 'email_change_undone' AND account_id = ${id}`), 2);
});
