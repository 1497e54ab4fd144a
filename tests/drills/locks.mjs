// Rows that another session keeps locked: whoever wants to write one stops there, and a drill knows exactly how far it came.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { until } from '../harness/until.mjs';

// Keeps the rows that `select` reads locked until the function it resolves to is called.
export async function lockRow(portal, select) {
  const session = spawn('mariadb', ['--no-defaults', `--socket=${join(portal.run, 'db/mariadb.sock')}`, '--batch', '--unbuffered', 'gatehouse'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const locked = new Promise((done) => session.stdout.once('data', done));
  session.stdin.write(`SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION; ${select} FOR UPDATE;\n`);
  await locked;
  return () => new Promise((done) => { session.once('exit', done); session.stdin.end('ROLLBACK;\n'); });
}

// innodb_trx would not do: it is a cache that stays as it is while it is asked often.
const waits = (portal) =>
  portal.database.number("SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'");

// Until a statement waits for a lock; until none does.
export const someoneWaits = (portal) => until('a statement to wait for the row', () => waits(portal) > 0);
export const nobodyWaits = (portal) => until('no statement to wait for a row', () => waits(portal) === 0);
