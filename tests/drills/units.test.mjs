// The units on a real systemd: a Debian tree is made and booted, the portal installed in it as the README's production
// section says, and used through nginx there (units_inside.mjs). TREE=DIR keeps the tree for the next time.
import { test } from 'node:test';
import { strict as assert } from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../harness/until.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const script = join(here, 'units_tree.sh');
const kCannot = 77;

// Host id of the process that is 1 in the tree, once its systemd takes orders.
async function booted(nspawn) {
  const pid = await until('the tree to boot', () => {
    assert.equal(nspawn.exitCode, null, 'systemd-nspawn ended');
    return spawnSync('pgrep', ['-P', String(nspawn.pid)], { encoding: 'utf8' }).stdout.trim() || null;
  }, { seconds: 30 });
  const state = () => spawnSync('nsenter', ['-t', pid, '-a', '-r', '-w', 'systemctl', 'is-system-running'], { encoding: 'utf8' }).stdout.trim();
  await until('systemd to be up', () => ['running', 'degraded'].includes(state()), { seconds: 120 });
  return pid;
}

test('the units on a booted Debian 12', { timeout: 1_200_000 }, async (t) => {
  const kept = process.env.TREE, folder = kept ? undefined : mkdtempSync('/var/tmp/gatehouse-tree.');
  const tree = kept ?? join(folder, 'root');
  let nspawn;
  try {
    const made = spawnSync(script, ['make', tree], { encoding: 'utf8' });
    if (made.status === kCannot) { t.skip(made.stderr.trim().split('\n').pop()); return; }
    assert.equal(made.status, 0, made.stderr);
    nspawn = spawn(script, ['boot', tree], { stdio: ['ignore', 'pipe', 'inherit'] });
    nspawn.stdout.resume();
    const pid = await booted(nspawn);
    // In the network of the tree: there is nothing else in it.
    const inside = spawn('nsenter', ['-t', pid, '-n', process.execPath, join(here, 'units_inside.mjs'), pid], { stdio: 'inherit', env: { ...process.env, NODE_TEST_CONTEXT: '' } });
    assert.equal(await new Promise((done) => inside.once('exit', done)), 0, 'see above');
  } finally {
    if (nspawn && nspawn.exitCode === null) {
      const ended = new Promise((done) => nspawn.once('exit', done));
      nspawn.kill('SIGTERM');
      await ended;
    }
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
});
