// A form that drops many mails at once reaches those that were given up when its page was made, and no further: not what
// was given up, sent anew or withheld since, not what somebody writes into it, and nothing for who may not drop mail.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { putMail, stateOf } from '../harness/deliveries.mjs';
import { fill } from '../harness/form.mjs';
import { address, grantByHand, insider } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';

const portal = await privatePortal();
const admin = await insider(portal, 'administrator');
const kDead = '/administration/deliveries?state=dead', kDrop = '/administration/given-up/drop';
const clean = () => portal.database.rows('DELETE FROM outbox');
const become = (id, state) => portal.database.rows(`UPDATE outbox SET state = '${state}' WHERE id = ${id}`);
const drops = () => portal.database.number("SELECT COUNT(*) FROM audit_event WHERE action = 'delivery.drop_given_up'");
const isDropped = (id) => ['drop', 'dropped'].includes(stateOf(portal, id));

test('what was given up after the page was made stays, whatever its number', async () => {
  const early = putMail(portal, address('early'), { state: 'waiting' });
  const dead = putMail(portal, address('dead'));
  const page = await admin.browser.get(kDead);
  become(early, 'dead');
  const late = putMail(portal, address('late'));
  const after = await admin.browser.submit(page, kDrop);
  assert.ok(isDropped(dead));
  assert.deepEqual([stateOf(portal, early), stateOf(portal, late)], ['dead', 'dead']);
  assert.match(after.words, /2 mails could not be delivered/);
  clean();
});

test('what somebody sent anew since is not taken back', async () => {
  const states = ['waiting', 'again', 'leased', 'sent', 'withheld', 'expired'];
  const ids = states.map(() => putMail(portal, address('moved')));
  const page = await admin.browser.get(kDead);
  ids.forEach((id, at) => portal.database.rows(`UPDATE outbox SET state = '${states[at]}', next_try_at = '2035-01-01', lease_owner = 'x', lease_until = '2035-01-01' WHERE id = ${id}`));
  assert.match((await admin.browser.submit(page, kDrop)).notice, /^Nothing was dropped/);
  for (const id of ids) assert.ok(!isDropped(id), stateOf(portal, id));
  clean();
});

test('a number written into the form drops no mail that was not given up', async () => {
  const dead = putMail(portal, address('dead')), waits = putMail(portal, address('waits'), { state: 'waiting' }), held = putMail(portal, address('held'), { state: 'withheld' });
  await admin.browser.submitRaw(await admin.browser.get(kDead), kDrop, { mails: `${waits}-${dead}-${held}` });
  assert.deepEqual([isDropped(dead), stateOf(portal, waits), stateOf(portal, held)], [true, 'waiting', 'withheld']);
  clean();
});

test('who may not drop mail does not, with an administrator’s form or their own', async () => {
  const id = putMail(portal, address('kept')), before = drops();
  const { fields } = fill((await admin.browser.get(kDead)).text, kDrop);
  const watcher = await insider(portal, 'client');
  grantByHand(portal, watcher, 128);
  assert.doesNotMatch((await watcher.browser.get(kDead)).text, /given-up\/drop/);
  for (const { browser } of [watcher, await insider(portal, 'agent'), await insider(portal, 'client')]) {
    assert.equal((await browser.form(kDrop, fields)).status, 403);
    assert.equal((await browser.form(kDrop, { csrf_token: await browser.token('/dashboard'), mails: String(id) })).status, 403);
  }
  const stranger = new Browser(portal);
  assert.ok([401, 403].includes((await stranger.form(kDrop, { csrf_token: await stranger.token(), mails: String(id) })).status));
  for (const csrf_token of ['', await watcher.browser.token('/dashboard')]) assert.equal((await admin.browser.form(kDrop, { csrf_token, mails: String(id) })).status, 403);
  assert.equal((await admin.browser.send('GET', `${kDrop}?mails=${id}`)).status, 405);
  assert.equal(stateOf(portal, id), 'dead');
  assert.equal(drops(), before);
});
