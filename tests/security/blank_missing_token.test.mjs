// Every POST without the form's token, with a blank one, a wrong one or somebody else's is refused and changes nothing.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser, encode } from '../harness/browser.mjs';
import { askCode } from '../harness/mailed_code.mjs';
import { hire, insider } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const routes = JSON.parse((await portal.gatehouse(['routes', '--json'])).out).filter((route) => route.method === 'POST');
const kForm = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
const values = { first_name: 'A', last_name: 'B', email: 'x@example.org', user_name: 'abc', password: 'four plain words together', sign_up: '1', code: '123456', identifier: 'a',
  next: '', from: '', page_time: '', theme: 'dark', current_password: 'x', new_password: 'y', subject: 's', category: 'general', priority: 'low', text: 't', kind: 'note', status: 'open', sign_in: '1', factor: 'totp', name: 'n', kept: '', with: '', state: '', change: '1', u: 'x', number: '', consent: 'on', way: 'text' };

const filled = (route) => Object.fromEntries(route.fields.filter((name) => name !== 'remember').map((name) => [name, values[name] ?? '1']));
const state = () => portal.database.rows('SELECT (SELECT COUNT(*) FROM session), (SELECT COUNT(*) FROM ticket), (SELECT COUNT(*) FROM message), (SELECT COUNT(*) FROM sign_up), (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM audit_event)')[0];

test('each form, signed in', async () => {
  const me = await insider(portal, 'administrator'), other = await insider(portal, 'administrator');
  const [mine, theirs] = [await me.browser.token('/dashboard'), await other.browser.token('/dashboard')];
  const before = state();
  for (const route of routes) {
    if (route.path.startsWith('/webhooks/')) continue;  // their senders sign; they take no form
    const path = route.path.replace(/\{\w+\}/g, '1');
    const elsewhere = Object.assign(new Browser(portal), { jar: me.browser.jar });  // limits count by address
    for (const token of [undefined, '', ' ', 'null', 'undefined', '0', mine.slice(0, -1), `${mine}A`, mine.toLowerCase(), theirs, 'A'.repeat(43)]) {
      const body = encode({ ...filled(route), ...(token === undefined ? {} : { csrf_token: token }) });
      assert.equal((await elsewhere.send('POST', path, { headers: kForm, body })).status, 403, `${route.path} ${token}`);
    }
    const inAddress = await elsewhere.send('POST', `${path}?csrf_token=${mine}`, { headers: kForm, body: encode(filled(route)) });
    assert.ok([400, 403].includes(inAddress.status), route.path);
  }
  assert.deepEqual(state(), before);
});

test('JSON with a session needs the token too, in its header', async () => {
  const { browser } = await insider(portal, 'client');
  const before = state();
  for (const headers of [{}, { 'x-csrftoken': '' }, { 'x-csrftoken': 'null' }, { 'x-csrf-token': await browser.token('/dashboard') }]) {
    assert.equal((await browser.json('/tickets', { subject: 's', text: 't', category: 'general', priority: 'low' }, { headers })).status, 403);
  }
  assert.deepEqual(state(), before);
  const good = await browser.json('/tickets', { subject: 's', text: 't', category: 'general', priority: 'low' }, { headers: { 'x-csrftoken': await browser.token('/dashboard') } });
  assert.ok(good.status < 400, good.text);
});

test('a code that is blank, missing or no code is never right', async () => {
  const browser = new Browser(portal);
  const token = await browser.token();
  for (const body of ['sign_up=1', 'sign_up=1&code=', 'sign_up=&code=', 'code=123456', 'sign_up=0&code=000000', 'sign_up=-1&code=000000', 'sign_up=1&code=null', 'sign_up=null&code=null', 'sign_up=99999999999999999999&code=0']) {
    const answer = await browser.form('/sign-up/verify', `csrf_token=${token}&${body}`);
    assert.ok([400, 422].includes(answer.status) || answer.location === '/sign-up?notice=sign-up-over', `${body}: ${answer.status} ${answer.location}`);
  }
  for (const value of [null, '', 0, [], {}, false]) {
    for (const body of [{ sign_up: 1, code: value }, { sign_up: value, code: '123456' }]) {
      const answer = await browser.json('/sign-up/verify', body);
      assert.ok([400, 404, 422].includes(answer.status), JSON.stringify(body));
    }
  }
  assert.equal(browser.session, undefined);
});

test('a session cookie that is blank, cut or made up is nobody', async () => {
  const { browser } = await insider(portal, 'client');
  for (const value of ['', '0', 'null', browser.session.slice(0, -1), `${browser.session}A`, 'A'.repeat(43), `${browser.session} `, "' OR '1'='1"]) {
    const answer = await new Browser(portal).send('GET', '/dashboard', { headers: { cookie: `__Host-gatehouse-local=${value}` } });
    if (value === `${browser.session} `) continue;  // a trailing space is no part of a cookie's value
    assert.deepEqual([answer.status, answer.location], [303, '/login?next=%2Fdashboard'], value);
  }
});

test('a mailed code that is blank, missing, null or no code opens nothing', async () => {
  const browser = new Browser(portal);
  const { sign_in } = (await askCode(browser, (await hire(portal, 'client')).email)).json;
  for (const value of [undefined, null, '', ' ', 0, [], {}, false, '0', 'null', '12345', '1'.repeat(13), '１２３４５６']) {
    const answer = await browser.json('/verify-otp', { sign_in, code: value });
    assert.ok([400, 422].includes(answer.status), JSON.stringify(value));
  }
  for (const value of [undefined, null, '', '1', -1, 0, 1e20, [], true]) {
    const answer = await browser.json('/verify-otp', { sign_in: value, code: '123456' });
    assert.ok([400, 404].includes(answer.status), `${JSON.stringify(value)}: ${answer.status}`);
  }
  assert.equal(browser.session, undefined);
});
