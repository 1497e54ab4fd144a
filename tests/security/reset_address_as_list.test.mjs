// Who names two people in one request for a reset or a sign-in code gets nothing mailed, in whatever way they are put
// together; no part of the portal looks one up and writes to the other.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { hire } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const mails = (email) => portal.database.number(`SELECT COUNT(*) FROM outbox WHERE recipient = '${email}' AND state <> 'void'`);
const doors = [['/login/reset', {}, ''], ['/login', { with: 'mailed_code' }, '&with=mailed_code']];

for (const [path, more, tail] of doors) {
  test(`${path}: forms with two names, breaks and other spellings of the field`, async () => {
    const victim = (await hire(portal, 'client')).email, attacker = (await hire(portal, 'client')).email;
    const browser = new Browser(portal);
    const token = await browser.token();
    for (const named of [
      `identifier=${victim}&identifier=${attacker}`, `identifier[]=${victim}&identifier[]=${attacker}`, `identifier[0]=${victim}`, `identifier=${victim}&Identifier=${attacker}`,
      `identifier=${victim}&%69dentifier=${attacker}`, `identifier=${victim}%0d%0aBcc:${attacker}`, `identifier=${victim}%0a`.concat(attacker), `identifier=${victim}%00${attacker}`, 'identifier=', '',
    ]) {
      const answer = await browser.form(path, `csrf_token=${token}&${named}${tail}`);
      assert.ok([400, 422].includes(answer.status), `${named}: ${answer.status}`);
    }
    assert.equal((await browser.form(`${path}?identifier=${attacker}`, `csrf_token=${token}&identifier=${victim}${tail}`)).status, 400);
    for (const list of [`${victim},${attacker}`, `${victim} ${attacker}`, `${victim};${attacker}`, `${victim}|${attacker}`]) {
      await browser.form(path, { csrf_token: token, identifier: list, ...more });  // a name that nobody has
    }
    assert.deepEqual([mails(victim), mails(attacker)], [0, 0]);
  });

  test(`${path}: JSON with arrays, objects, null and duplicate keys`, async () => {
    const victim = (await hire(portal, 'client')).email, attacker = (await hire(portal, 'client')).email;
    const browser = new Browser(portal);
    for (const identifier of [[victim, attacker], [victim], { $gt: '' }, { identifier: victim }, 1, true, null]) {
      assert.equal((await browser.json(path, { ...more, identifier })).status, 400, JSON.stringify(identifier));
    }
    const twice = JSON.stringify({ ...more, identifier: victim }).replace(/}$/, `,"identifier":"${attacker}"}`);
    assert.equal((await browser.json(path, twice)).status, 400);
    assert.equal((await browser.json(path, { ...more, identifier: victim, email: attacker })).status, 400);
    assert.deepEqual([mails(victim), mails(attacker)], [0, 0]);
  });
}
