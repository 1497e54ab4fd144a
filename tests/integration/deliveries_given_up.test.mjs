// All mails that were given up are dropped by one button, or by one command: they, and no others; then the banner is gone.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { putMail, stateOf } from '../harness/deliveries.mjs';
import { fill } from '../harness/form.mjs';
import { address, insider } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';
import { until } from '../harness/until.mjs';

const portal = await privatePortal();
const { id: me, browser } = await insider(portal, 'administrator');
const kList = '/administration/deliveries', kDead = `${kList}?state=dead`, kDrop = '/administration/given-up/drop';
const kUsage = 64, kMost = 500;
const count = (state) => portal.database.number(`SELECT COUNT(*) FROM outbox WHERE state = '${state}'`);
const many = (amount, state = 'dead') => portal.database.rows(`INSERT INTO outbox (tag, kind, recipient, payload, sealed, thread, state, next_try_at, created_at)
  SELECT UUID(), 'welcome', 'many@example.org', 'words', 0, '', '${state}', '2035-01-01', UTC_TIMESTAMP(6) FROM seq_1_to_${amount}`);
const trail = () => portal.database.rows(`SELECT object_kind, COALESCE(object_id, ''), details FROM audit_event WHERE action = 'delivery.drop_given_up' AND actor_id = ${me} ORDER BY id`);
const settled = () => until('the courier to wipe what was dropped', () => count('drop') === 0);

test('one button drops all that were given up and nothing else, and the banner is gone', async () => {
  const others = ['waiting', 'withheld', 'sent', 'expired'].map((state) => putMail(portal, address('other'), { state }));
  const dead = [putMail(portal, address('dead')), putMail(portal, address('dead')), putMail(portal, address('dead'), { sealed: 1, payload: '' })];
  const page = await browser.get(kDead);
  assert.match(page.words, /3 mails could not be delivered/);
  assert.match(page.words, /Drop all 3 that were given up/);
  assert.match(page.text, /data-confirm="Drop all 3 mails that were given up\? They will not be sent\."/);
  const after = await browser.submit(page, kDrop);
  assert.match(after.notice, /were dropped\. They will not be sent/);
  assert.doesNotMatch(after.words, /could not be delivered/);
  assert.match(after.words, /Nothing here/);
  await settled();
  for (const id of dead) assert.deepEqual(portal.database.rows(`SELECT state, payload FROM outbox WHERE id = ${id}`)[0], ['dropped', '']);
  assert.deepEqual(others.map((id) => stateOf(portal, id)), ['waiting', 'withheld', 'sent', 'expired']);
  assert.deepEqual(trail(), [['delivery', '', dead.join('-')]]);
});

test('the same form sent twice changes nothing and says so', async () => {
  const id = putMail(portal, address('twice'));
  const page = await browser.get(kDead);
  assert.match(page.words, /Drop what was given up/);
  const before = trail().length;
  assert.match((await browser.submit(page, kDrop)).notice, /were dropped/);
  assert.match((await browser.submit(page, kDrop)).notice, /^Nothing was dropped/);
  assert.equal(trail().length, before + 1);
  assert.notEqual(stateOf(portal, id), 'dead');
  await settled();
});

test('the button is where all of them are listed, and only there', async () => {
  const id = putMail(portal, address('listed'));
  many(30);
  const next = (await browser.get(kDead)).text.match(/href="([^"]*)" rel="next"/)[1].replaceAll('&amp;', '&');
  for (const path of [kDead, `${kDead}&kind=&provider=&recipient=`, next]) assert.match((await browser.get(path)).text, /given-up\/drop/, path);
  for (const path of [kList, `${kList}?state=withheld`, `${kDead}&kind=welcome`, `${kDead}&provider=smtp`, `${kDead}&recipient=many@example.org`, `${kList}/${id}`])
    assert.doesNotMatch((await browser.get(path)).text, /given-up\/drop/, path);
  await browser.submit(await browser.get(kDead), kDrop);
  await settled();
});

test('more than one request may take are dropped in turns, the oldest first', async () => {
  many(kMost + 1);
  const newest = putMail(portal, address('newest'));
  const page = await browser.get(kDead);
  assert.match(page.words, /Drop the oldest 500 that were given up/);
  const rest = await browser.submit(page, kDrop);
  assert.equal(count('dead'), 2);
  assert.equal(stateOf(portal, newest), 'dead');
  assert.match(rest.words, /Drop all 2 that were given up/);
  assert.doesNotMatch((await browser.submit(rest, kDrop)).text, /given-up\/drop|could not be delivered/);
  assert.equal(count('dead'), 0);
  await settled();
});

test('a list that is none is refused, and drops nothing', async () => {
  const id = putMail(portal, address('kept'));
  const csrf_token = await browser.token('/dashboard');
  const tooMany = Array.from({ length: kMost + 1 }, () => id).join('-');
  for (const mails of ['', 'x', `${id}-`, `${id},${id}`, '0', '18446744073709551616', tooMany]) {
    const answer = await browser.form(kDrop, { csrf_token, mails });
    assert.ok([400, 422].includes(answer.status), `${mails.slice(0, 40)}: ${answer.status}`);
  }
  assert.equal((await browser.form(kDrop, { csrf_token })).status, 400);
  assert.equal(stateOf(portal, id), 'dead');
  portal.database.rows(`DELETE FROM outbox WHERE id = ${id}`);
});

test('two administrators who press at once drop each mail once', async () => {
  many(40);
  const other = await insider(portal, 'administrator');
  const pages = [await browser.get(kDead), await other.browser.get(kDead)];
  const ids = (page) => fill(page.text, kDrop).fields.get('mails');
  assert.equal(ids(pages[0]), ids(pages[1]));
  const answers = await Promise.all([browser.submitRaw(pages[0], kDrop), other.browser.submitRaw(pages[1], kDrop)]);
  assert.deepEqual(answers.map(({ status }) => status), [303, 303]);
  const told = portal.database.rows(`SELECT details FROM audit_event WHERE action = 'delivery.drop_given_up' ORDER BY id DESC LIMIT ${answers.filter(({ location }) => location.includes('given-up-dropped')).length}`);
  assert.deepEqual(told.flatMap(([list]) => list.split('-')).map(Number).sort((a, b) => a - b), ids(pages[0]).split('-').map(Number));
  await settled();
});

test('the command drops all that were given up, however many, and nothing else', async () => {
  many(2 * kMost + 3);
  const waits = putMail(portal, address('waits'), { state: 'waiting' }), held = putMail(portal, address('held'), { state: 'withheld' });
  const drop = (...words) => portal.gatehouse(['outbox', 'drop', ...words]);
  for (const words of [[], ['--given-up', String(waits)]]) assert.equal((await drop(...words)).code, kUsage, words.join(' '));
  assert.equal(count('dead'), 2 * kMost + 3);
  const { code, out } = await drop('--given-up');
  assert.deepEqual([code, out.trim()], [0, `dropped: ${2 * kMost + 3}`]);
  assert.equal(count('dead'), 0);
  assert.deepEqual([stateOf(portal, waits), stateOf(portal, held)], ['waiting', 'withheld']);
  const rows = portal.database.rows("SELECT actor_id, LENGTH(details) - LENGTH(REPLACE(details, '-', '')) + 1 FROM audit_event WHERE action = 'delivery.drop_given_up' AND actor_id IS NULL");
  assert.deepEqual(rows.map(([, amount]) => Number(amount)), [kMost, kMost, 3]);
  assert.equal((await drop('--given-up')).out.trim(), 'dropped: 0');
  assert.match((await drop('--help')).out, /--given-up/);
});
