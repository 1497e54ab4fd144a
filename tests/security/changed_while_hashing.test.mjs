// Comparing a password takes its time. What changes meanwhile counts: a disabled account, another password, a second change
// at the same moment. A slow hash of another system holds the comparison open.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { createHash, pbkdf2Sync } from 'node:crypto';
import { Browser } from '../harness/browser.mjs';
import { hire, kPassword, signIn } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';
import { until } from '../harness/until.mjs';

const portal = await sharedPortal();
const kRounds = 1_000_000;
const kSlow = `pbkdf2:sha256:${kRounds}$saltsalt$${pbkdf2Sync(kPassword, 'saltsalt', kRounds, 32, 'sha256').toString('hex')}`;

async function slowPerson() {
  const person = await hire(portal, 'client');
  portal.database.rows(`UPDATE password SET hash = '${kSlow}' WHERE account_id = ${person.id}`);
  return person;
}
const sessions = (id) => portal.database.number(`SELECT COUNT(*) FROM session WHERE account_id = ${id}`);

// Signs in with the right password and does `act` after the try was counted, while it is being compared.
async function signInWhile(person, act) {
  const browser = new Browser(portal);
  const page = await browser.get('/login');
  const bucket = createHash('sha256').update(`password:account:${person.id}`).digest('hex');
  const going = browser.submitRaw(page, '/login', { identifier: person.email, password: kPassword });
  await until('the try to be counted', () => portal.database.number(`SELECT COUNT(*) FROM throttle WHERE bucket = X'${bucket}'`));
  act();
  return going;
}

test('nothing changes: the person is let in', async () => {
  const person = await slowPerson();
  assert.equal((await signInWhile(person, () => {})).status, 303);
  assert.equal(sessions(person.id), 1);
});

test('an account that is disabled meanwhile lets nobody in', async () => {
  const person = await slowPerson();
  const answer = await signInWhile(person, () => portal.database.rows(`UPDATE account SET status = 'disabled' WHERE id = ${person.id}`));
  assert.equal(answer.status, 422);
  assert.equal(sessions(person.id), 0);
});

test('a password that was changed meanwhile is wrong', async () => {
  const person = await slowPerson();
  const answer = await signInWhile(person, () => portal.database.rows(`UPDATE password SET hash = '${kSlow.replace('saltsalt', 'tlastlas')}' WHERE account_id = ${person.id}`));
  assert.equal(answer.status, 422);
  assert.equal(sessions(person.id), 0);
});

test('of two changes of the password at once one is done, and it alone stays signed in', async () => {
  const person = await hire(portal, 'client');
  const browsers = [new Browser(portal), new Browser(portal)];
  for (const browser of browsers) await signIn(browser, person.email);
  portal.database.rows(`UPDATE password SET hash = '${kSlow}' WHERE account_id = ${person.id}`);
  const pages = [];
  for (const browser of browsers) pages.push(await browser.get('/profile/password'));
  const answers = await Promise.all(browsers.map((browser, at) => browser.submitRaw(pages[at], '/profile/password',
    { current_password: kPassword, new_password: `another set of words ${at}` })));
  assert.deepEqual(answers.map((one) => one.status).sort(), [303, 422]);
  assert.equal(sessions(person.id), 1);
  const won = answers.findIndex((one) => one.status === 303);
  assert.match((await signIn(new Browser(portal), person.email, `another set of words ${won}`)).heading, /^Hello/);
});
