// Providers report what became of mails: the record shows it, and an address that bounced is not mailed again until
// it is changed or cleared.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { putMail, stateOf } from '../harness/deliveries.mjs';
import { address, insider, openTicket, unique } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';
import { until } from '../harness/until.mjs';
import { brevoEvent, kBrevoSecret, kSecrets, mailgunEvent, Provider, signature } from '../harness/webhooks.mjs';

const portal = await privatePortal({ secrets: kSecrets });
const provider = new Provider(portal);
const admin = await insider(portal, 'administrator');
const kList = '/administration/deliveries';

// A mail that `by` took and gave the id `<…>`.
function sentMail(by, to = address('sent')) {
  const id = `<${unique('m')}@relay.example>`;
  const row = putMail(portal, to, { state: 'sent', payload: '', provider: `'${by}'`, provider_id: `'${id}'`, sent_at: 'UTC_TIMESTAMP(6)' });
  return { row, id, to };
}
const fate = (row) => portal.database.value(`SELECT fate FROM outbox WHERE id = ${row}`);
const bounced = (to) => portal.database.value(`SELECT cause FROM bounced_address WHERE address_canonical = '${to.toLowerCase()}'`);
const settled = (what, row, expected) => until(what, () => fate(row) === expected);

test('a delivered mail is shown as delivered, with the provider’s words and time', async () => {
  for (const [by, send] of [['mailgun', (id) => provider.mailgun(mailgunEvent(id, 'delivered', { 'delivery-status': { message: '250 queued as 4F2' } }))], ['brevo', (id) => provider.brevo(brevoEvent(id, 'delivered', { reason: '250 queued as 4F2' }))]]) {
    const mail = sentMail(by);
    assert.equal((await send(mail.id)).status, 200);
    await settled(`${by} to be heard`, mail.row, 'delivered');
    const page = await admin.browser.get(`${kList}/${mail.row}`);
    assert.match(page.words, /Delivered.*What the provider reported.*250 queued as 4F2/);
    assert.ok((await admin.browser.get(`${kList}?state=delivered&recipient=${mail.to}`)).text.includes(`/deliveries/${mail.row}"`));
    assert.equal(bounced(mail.to), null);
  }
});

test('hard and soft bounces and complaints are told apart', async () => {
  const cases = [
    ['mailgun', (id) => provider.mailgun(mailgunEvent(id, 'failed', { severity: 'permanent' })), 'hard_bounce', 'hard_bounce'],
    ['mailgun', (id) => provider.mailgun(mailgunEvent(id, 'failed', { severity: 'temporary' })), 'soft_bounce', null],
    ['mailgun', (id) => provider.mailgun(mailgunEvent(id, 'complained')), 'complained', 'complained'],
    ['mailgun', (id) => provider.mailgun(mailgunEvent(id, 'rejected', { reject: { reason: 'spam' } })), 'rejected', null],
    ['brevo', (id) => provider.brevo(brevoEvent(id, 'hard_bounce')), 'hard_bounce', 'hard_bounce'],
    ['brevo', (id) => provider.brevo(brevoEvent(id, 'soft_bounce')), 'soft_bounce', null],
    ['brevo', (id) => provider.brevo(brevoEvent(id, 'spam'), `Basic ${Buffer.from(`brevo:${kBrevoSecret}`).toString('base64')}`), 'complained', 'complained'],
    ['brevo', (id) => provider.brevo([brevoEvent('<other@x>'), brevoEvent(id, 'blocked')]), 'rejected', null],
  ];
  for (const [by, send, expected, cause] of cases) {
    const mail = sentMail(by);
    assert.equal((await send(mail.id)).status, 200, expected);
    await settled(`${by} ${expected}`, mail.row, expected);
    assert.equal(bounced(mail.to), cause, `${by} ${expected}`);
  }
});

test('the weightiest report stays, in whatever order they come', async () => {
  const mail = sentMail('mailgun');
  for (const [event, more] of [['complained', {}], ['delivered', {}], ['failed', { severity: 'temporary' }]]) await provider.mailgun(mailgunEvent(mail.id, event, more));
  await until('all three', () => portal.database.number(`SELECT COUNT(*) FROM delivery_event WHERE outbox_id = ${mail.row}`) === 3);
  assert.equal(fate(mail.row), 'complained');
});

test('a report sent again changes nothing and is welcome', async () => {
  const mail = sentMail('brevo'), event = brevoEvent(mail.id);
  for (let sent = 0; sent < 3; ++sent) assert.equal((await provider.brevo(event)).status, 200);
  await settled('it', mail.row, 'delivered');
  const gun = sentMail('mailgun'), same = mailgunEvent(gun.id), proof = signature();
  for (const each of [proof, proof, signature()]) assert.equal((await provider.mailgun(same, each)).status, 200);
  await settled('it', gun.row, 'delivered');
  for (const row of [mail.row, gun.row]) assert.equal(portal.database.number(`SELECT COUNT(*) FROM delivery_event WHERE outbox_id = ${row}`), 1);
});

test('a report about a mail nobody knows is welcome, and forgotten', async () => {
  for (const answer of [await provider.mailgun(mailgunEvent('<unknown@x>')), await provider.brevo(brevoEvent('<unknown@x>')), await provider.brevo(brevoEvent('<unknown@x>', 'opened')), await provider.mailgun({}), await provider.brevo({})]) assert.equal(answer.status, 200);
  const open = () => portal.database.number('SELECT COUNT(*) FROM delivery_event WHERE outbox_id IS NULL');
  assert.ok(open() >= 2);
  portal.advance(16 * 60);
  await until('them to be forgotten', () => open() === 0);
});

test('a report that comes before the mail is noted as sent finds it later', async () => {
  const mail = sentMail('mailgun');
  portal.database.rows(`UPDATE outbox SET provider_id = '' WHERE id = ${mail.row}`);
  await provider.mailgun(mailgunEvent(mail.id));
  const mark = sentMail('mailgun');
  await provider.mailgun(mailgunEvent(mark.id));
  await settled('the one after it', mark.row, 'delivered');
  assert.equal(fate(mail.row), '');
  portal.database.rows(`UPDATE outbox SET provider_id = '${mail.id}' WHERE id = ${mail.row}`);
  await settled('it', mail.row, 'delivered');
});

test('a mail whose sending was doubtful counts as sent when its provider says it has it', async () => {
  const row = putMail(portal, address('doubtful'), { state: 'waiting', provider: "'mailgun'", doubtful: 1 });
  const tag = portal.database.value(`SELECT tag FROM outbox WHERE id = ${row}`);
  await provider.mailgun(mailgunEvent('<not-noted@relay.example>', 'delivered', { 'user-variables': { 'outbox-id': tag } }));
  await until('it to count as sent', () => stateOf(portal, row) === 'sent');
});

test('another provider’s report does not touch a mail', async () => {
  const mail = sentMail('smtp');
  await provider.mailgun(mailgunEvent(mail.id, 'failed', { severity: 'permanent' }));
  const mark = sentMail('mailgun');
  await provider.mailgun(mailgunEvent(mark.id));
  await settled('the later one', mark.row, 'delivered');
  assert.equal(fate(mail.row), '');
});

test('who bounced reads so, is not mailed, and is mailed again once an administrator says so', async () => {
  const client = await insider(portal, 'client');
  const mail = sentMail('mailgun', client.email);
  await provider.mailgun(mailgunEvent(mail.id, 'failed', { severity: 'permanent', 'delivery-status': { message: '550 5.1.1 <b>no such user</b>' } }));
  await settled('the bounce', mail.row, 'hard_bounce');

  assert.match((await client.browser.get('/dashboard')).words, /cannot reach you by e-mail.*Change your e-mail address/);
  assert.match((await client.browser.get('/profile')).words, /cannot reach you at.*came back as undeliverable/);
  const number = await openTicket(client.browser);
  const withheld = () => portal.database.value(`SELECT id FROM outbox WHERE recipient = '${client.email}' AND kind = 'ticket_opened' AND state = 'withheld'`);
  const held = await until('the mail to be withheld', withheld);
  assert.deepEqual(await portal.mail.to(client.email), []);
  assert.match((await admin.browser.get(`/desk/tickets/${number}`)).words, /Mail does not reach this person/);
  assert.match((await admin.browser.get(`${kList}/${held}`)).words, /Withheld.*not mailed any more.*earlier mail to this address bounced/);

  const bounces = await admin.browser.get('/administration/bounces');
  assert.ok(bounces.words.includes(client.email) && bounces.words.includes('550 5.1.1 <b>no such user</b>'));
  const form = { email: client.email, csrf_token: await admin.browser.token('/dashboard') };
  assert.equal((await admin.browser.form('/administration/bounces/clear', form)).status, 303);
  assert.equal((await admin.browser.form('/administration/bounces/clear', form)).status, 404);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM audit_event WHERE action = 'bounce.clear' AND object_id = ${mail.row}`), 1);
  assert.doesNotMatch((await client.browser.get('/dashboard')).words, /cannot reach you/);
  await admin.browser.submit(await admin.browser.get(`${kList}/${held}`), '/retry');
  await portal.mail.wait(client.email, () => true);
});

test('who changes a bounced address is reachable again', async () => {
  const client = await insider(portal, 'client'), fresh = address('fresh');
  const mail = sentMail('brevo', client.email);
  await provider.brevo(brevoEvent(mail.id, 'spam'));
  await settled('the complaint', mail.row, 'complained');
  const profile = await client.browser.get('/profile');
  assert.match(profile.words, /mail from us was reported as spam/);
  assert.match(profile.text, /href="\/security\/email">Change your e-mail address/);
  portal.database.rows(`UPDATE account SET email = '${fresh}', email_canonical = '${fresh}' WHERE id = ${client.id}`);
  assert.doesNotMatch((await client.browser.get('/profile')).words, /cannot reach you/);
  await openTicket(client.browser);
  await portal.mail.wait(fresh, () => true);
});

test('the sysadmin sees bounced addresses and clears one, in any spelling', async () => {
  const mail = sentMail('brevo', address('Spelled'));
  await provider.brevo(brevoEvent(mail.id, 'hard_bounce'));
  await settled('the bounce', mail.row, 'hard_bounce');
  const list = JSON.parse((await portal.gatehouse(['outbox', 'bounces', '--json'])).out);
  assert.equal(list.find((one) => one.mail === mail.row).cause, 'hard_bounce');
  assert.ok((await portal.gatehouse(['outbox', 'bounces'])).out.includes(mail.to.toLowerCase()));
  const clear = () => portal.gatehouse(['outbox', 'clear-bounce', mail.to.toUpperCase()]);
  assert.equal((await clear()).code, 0);
  assert.notEqual((await clear()).code, 0);
  assert.equal(bounced(mail.to), null);
  assert.equal(portal.database.value(`SELECT actor_label FROM audit_event WHERE action = 'bounce.clear' AND object_id = ${mail.row}`), 'command');
});

test('nginx passes reports on however many come at once, and the portal counts them', async () => {
  const { out } = await portal.gatehouse(['nginx', 'print', '--part', 'locations']);
  const block = (path) => out.match(new RegExp(`location = ${path} \\{(.*?)\\}`, 's'))[1];
  for (const name of ['brevo', 'mailgun']) assert.match(block(`/webhooks/${name}`), /_gate;/);
  assert.match(block('/login'), /gate_post/);
  assert.doesNotMatch(block('/webhooks/brevo'), /gate_post/);
  const route = JSON.parse((await portal.gatehouse(['routes', '--json'])).out).find((one) => one.path === '/webhooks/mailgun');
  assert.deepEqual([route.method, route.access, route.pool, route.limit.amount], ['POST', 'anyone', 'gate', 30000]);
});

test('the log names no address and no secret', async () => {
  const log = portal.log('gate') + portal.log('courier');
  assert.match(log, /event=webhook\.taken/);
  assert.match(log, /event=mail\.bounced/);
  assert.match(log, /event=mail\.withheld/);
  assert.doesNotMatch(log, /@(example\.org|elsewhere\.example|relay\.example)/);
  for (const secret of Object.values(kSecrets)) assert.ok(!log.includes(secret));
});
