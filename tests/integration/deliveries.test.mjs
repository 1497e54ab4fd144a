// Administrators see what became of each mail, send it anew, drop it, and send tests; nobody else does.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { putMail, stateOf } from '../harness/deliveries.mjs';
import { address, grantByHand, insider, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';
import { until } from '../harness/until.mjs';

const portal = await sharedPortal();
const { browser } = await insider(portal, 'administrator');
const kList = '/administration/deliveries';
const rowsOf = (page) => [...page.text.matchAll(/href="\/administration\/deliveries\/(\d+)"/g)].map(([, id]) => Number(id));
const audited = (action, id) => portal.database.number(`SELECT COUNT(*) FROM audit_event WHERE action = '${action}' AND object_id = ${id} AND actor_id IS NOT NULL`);

test('the address of administration as a whole leads to its first room, and the navigation marks it', async () => {
  const answer = await browser.send('GET', '/administration');
  assert.deepEqual([answer.status, answer.location], [303, kList]);
  assert.match((await browser.get('/administration')).text, /href="\/administration\/deliveries" aria-current="true"><svg/);
});

test('the list tells recipient, state, tries and answer, but not what a mail says', async () => {
  const to = address('told');
  const id = putMail(portal, to, { attempts: 3, last_answer: "'smtp: 550 no such user'", provider: "'smtp'", payload: '{"TEXT":"a private word"}' });
  const list = await browser.get(kList);
  assert.equal(list.heading, 'Deliveries');
  assert.ok(rowsOf(list).includes(id));
  const page = await browser.get(`${kList}/${id}`);
  for (const told of [to, 'Given up', 'Ticket answered', '550 no such user', 'smtp']) assert.ok(page.words.includes(told), told);
  for (const one of [list, page]) assert.ok(!one.text.includes('a private word'));
  assert.ok(!page.text.includes('ticket_replied'), 'a name where words belong');
  assert.match((await browser.get('/dashboard')).text, /href="\/administration\/deliveries"/, 'no way leads there');
});

test('a list is narrowed by state, kind, provider and recipient, in any spelling', async () => {
  const to = address('Narrow');
  const dead = putMail(portal, to), sent = putMail(portal, to, { state: 'sent', payload: '', provider: "'mailgun'" }), other = putMail(portal, to, { kind: 'welcome' });
  const ids = async (query) => rowsOf(await browser.get(`${kList}?${query}`));
  const mine = `recipient=${encodeURIComponent(to.toUpperCase())}`;
  assert.deepEqual(await ids(mine), [other, sent, dead]);
  assert.deepEqual(await ids(`${mine}&state=dead`), [other, dead]);
  assert.deepEqual(await ids(`${mine}&state=dead&kind=welcome&provider=`), [other]);
  assert.deepEqual(await ids(`${mine}&provider=mailgun`), [sent]);
  assert.deepEqual(await ids(`state=sent&provider=mailgun&kind=ticket_replied`), [sent]);
  for (const nothing of [`${mine}&kind=%C3%BC`, 'recipient=%00', 'recipient=%25', `${mine}x`, "kind='or'1"]) {
    const answer = await browser.get(`${kList}?${nothing}`);
    assert.ok([200, 400].includes(answer.status), `${nothing}: ${answer.status}`);
    assert.deepEqual(rowsOf(answer), [], nothing);
  }
  const page = await browser.get(`${kList}?state=dead&recipient=${encodeURIComponent(to)}`);
  assert.match(page.text, new RegExp(`name="recipient" value="${to}"`, 'i'), 'the form forgot what was asked');
  const chosen = (page) => [...page.text.matchAll(/<option value="([^"]+)" selected>([^<]+)</g)].map(([, name, words]) => [name, words]);
  assert.deepEqual(chosen(await browser.get(`${kList}?state=dead&kind=welcome&provider=smtp`)), [['welcome', 'Welcome'], ['dead', 'Given up'], ['smtp', 'SMTP']]);
  assert.deepEqual(chosen(await browser.get(`${kList}?kind=of_an_older_release`)), [['of_an_older_release', 'of_an_older_release']], 'the form forgot a kind that is not in its list');
  for (const wrong of ['state=lost', 'provider=pigeon', 'unknown=1', 'state=dead&state=sent']) assert.equal((await browser.get(`${kList}?${wrong}`)).status, 400, wrong);
});

test('pages follow each other without gap or repetition', async () => {
  const to = address('paged');
  const ids = Array.from({ length: 60 }, () => putMail(portal, to)).reverse();
  const seen = [];
  for (let path = `${kList}?recipient=${to}`, pages = 0; path; ++pages) {
    assert.ok(pages < 4, 'the pages do not end');
    const page = await browser.get(path);
    seen.push(...rowsOf(page));
    path = page.text.match(/href="([^"]*)" rel="next"/)?.[1].replaceAll('&amp;', '&');
  }
  assert.deepEqual(seen, ids);
});

test('the way to another page keeps what was asked for, whatever signs are in it', async () => {
  const page = await browser.get(`${kList}?recipient=a%26b%2B%22%3Cc%40example.org&state=dead&kind=&notice=delivery-dropped&from=5`);
  const [, href] = page.text.match(/<a class="btn" href="([^"]*)">.*First page/);
  assert.equal(href, `${kList}?recipient=a%26b%2B%22%3Cc%40example.org&amp;state=dead`);
  assert.match((await browser.get(href.replaceAll('&amp;', '&'))).text, /name="recipient" value="a&amp;b\+&quot;&lt;c@example\.org"/);
  assert.doesNotMatch((await browser.get(kList)).text, /First page/);
});

test('a search that stops before the end says so and goes on', async () => {
  const to = address('deep'), kind = `k${unique('').replace(/\d/g, 'x').slice(0, 8)}`;
  const wanted = putMail(portal, to, { kind });
  portal.database.rows(`INSERT INTO outbox (tag, kind, recipient, payload, sealed, thread, state, next_try_at, created_at)
    SELECT UUID(), 'welcome', '${to}', '', 0, '', 'expired', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM seq_1_to_2100`);
  const first = await browser.get(`${kList}?kind=${kind}`);
  assert.deepEqual(rowsOf(first), []);
  assert.match(first.words, /Not everything was looked at/);
  const second = await browser.get(first.text.match(/href="([^"]*)" rel="next"/)[1].replaceAll('&amp;', '&'));
  assert.deepEqual(rowsOf(second), [wanted]);
  portal.database.rows(`DELETE FROM outbox WHERE recipient = '${to}'`);
});

test('a mail that was given up is sent anew, once, and the trail says who asked', async () => {
  const to = address('again');
  const id = putMail(portal, to, { kind: 'welcome', payload: '{"FIRST_NAME":"Ada","LINK":"https://x"}' });
  const page = await browser.get(`${kList}/${id}`);
  const after = await browser.submit(page, '/retry');
  assert.match(after.notice, /within seconds/);
  await portal.mail.wait(to, () => true);
  await until('the row to be sent', () => stateOf(portal, id) === 'sent');
  assert.equal(audited('delivery.retry', id), 1);
  const late = await browser.submitRaw(page, '/retry');
  assert.equal(late.status, 409);
  assert.match(late.words, /was sent, is being sent/);
  assert.equal((await portal.mail.to(to)).length, 1);
  assert.equal(audited('delivery.retry', id), 1);
});

test('a dropped mail is not sent, and what it said is gone', async () => {
  const id = putMail(portal, address('drop'), { state: 'waiting' });
  const page = await browser.get(`${kList}/${id}`);
  assert.match((await browser.submit(page, '/drop')).notice, /dropped/);
  await until('the courier to wipe it', () => stateOf(portal, id) === 'dropped');
  assert.equal(portal.database.value(`SELECT payload FROM outbox WHERE id = ${id}`), '');
  assert.equal(audited('delivery.drop', id), 1);
  const csrf_token = await browser.token('/dashboard');
  assert.equal((await browser.submitRaw(page, '/drop')).status, 303, 'the same form sent twice');
  assert.equal((await browser.form(`${kList}/${id}/retry`, { csrf_token })).status, 409);
  assert.equal(audited('delivery.drop', id), 1);
  assert.doesNotMatch((await browser.get(`${kList}/${id}`)).text, /\/drop"|\/retry"/);
});

test('a mail that is asked for many times at once is sent once, and dropped once', async () => {
  const to = address('twice');
  const id = putMail(portal, to, { kind: 'welcome', payload: '{}' });
  const page = await browser.get(`${kList}/${id}`);
  const answers = await Promise.all(Array.from({ length: 8 }, () => browser.submitRaw(page, '/retry')));
  for (const { status } of answers) assert.ok([303, 409].includes(status), String(status));  // 409 once it was taken
  await until('it to be sent', () => stateOf(portal, id) === 'sent');
  assert.equal((await portal.mail.to(to)).length, 1);
  const other = putMail(portal, to, { state: 'withheld' });
  const drops = await Promise.all(Array.from({ length: 8 }, async () => browser.submitRaw(await browser.get(`${kList}/${other}`), '/drop').catch(() => ({ status: 303 }))));
  assert.ok(drops.every(({ status }) => status === 303));
  assert.equal(audited('delivery.drop', other), 1);
});

test('a mail that a courier holds is left alone', async () => {
  const id = putMail(portal, address('held'), { state: 'waiting' });
  const page = await browser.get(`${kList}/${id}`);
  portal.database.rows(`UPDATE outbox SET state = 'leased', lease_owner = 'x', lease_until = '2035-01-01' WHERE id = ${id}`);
  for (const act of ['/drop', '/retry']) {
    const answer = await browser.submitRaw(page, act);
    assert.equal(answer.status, 409, act);
    assert.match(answer.words, /being sent/);
  }
  assert.equal(stateOf(portal, id), 'leased');
  assert.equal(audited('delivery.drop', id) + audited('delivery.retry', id), 0);
  portal.database.rows(`DELETE FROM outbox WHERE id = ${id}`);
});

test('a mail whose code is gone cannot be sent again, whatever form is sent', async () => {
  const csrf_token = await browser.token('/dashboard');
  const dead = putMail(portal, address('code'), { kind: 'sign_in_code', sealed: 1, payload: '' });
  const old = putMail(portal, address('code'), { kind: 'sign_in_code', state: 'waiting', sealed: 1, payload: 'x', expires_at: "'2020-01-01'" });
  for (const id of [dead, old]) {
    const page = await browser.get(`${kList}/${id}`);
    assert.doesNotMatch(page.text, /\/retry"/);
    const answer = await browser.form(`${kList}/${id}/retry`, { csrf_token });
    assert.equal(answer.status, 409);
    assert.match(answer.words, /held a code/);
  }
  assert.equal(stateOf(portal, dead), 'dead');
});

test('who sends a doubtful mail again is told that it may arrive twice, and the record keeps that', async () => {
  const to = address('doubt');
  const id = putMail(portal, to, { kind: 'welcome', payload: '{"FIRST_NAME":"Ada"}', doubtful: 1 });
  const page = await browser.get(`${kList}/${id}`);
  assert.match(page.words, /may arrive twice/);
  await browser.submit(page, '/retry');
  await until('it to be sent', () => stateOf(portal, id) === 'sent');
  assert.match((await browser.get(`${kList}/${id}`)).words, /may have arrived more than once/);
});

test('a test mail goes to the address that was typed, and leads to its record', async () => {
  const to = address('test');
  const page = await browser.get(`${kList}/test`);
  const shown = await browser.submit(page, `${kList}/test`, { email: to });
  assert.match(shown.heading, /^Delivery \d+$/);
  assert.ok(shown.words.includes(to));
  assert.match((await portal.mail.wait(to, () => true)).subject, /^Test mail/);
  assert.equal(audited('delivery.test', Number(shown.heading.match(/\d+/)[0])), 1);
  for (const email of ['', 'no', 'a@b', `a@example.org\r\nBcc: b@example.org`, 'a@example.org, b@example.org']) {
    const refused = await browser.submit(page, `${kList}/test`, { email });
    assert.equal(refused.status, 422, email);
    assert.match(refused.errorText, /e-mail address/i);
  }
  const headers = { 'x-csrftoken': await browser.token('/dashboard') };
  assert.ok((await browser.json(`${kList}/test`, { email: 'no' }, { headers })).json.errors.email);
  for (const body of [{}, { email: [to] }, { email: to, state: 'sent' }, { email: null }]) assert.equal((await browser.json(`${kList}/test`, body, { headers })).status, 400, JSON.stringify(body));
});

test('test mails are few in an hour', async () => {
  const own = await insider(portal, 'administrator');
  const csrf_token = await own.browser.token('/dashboard');
  const answers = [];
  for (let sent = 0; sent < 21; ++sent) answers.push(await own.browser.form(`${kList}/test`, { csrf_token, email: address('many') }));
  assert.deepEqual(answers.map((one) => one.status), [...Array(20).fill(303), 429]);
  assert.ok(Number(answers.at(-1).headers['retry-after']) > 0);
});

test('agents and clients find nothing here', async () => {
  const id = putMail(portal, address('closed'));
  for (const role of ['agent', 'client']) {
    const me = await insider(portal, role);
    const csrf_token = await me.browser.token('/dashboard');
    for (const path of ['/administration', kList, `${kList}/${id}`, `${kList}/test`, '/administration/bounces']) assert.equal((await me.browser.send('GET', path)).status, 403, `${role} ${path}`);
    for (const path of [`${kList}/${id}/retry`, `${kList}/${id}/drop`]) assert.equal((await me.browser.form(path, { csrf_token })).status, 403, `${role} ${path}`);
    assert.equal((await me.browser.form(`${kList}/test`, { csrf_token, email: address('no') })).status, 403);
    assert.doesNotMatch((await me.browser.get('/dashboard')).text, /\/administration\//);
  }
  assert.equal(stateOf(portal, id), 'dead');
});

test('who may only look sees no way to act, and has none', async () => {
  const me = await insider(portal, 'client');
  grantByHand(portal, me, 128);
  const id = putMail(portal, address('watched'));
  const csrf_token = await me.browser.token('/dashboard');
  for (const path of [kList, `${kList}/${id}`, '/administration/bounces']) {
    const page = await me.browser.get(path);
    assert.equal(page.status, 200, path);
    assert.doesNotMatch(page.text, /\/retry"|\/drop"|\/clear"|deliveries\/test"/, path);
  }
  for (const path of [`${kList}/${id}/retry`, `${kList}/${id}/drop`]) assert.equal((await me.browser.form(path, { csrf_token })).status, 403, path);
  assert.equal((await me.browser.form('/administration/bounces/clear', { csrf_token, email: 'x@example.org' })).status, 403);
  assert.equal((await me.browser.send('GET', `${kList}/test`)).status, 403);
  assert.equal(stateOf(portal, id), 'dead');
});

test('script and formulas in answers and recipients are words', async () => {
  const answer = '<script>alert(1)</script>"><img src=x onerror=alert(1)> =HYPERLINK("https://x") {{ROOT}}';
  const id = putMail(portal, `"><b>@${unique('x')}.example.org`, { last_answer: `'${answer}'`, provider_id: "'<script>x</script>'" });
  for (const path of [`${kList}/${id}`, kList]) {
    const page = await browser.get(path);
    assert.doesNotMatch(page.text, /<script>|<img|<b>@/);
    assert.ok(page.words.includes(answer), path);
  }
  portal.database.rows(`DELETE FROM outbox WHERE id = ${id}`);
});
