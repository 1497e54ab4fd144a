// What the log says of an account has happened: one line for a transaction that the database made run twice, none for one
// whose COMMIT failed. Triggers stand in for other transactions that are in the way, a blocked COMMIT for a cluster's refusal.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, hire, kPassword, signIn } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';
import { freshCode } from '../harness/second_factor.mjs';
import { until } from '../harness/until.mjs';

const kDeadlock = 1213;
const portal = await privatePortal({ configuration: '[factors]\ntrust_browsers = true\n' });
const lines = (event, words) => portal.log('gate').split('\n').filter((line) => line.includes(` event=${event} `) && line.includes(words)).length;
const waiting = (state) => portal.database.value(`SELECT id FROM information_schema.processlist WHERE state = '${state}'`);

// Does `act`; the transaction in which `action` is audited gets as far as its COMMIT, which fails.
async function whileCommitFails(action, act) {
  portal.database.rows(`CREATE TRIGGER hold BEFORE INSERT ON audit_event FOR EACH ROW
    SET @held = IF(NEW.action = '${action}', GET_LOCK('hold', 30) AND RELEASE_LOCK('hold'), 0)`);
  const holder = spawn('mariadb', ['--no-defaults', `--socket=${portal.database.socket}`, 'gatehouse']);
  try {
    holder.stdin.write("SELECT GET_LOCK('hold', 0);\n");
    await until('the lock to be held', () => portal.database.number("SELECT IS_USED_LOCK('hold') IS NOT NULL"));
    const going = act();
    await until('the transaction to be under way', () => waiting('User lock'));
    holder.stdin.write("BACKUP STAGE START; BACKUP STAGE BLOCK_COMMIT; DO RELEASE_LOCK('hold');\n");
    portal.database.rows(`KILL QUERY ${await until('the COMMIT to wait', () => waiting('Waiting for backup lock'))}`);
    holder.stdin.write('BACKUP STAGE END;\n');
    return await going;
  } finally {
    holder.stdin.end();
    portal.database.rows('DROP TRIGGER hold');
  }
}

test('a sign-in that runs twice because of a deadlock is one line, not two', async () => {
  const person = await hire(portal, 'agent');
  const browser = new Browser(portal);
  const page = await browser.submit(await browser.get('/login'), '/login', { identifier: person.email, password: kPassword });
  portal.database.rows(`CREATE TABLE run (amount INT) ENGINE = MyISAM; INSERT INTO run VALUES (0);
    DELIMITER //
    CREATE TRIGGER in_the_way BEFORE INSERT ON trusted_browser FOR EACH ROW BEGIN
      UPDATE run SET amount = amount + 1;
      IF (SELECT amount FROM run) = 1 THEN SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = ${kDeadlock}; END IF;
    END//`);
  const inside = await browser.submit(page, '/login/step', { code: freshCode(portal, person.email, person.totp), trust: 'on' });
  const runs = portal.database.number('SELECT amount FROM run');
  portal.database.rows('DROP TRIGGER in_the_way; DROP TABLE run');
  assert.match(inside.heading, /^Hello/);
  assert.equal(runs, 2, 'there was no second run');
  assert.equal(lines('authn_login_success', `account=${person.id}`), 1);
});

test('a sign-in whose COMMIT fails is no line of success', async () => {
  const person = await hire(portal, 'client');
  const answer = await whileCommitFails('session.start', () => signIn(new Browser(portal), person.email));
  assert.equal(answer.status, 503);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM session WHERE account_id = ${person.id}`), 0);
  assert.equal(lines('authn_login_success', `account=${person.id}`), 0);
});

test('an account whose COMMIT fails is not in the log as created', async () => {
  const email = address('client'), browser = new Browser(portal);
  const asks = await beginSignUp(browser, email);
  const code = await portal.mail.code(email);
  const answer = await whileCommitFails('account.create', () => browser.submit(asks, '/sign-up/verify', { code }));
  assert.equal(answer.status, 503);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM account WHERE email = '${email}'`), 0);
  assert.equal(lines('user_created', `client=${browser.address}`), 0);
});
