// `migrate up` beside people who sign up: an account that is on its way has the rights that its role gives. It keeps them,
// is not reported as changed by hand, and no open transaction holds the sysadmin up.
import test, { after } from 'node:test';
import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { quoted } from '../harness/database.mjs';
import { address, hire } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const rightsOf = (email) => portal.database.value(`SELECT rights FROM account WHERE email = ${quoted(email)}`);

// A transaction that another process has open: says when a statement is done, and ends with the test.
function transaction() {
  const client = spawn('mariadb', ['--no-defaults', `--socket=${portal.database.socket}`, '--batch', '--skip-column-names', '--unbuffered', 'gatehouse']);
  after(() => client.kill());
  const run = async (sql) => {
    client.stdin.write(`${sql}; SELECT 'done';\n`);
    await once(client.stdout, 'data');
  };
  return { run };
}

test('an account that is made while migrate up looks keeps its rights, and is reported by nobody', async () => {
  const email = address('onway'), open = transaction();
  await open.run('START TRANSACTION');
  await open.run(`INSERT INTO account (email, email_canonical, first_name, last_name, created_at, rights)
    SELECT ${quoted(email)}, ${quoted(email)}, 'On', 'Way', UTC_TIMESTAMP(6), permissions FROM role WHERE name = 'Client'`);
  await open.run("INSERT INTO account_role SELECT LAST_INSERT_ID(), id, UTC_TIMESTAMP(6) FROM role WHERE name = 'Client'");
  const said = await portal.gatehouse(['migrate', 'up']);
  await open.run('COMMIT');
  assert.equal(said.code, 0, said.err);
  assert.ok(!/other rights/.test(said.out), said.out);
  assert.notEqual(rightsOf(email), null, 'its rights were forgotten');
});

test('rights that are wrong are still found and forgotten beside it', async () => {
  const { email, id } = await hire(portal, 'client');
  portal.database.rows(`UPDATE account SET rights = 1023 WHERE id = ${id}`);
  const said = await portal.gatehouse(['migrate', 'up']);
  assert.match(said.out, /^1 accounts had other rights than their roles give/m);
  assert.equal(rightsOf(email), null);
});
