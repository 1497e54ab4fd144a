// Password hashes of the systems before: people sign in with them once, and from then on have one of ours.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { Browser } from '../harness/browser.mjs';
import { pool } from '../drills/parts.mjs';
import { hire, signIn } from '../harness/people.mjs';
import { privatePortal, sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const isIn = (page) => page.status === 200 && /^Hello/.test(page.heading);
const hashOf = (id) => portal.database.rows(`SELECT hash FROM password WHERE account_id = ${id}`)[0][0];

// Made by Werkzeug, published with its test and example programs.
const pairs = [
  ['test', 'pbkdf2:sha256:50000$TCI4GzcX$0de171a4f4dac32e3364c7ddc7c14f3e2fa61f2d17574483f7ffbb431b4acb2f'],
  ['other', 'pbkdf2:sha256:50000$kJPKsz6N$d2d4784f1b030a9761f5ccaeeaca413f27f2ecb76d6168407af962ddce849f79'],
  ['somepass', 'pbkdf2:sha256:150000$shDSqMo1$9b7b3b4cbf65d9add0a8a4ed78dd9ed22ba9dc78d9d2f7208b73dca445df935c'],
  ['123', 'scrypt:32768:8:1$p6YIyVfuDbsM85n8$3ec9a4a2ff4395d23af66aa270282d7185f14fe4fd63903bf95cebf628280f7b5add9a2eb7c6fefe504cbb85f3aa3cb1afb383a1b8205a50057cc9182c11d0d0'],
  ['1', 'scrypt:32768:8:1$J6fKjSZJxla229Cb$f7b1f22cf106b8748667f6ffc83a964aa2c573d309dc6ec474aeda0e3e82889b749009cc38d7d0adc74370059480cc8e28842e19cea6ad1eb00055d6fa3c266e'],
];

async function importedWith(hash) {
  const person = await hire(portal, 'client');
  portal.database.rows(`UPDATE password SET hash = '${hash}' WHERE account_id = ${person.id}`);
  assert.equal(hashOf(person.id), hash);
  return person;
}

for (const [password, hash] of pairs) {
  test(`${hash.split('$')[0]} lets its person in, and becomes ours`, async () => {
    const { email, id } = await importedWith(hash);
    assert.equal((await signIn(new Browser(portal), email, `${password}x`)).status, 422);
    assert.equal(hashOf(id), hash, 'a wrong password replaced the hash');
    assert.ok(isIn(await signIn(new Browser(portal), email, password)));
    assert.match(hashOf(id), /^g1\$[0-9a-f]{8}\$\$?argon2id\$/);
    assert.ok(isIn(await signIn(new Browser(portal), email, password)), 'the new hash does not fit');
  });
}

test('a hash whose cost is beyond all bounds is refused at once, with the words of a wrong password', async () => {
  for (const hash of ['scrypt:1073741824:8:1$p6YIyVfuDbsM85n8$3ec9', 'pbkdf2:sha256:2000000000$TCI4GzcX$0de1', '$argon2id$v=19$m=4194304,t=9,p=1$c29tZXNhbHRzb21l$c29tZWhhc2g']) {
    const { email } = await importedWith(hash);
    const started = Date.now();
    const page = await signIn(new Browser(portal), email, 'test');
    assert.equal(page.status, 422);
    assert.match(page.errorText, /not right/);
    assert.ok(Date.now() - started < 3000, hash);
  }
});

test('names that nobody has cost what some account costs: a slow hash of another system stands out nowhere', async () => {
  const own = await privatePortal();  // two accounts: its administrator's, and one with the slow hash
  const { email, id } = await hire(own, 'client');
  own.database.rows(`UPDATE password SET hash = 'pbkdf2:sha256:300000$saltsalt$${'0'.repeat(64)}' WHERE account_id = ${id}`);
  const cpu = async () => (await pool(own, 'gate')).workers.reduce((sum, { pid }) => sum + Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]), 0) / 1e6;
  // Milliseconds that its workers worked: nobody else's load counts.
  const cost = async (identifier) => {
    const browser = new Browser(own);
    const page = await browser.get('/login');
    const before = await cpu();
    assert.equal((await browser.submitRaw(page, '/login', { identifier, password: 'wrong wrong wrong' })).status, 422);
    return await cpu() - before;
  };
  const slow = await cost(email);
  const names = Array.from({ length: 10 }, (_, at) => `nobody${at}@example.org`);
  const costs = [];
  for (const name of names) costs.push(await cost(name));
  const asSlow = costs.filter((one) => one > slow / 2).length;
  assert.ok(asSlow > 0 && asSlow < names.length, `of ${names.length} unknown names ${asSlow} cost as much as the account: ${costs.map(Math.round)} against ${Math.round(slow)}`);
  const again = await cost(names[costs.indexOf(Math.max(...costs))]);
  assert.ok(again > slow / 2, 'the same name costs something else the second time');
});
