// A value given twice, as a list, as an object or in two places is refused; no part of the portal picks one of two.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser, encode } from '../harness/browser.mjs';
import { fill } from '../harness/form.mjs';
import { address, insider, kPassword } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const outbox = () => portal.database.number('SELECT COUNT(*) FROM outbox');

test('two addresses in one sign-up mail nobody, in whatever way they are put together', async () => {
  const browser = new Browser(portal);
  const page = await browser.get('/sign-up');
  const [victim, attacker] = [address('victim'), address('attacker')];
  const { fields } = fill(page.text, '/sign-up', { first_name: 'A', last_name: 'B', password: kPassword });
  fields.delete('email');
  const rest = encode(fields);
  const before = outbox();
  for (const email of [
    `email=${victim}&email=${attacker}`, `email[]=${victim}&email[]=${attacker}`, `email=${victim},${attacker}`, `email=${victim}%20${attacker}`,
    `email=${victim}%3B${attacker}`, `email=${victim}%0a${attacker}`, `email=${victim}&Email=${attacker}`, `email=${victim}&email%20=${attacker}`,
    `email=${victim}|${attacker}`, `email[0]=${victim}`, `email=${victim}%00${attacker}`, `email=${victim}&%65mail=${attacker}`,
  ]) {
    const answer = await browser.form('/sign-up', `${rest}&${email}`);
    assert.ok([400, 422].includes(answer.status), `${email}: ${answer.status}`);
  }
  const both = await browser.form(`/sign-up?email=${attacker}`, `${rest}&email=${victim}`);
  assert.equal(both.status, 400);
  assert.equal(outbox(), before);
});

test('JSON: arrays, objects, numbers, null and duplicates where a string belongs', async () => {
  const browser = new Browser(portal);
  const [victim, attacker] = [address('victim'), address('attacker')];
  const before = outbox();
  const good = { first_name: 'A', last_name: 'B', password: kPassword };
  for (const email of [[victim, attacker], [victim], { $gt: '' }, { email: victim }, 1, true, null]) {
    assert.equal((await browser.json('/sign-up', { ...good, email })).status, 400, JSON.stringify(email));
  }
  const twice = JSON.stringify({ ...good, email: victim }).replace(/}$/, `,"email":"${attacker}"}`);
  assert.equal((await browser.json('/sign-up', twice)).status, 400);
  assert.equal((await browser.json('/sign-up', JSON.stringify({ ...good, email: victim }).replace('"email"', '"\\u0065mail":"x","email"'))).status, 400);
  assert.equal(outbox(), before);
});

test('a form in a JSON wrapper and JSON in a form wrapper are not read', async () => {
  const browser = new Browser(portal);
  const body = JSON.stringify({ identifier: 'a@example.org', password: 'x' });
  assert.equal((await browser.form('/login', body)).status, 400);
  assert.equal((await browser.json('/login', 'identifier=a&password=b')).status, 400);
  assert.equal((await browser.send('POST', '/login', { headers: { 'content-type': 'text/plain' }, body })).status, 415);
});

test('two session cookies that differ are nobody', async () => {
  const a = await insider(portal, 'client'), b = await insider(portal, 'client');
  const name = '__Host-gatehouse-local';
  const answer = await new Browser(portal).send('GET', '/dashboard', { headers: { cookie: `${name}=${a.browser.session}; ${name}=${b.browser.session}` } });
  assert.equal(answer.status, 303);
  assert.match(answer.location, /^\/login/);
});
