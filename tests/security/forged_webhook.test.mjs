// Reports from who is no provider: unsigned, wrongly signed, old, replayed, garbage, huge, of wrong types. None changes
// anything, none breaks anything, and without a secret there is no such address.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser, encode } from '../harness/browser.mjs';
import { putMail } from '../harness/deliveries.mjs';
import { address, insider, unique } from '../harness/people.mjs';
import { privatePortal, sharedPortal } from '../harness/portal.mjs';
import { brevoEvent, kBrevoSecret, kSecrets, kSigningKey, mailgunEvent, Provider, seconds, signature } from '../harness/webhooks.mjs';

const portal = await privatePortal({ secrets: kSecrets });
const kJson = { 'content-type': 'application/json' };
const target = { id: `<${unique('t')}@relay.example>`, to: address('victim') };
for (const by of ['mailgun', 'brevo']) putMail(portal, target.to, { state: 'sent', payload: '', provider: `'${by}'`, provider_id: `'${target.id}'` });
const bounce = () => mailgunEvent(target.id, 'failed', { severity: 'permanent' });
const untouched = () => {
  assert.equal(portal.database.number('SELECT COUNT(*) FROM delivery_event'), 0);
  assert.equal(portal.database.number('SELECT COUNT(*) FROM bounced_address'), 0);
};

test('a signature that is missing, wrong, of another key or moved is answered 406', async () => {
  const good = signature();
  for (const proof of [undefined, null, 'x', [], {}, { ...good, signature: undefined }, { ...good, signature: '' }, { ...good, signature: good.signature.toUpperCase() }, { ...good, signature: good.signature.slice(1) },
    { ...good, signature: [good.signature] }, { ...good, token: good.token + 'a' }, { ...good, timestamp: Number(good.timestamp) }, { ...good, timestamp: String(seconds() + 1) },
    { timestamp: good.timestamp + good.token[0], token: good.token.slice(1), signature: good.signature }, { timestamp: good.timestamp.slice(0, -1), token: good.timestamp.at(-1) + good.token, signature: good.signature },
    signature({ key: 'another' }), signature({ key: '' }), signature({ key: kBrevoSecret })]) {
    const answer = await new Provider(portal).post('/webhooks/mailgun', { signature: proof, 'event-data': bounce() });
    assert.equal(answer.status, 406, JSON.stringify(proof));
  }
  untouched();
});

test('a right signature from long ago or far ahead is answered 406', async () => {
  for (const apart of [-9 * 3600 - 60, 3600, -1e9, 1e9]) {
    assert.equal((await new Provider(portal).mailgun(bounce(), signature({ timestamp: String(seconds() + apart) }))).status, 406, String(apart));
  }
  for (const timestamp of ['0', '-1', ' 1', '1e9', '99999999999999999999', 'now']) {
    assert.equal((await new Provider(portal).mailgun(bounce(), signature({ timestamp }))).status, 406, timestamp);
  }
  untouched();
});

test('Brevo without the secret is answered 401', async () => {
  const basic = (pair) => `Basic ${Buffer.from(pair).toString('base64')}`;
  for (const authorization of ['', 'Bearer', 'Bearer x', `Bearer ${kBrevoSecret}x`, `Bearer ${kBrevoSecret.slice(1)}`, kBrevoSecret, basic(kBrevoSecret), basic(`${kBrevoSecret}:`), basic('a:b'), 'Basic ***', `Bearer ${kSigningKey}`]) {
    const answer = await new Provider(portal).brevo(brevoEvent(target.id, 'hard_bounce'), authorization);
    assert.equal(answer.status, 401, authorization);
  }
  untouched();
});

test('the signature of a report that was heard does not carry another', async () => {
  const proof = signature(), provider = new Provider(portal);
  assert.equal((await provider.mailgun(mailgunEvent('<nobody@x>', 'opened'), proof)).status, 200);
  assert.equal((await provider.mailgun(bounce(), proof)).status, 200);
  assert.match(portal.log('gate'), /event=webhook\.replayed/);
  const both = signature();
  await Promise.all(Array.from({ length: 8 }, () => new Provider(portal).mailgun(mailgunEvent('<nobody@x>'), both)));
  assert.equal(portal.database.number("SELECT COUNT(*) FROM delivery_event WHERE provider_id = 'nobody@x'"), 1);
  portal.database.rows("DELETE FROM delivery_event WHERE provider_id = 'nobody@x'");
  untouched();
});

test('garbage, duplicate keys, depth, other types and other encodings are refused, never 500', async () => {
  const authorization = `Bearer ${kBrevoSecret}`;
  const bodies = ['', '{', 'null x', '{"event":"hard_bounce","event":"delivered"}', '['.repeat(2000), `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, '{"a":1e999}', "{'a':1}", '{"a":NaN}', Buffer.from([0x7b, 0xff, 0x7d])];
  for (const body of bodies) {
    const provider = new Provider(portal);
    assert.equal((await provider.browser.send('POST', '/webhooks/brevo', { headers: { ...kJson, authorization }, body })).status, 400, String(body).slice(0, 20));
    assert.ok([400, 406].includes((await provider.browser.send('POST', '/webhooks/mailgun', { headers: kJson, body })).status), String(body).slice(0, 20));
  }
  for (const event of [null, 7, 'x', [], [[]], [null], { event: {}, 'message-id': [] }, { event: 'hard_bounce', 'message-id': { $ne: '' } }, { event: 'hard_bounce', 'message-id': 'x'.repeat(5000) }, { event: 'hard_bounce', 'message-id': "' OR 1=1 -- " }, { event: 'hard_bounce', 'message-id': '%' }]) {
    assert.equal((await new Provider(portal).brevo(JSON.stringify(event))).status, 200, JSON.stringify(event).slice(0, 40));
    assert.equal((await new Provider(portal).mailgun(event)).status, 200, JSON.stringify(event).slice(0, 40));
  }
  const browser = new Browser(portal);
  for (const type of ['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json; charset=utf-16']) {
    assert.equal((await browser.send('POST', '/webhooks/brevo', { headers: { 'content-type': type, authorization }, body: '{}' })).status, 415, type);
  }
  assert.equal((await browser.send('GET', '/webhooks/brevo', { headers: { authorization } })).status, 405);
  portal.database.rows('DELETE FROM delivery_event WHERE outbox_id IS NULL');
  untouched();
});

test('a report beyond 64 KiB is not read', async () => {
  const event = brevoEvent(target.id, 'hard_bounce', { reason: 'x'.repeat(65536) });
  assert.equal((await new Provider(portal).brevo(event)).status, 413);
  assert.equal((await new Provider(portal).brevo('x'.repeat(1 << 20))).status, 413);
  untouched();
});

test('guessing the secret is slowed down, for the guesser only', async () => {
  const guesser = new Provider(portal), answers = [];
  for (let tried = 0; tried < 62; ++tried) answers.push((await guesser.brevo(brevoEvent('<a@b>'), `Bearer guess${tried}`)).status);
  assert.deepEqual([...new Set(answers)], [401, 429]);
  assert.equal((await new Provider(portal).brevo(brevoEvent('<a@b>', 'opened'))).status, 200);
});

test('a session in the same request gives and gets nothing', async () => {
  const admin = await insider(portal, 'administrator');
  const answer = await admin.browser.json('/webhooks/mailgun', { 'event-data': bounce() });
  assert.equal(answer.status, 406);
  const fresh = await new Provider(portal).browser.json('/webhooks/brevo', brevoEvent('<a@b>', 'opened'), { headers: { authorization: `Bearer ${kBrevoSecret}` } });
  assert.deepEqual([fresh.status, fresh.cookies, fresh.text], [200, [], '']);
  const forged = await admin.browser.form('/webhooks/brevo', encode({ csrf_token: await admin.browser.token('/dashboard') }));
  assert.equal(forged.status, 415);
});

test('without a secret there is no such address', async () => {
  const shared = await sharedPortal();
  for (const path of ['/webhooks/brevo', '/webhooks/mailgun']) {
    const answer = await new Provider(shared).post(path, { signature: signature({ key: '' }), 'event-data': bounce() }, { authorization: 'Bearer ' });
    assert.equal(answer.status, 404, path);
  }
});

test('a secret that can be guessed is refused by the configuration', async () => {
  const shared = await sharedPortal();
  const check = (secret) => shared.gatehouse(['config', 'check'], { environment: { GATEHOUSE_BREVO_WEBHOOK_SECRET: secret } });
  assert.equal((await check('x'.repeat(20))).code, 0);
  const { code, out, err } = await check('x'.repeat(19));
  assert.notEqual(code, 0);
  assert.match(out + err, /brevo\.webhook_secret must have 20/);
});
