// How Redis is reached: by port, with a password and a database of its own; what the sysadmin is told when it is not.
import test, { after } from 'node:test';
import { strict as assert } from 'node:assert';
import { createServer } from 'node:net';
import { Browser } from '../harness/browser.mjs';
import { signUp } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';
import { Redis } from '../harness/redis.mjs';

const kPassword = 'a password of Redis';
const port = await new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => { const found = server.address().port; server.close(() => done(found)); });
});
const redis = await Redis.start({ port, password: kPassword });
after(() => redis.stop());
const good = await privatePortal({ redis, secrets: { 'redis.password': kPassword }, configuration: '[redis]\ndb = 3\n' });
const store = async (portal) => JSON.parse((await portal.gatehouse(['doctor', '--json'])).out).checks.find((one) => one.check === 'store');

test('by port, with password, in the database named', async () => {
  await signUp(good);
  assert.match(redis.ask('INFO', 'keyspace'), /db3:keys=[1-9]/);
  assert.doesNotMatch(redis.ask('INFO', 'keyspace'), /db0:/);
  assert.deepEqual(await store(good), { check: 'store', level: 'fine', text: 'Redis at 127.0.0.1 answers' });
});

test('a wrong password is told, without the password, and people come in all the same', async () => {
  const portal = await privatePortal({ redis, secrets: { 'redis.password': 'not the password' } });
  await signUp(portal);
  assert.match(portal.log('gate'), /event=redis.away .*WRONGPASS/);
  assert.ok(!portal.log('gate').includes('not the password'));
  assert.equal((await new Browser(portal, { address: '127.0.0.1' }).send('GET', '/readyz')).json.checks.store, 'Redis is away; the portal goes on with the database');
  const found = await store(portal);
  assert.equal(found.level, 'warning');
  assert.match(found.text, /WRONGPASS.*goes on with the database/);
});

test('the environment of the systems before is understood, and a Redis that is nowhere is refused', async () => {
  const dump = await good.gatehouse(['config', 'dump'], { environment: { REDIS_HOST: '192.0.2.9', REDIS_PORT: '6390', REDIS_DB: '7' } });
  assert.match(dump.out, /^redis\.db = 7 /m);
  const check = await good.gatehouse(['config', 'check'], { environment: { GATEHOUSE_REDIS_HOST: '' } });
  assert.equal(check.code, 78);
  assert.match(check.err, /store\.kind = "redis" needs redis\.socket or redis\.host, and not both/);
});
