// The gate's share of a busy CPU: a flood of sign-ins must not be weighed like the people inside.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const pid = (part) => readFileSync(join(portal.run, 'pid', part), 'utf8').split(' ')[0];

function share(part) {
  try {
    return Number(/nice (-?\d+)/.exec(readFileSync(`/proc/${pid(part)}/autogroup`, 'utf8'))[1]);
  } catch {
    return undefined;  // the kernel has no shares for sessions, or shows them to root alone
  }
}

test('the gate as a whole is nicer than the house, not only its workers among each other', (t) => {
  if (share('house') === undefined) return t.skip('no shares for sessions here');
  assert.equal(share('house'), 0);
  assert.equal(share('gate'), 10);
});
