// Codes and coarse counters in Redis: what lies there, what happens when it dies, hangs, forgets or remembers too much.
// Nothing may be lost but a code that was on its way, and no limit may be passed by making it come and go.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, signUp } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';
import { until } from '../harness/until.mjs';

const kResend = 61, kCodesPerAddress = 60;
const portal = await privatePortal({ redis: true });
const { redis } = portal;
const wrong = (code) => code.slice(0, 5) + (Number(code[5]) + 1) % 10;
const inDatabase = () => portal.database.number('SELECT COUNT(*) FROM challenge');
const said = (event) => portal.log('gate').split('\n').filter((line) => line.includes(` event=${event} `) || line.endsWith(` event=${event}`)).length;
const ready = async () => (await new Browser(portal, { address: '127.0.0.1' }).send('GET', '/readyz'));
const isAway = (away) => until(`Redis to be ${away ? 'away' : 'back'}`, async () => /away/.test((await ready()).json.checks.store) === away);
const type = (browser, page, code) => browser.submit(page, '/sign-up/verify', { code });

async function asked() {
  const email = address('redis'), browser = new Browser(portal);
  const page = await beginSignUp(browser, email);
  return { email, browser, page, code: await portal.mail.code(email) };
}

async function resend({ email, browser, page }, nth = 2) {
  portal.advance(kResend);
  const again = await browser.submit(page, '/sign-up/resend');
  return { page: again, code: await portal.mail.code(email, nth) };
}

async function restart() {
  await redis.kill();
  await redis.up();
  await until('Redis to be used again', async () => { await ready(); return redis.ask('INFO', 'clients').includes('connected_clients:') && said('redis.away') === said('redis.back'); });
}

test('a code lies in Redis, under this portal\'s name and for its time only, and works there', async () => {
  const { browser, page, code } = await asked();
  assert.equal(inDatabase(), 0);
  const keys = redis.keys();
  assert.ok(keys.some((key) => key.includes(':challenge:')) && keys.some((key) => key.includes(':rate:')), keys.join(' '));
  for (const key of keys) {
    assert.match(key, /^gatehouse:local:[0-9a-f]{40}:(challenge|place|rate):/);
    const left = Number(redis.ask('TTL', key));
    assert.ok(left > 0 && (left <= 300 || key.includes(':rate:')), `${key} lives ${left} s`);
  }
  assert.ok(!redis.ask('HGETALL', keys.find((key) => key.includes(':challenge:'))).includes(code));
  assert.match((await type(browser, page, wrong(code))).errorText, /not right/);
  assert.match((await type(browser, page, code)).heading, /^Hello/);
  assert.equal(portal.database.number('SELECT COUNT(*) FROM challenge_use'), 1, 'that it was used stands in the database');
});

test('a newer code ends the older one', async () => {
  const one = await asked();
  const two = await resend(one);
  assert.match((await type(one.browser, two.page, one.code)).errorText, /not right/);
  assert.match((await type(one.browser, two.page, two.code)).heading, /^Hello/);
});

test('the clock moved past its life ends a code that Redis still holds', async () => {
  const { browser, page, code } = await asked();
  portal.advance(301);
  assert.match((await type(browser, page, code)).errorText, /no longer valid. Ask for a new one/);
});

test('Redis dies: its codes are asked for anew, everything else goes on, and it is said once', async () => {
  const one = await asked();
  const before = said('redis.away');
  await redis.kill();
  assert.match((await type(one.browser, one.page, one.code)).errorText, /no longer valid. Ask for a new one/);
  const two = await resend(one);
  assert.match((await type(one.browser, two.page, two.code)).heading, /^Hello/);
  await Promise.all(Array.from({ length: 10 }, () => signUp(portal)));
  assert.equal(said('redis.away'), before + 1);
  const health = await ready();
  assert.deepEqual([health.status, health.json.ready], [200, true]);
  assert.match(health.json.checks.store, /Redis is away; the portal goes on with the database/);
  const waiting = await asked();  // lies in the database

  await redis.up();
  await isAway(false);
  assert.equal(said('redis.back'), said('redis.away'));
  assert.match((await type(waiting.browser, waiting.page, waiting.code)).heading, /^Hello/, 'a code from meanwhile is lost');
  const rows = inDatabase();
  await signUp(portal);
  assert.equal(inDatabase(), rows, 'Redis is used again');
});

test('tries do not begin anew, and a used code stays used, when Redis comes back with an old snapshot', async () => {
  const tried = await asked(), used = await asked();
  redis.ask('SAVE');
  for (let tries = 0; tries < 5; ++tries) assert.match((await type(tried.browser, tried.page, wrong(tried.code))).errorText, /not right/);
  assert.match((await type(tried.browser, tried.page, wrong(tried.code))).errorText, /too many wrong tries/);
  const jar = new Map(used.browser.jar);
  assert.match((await type(used.browser, used.page, used.code)).heading, /^Hello/);

  await restart();
  assert.ok(redis.keys('*:challenge:*').length >= 2, 'the snapshot was loaded');
  assert.match((await type(tried.browser, tried.page, tried.code)).errorText, /no longer valid/);
  used.browser.jar = jar;
  const again = await type(used.browser, used.page, used.code);
  assert.equal(again.path, '/sign-up?notice=sign-up-over', again.words);
  assert.equal(used.browser.session, undefined);
});

test('a use that Redis forgot is still a use', async () => {
  const before = redis.keys('*:challenge:*');
  const one = await asked();
  const id = redis.keys('*:challenge:*').find((key) => !before.includes(key)).split(':').pop();
  portal.database.rows(`INSERT INTO challenge_use VALUES (${id}, NOW(6) + INTERVAL 1 DAY)`);
  const refused = await type(one.browser, one.page, one.code);
  assert.equal(one.browser.session, undefined, refused.words);
});

test('a Redis that hangs costs one short wait; the code of meanwhile outlives the older one it still knows', async () => {
  const one = await asked();
  redis.freeze();
  portal.advance(kResend);
  const begun = Date.now();
  const two = { page: await one.browser.submit(one.page, '/sign-up/resend') };
  assert.ok(Date.now() - begun < 3000, `${Date.now() - begun} ms`);  // the courier's time is not in it
  two.code = await portal.mail.code(one.email, 2);
  redis.thaw();
  await isAway(false);
  assert.match((await type(one.browser, two.page, one.code)).errorText, /not right/);
  const jar = new Map(one.browser.jar);
  assert.match((await type(one.browser, two.page, two.code)).heading, /^Hello/);
  one.browser.jar = jar;
  await type(one.browser, two.page, one.code);
  assert.equal(one.browser.session, undefined, 'the older code came to life again');
});

// Everybody who guesses codes from one address is counted there; with Redis in blocks that the database knows of.
async function passing(count, between = () => {}) {
  const first = new Browser(portal);
  let passed = 0;
  for (let at = 0; at < count; ++at) {
    await between(at);
    const answer = await new Browser(portal, { address: first.address }).json('/sign-up/verify', { sign_up: 1, code: '000000' });
    if (answer.status !== 429) ++passed;
  }
  return passed;
}

test('an address passes its limit to the last act, and a flood beyond it stays away from the database', async () => {
  const before = portal.database.number('SELECT COALESCE(SUM(amount), 0) FROM rate');
  assert.equal(await passing(kCodesPerAddress + 20), kCodesPerAddress);
  const after = portal.database.number('SELECT SUM(amount) FROM rate');
  assert.ok(after - before <= kCodesPerAddress + 15, `${after - before} were counted in the database`);
});

test('many at once from an address that begins pass together, and with the later ones no more than the limit', async () => {
  const first = new Browser(portal);
  const one = async () => (await new Browser(portal, { address: first.address }).json('/sign-up/verify', { sign_up: 1, code: '000000' })).status !== 429;
  const together = await Promise.all(Array.from({ length: 20 }, one));
  assert.ok(together.every(Boolean), `only ${together.filter(Boolean).length} of 20 passed`);
  const later = (await Promise.all(Array.from({ length: 60 }, one))).filter(Boolean).length;
  assert.ok(later <= kCodesPerAddress - 20 && later >= kCodesPerAddress / 2 - 5, `${later} passed later`);
});

test('who makes Redis come and go passes no more than the limit', async () => {
  const froze = await passing(80, async (at) => {
    if (at % 16 === 4) redis.freeze();
    if (at % 16 === 8) { redis.thaw(); await isAway(false); }
  });
  redis.thaw();
  await isAway(false);
  assert.ok(froze <= kCodesPerAddress && froze >= kCodesPerAddress / 4, `${froze} passed`);

  redis.ask('SAVE');
  const restarted = await passing(80, async (at) => { if (at % 20 === 7) { redis.ask('SAVE'); await restart(); } });
  assert.ok(restarted <= kCodesPerAddress && restarted >= kCodesPerAddress / 4, `${restarted} passed`);

  const emptied = await passing(80, (at) => { if (at % 6 === 5) redis.ask('FLUSHALL'); });
  assert.ok(emptied <= kCodesPerAddress, `${emptied} passed`);
});

test('wrong codes of an address of mail are counted in the database alone', async () => {
  const email = address('counted');
  let looked = 0;
  for (let round = 1; round <= 3; ++round) {
    const browser = new Browser(portal);
    const page = await beginSignUp(browser, email);
    const code = await portal.mail.code(email, round);
    for (let tries = 0; tries < 5; ++tries) if (/not right/.test((await type(browser, page, wrong(code))).errorText)) ++looked;
    redis.ask('FLUSHALL');
    portal.advance(3601);
  }
  assert.equal(looked, 10);
});
