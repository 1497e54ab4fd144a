// Every route of the table, by every role, with somebody else's object: who may not pass is stopped before anything is
// looked at, who may is let through, and no route is missing from this walk.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser, encode } from '../harness/browser.mjs';
import { address, hire, insider, openTicket } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const routes = JSON.parse((await portal.gatehouse(['routes', '--json'])).out);
const kRights = { client: ['ticket_own'], agent: ['ticket_own', 'ticket_desk'], administrator: 'all' };
const kKnown = ['anyone', 'local', 'signed_in', 'signed_in, proved', 'ticket_own', 'ticket_desk', 'delivery_view', 'delivery_manage'];
const kNeedFactor = ['/security/recovery-codes', '/confirm/passkey'];  // refused to who has no second factor
const kNoPhone = ['/security/phone', '/confirm/phone'];  // not there where codes by phone are off
const values = { first_name: 'A', last_name: 'B', user_name: 'abc', password: 'p', sign_up: '1', code: '123456', identifier: 'a', next: '', from: '', page_time: '',
  theme: 'dark', current_password: 'x', new_password: 'y', subject: '', category: 'general', priority: 'low', text: '', kind: 'note', status: 'lost', sign_in: '1', factor: '', name: '', kept: '', with: '', change: '999999999', u: 'x', number: '', consent: 'on', way: 'text', state: '', mails: '999999999' };
const state = () => portal.database.rows('SELECT (SELECT COUNT(*) FROM ticket), (SELECT COUNT(*) FROM message), (SELECT GROUP_CONCAT(status ORDER BY id) FROM ticket), (SELECT COUNT(*) FROM session)')[0];

test('the table names only kinds of access that this walk knows', () => {
  for (const route of routes) assert.ok(kKnown.includes(route.access), `${route.path}: ${route.access}`);
  assert.ok(routes.length > 25);
});

const owner = await insider(portal, 'client');
const theirs = await openTicket(owner.browser);
const theirSession = portal.database.number(`SELECT MAX(id) FROM session WHERE account_id = ${owner.id}`);
const theirApp = portal.database.number(`SELECT id FROM totp WHERE account_id = ${(await hire(portal, 'agent')).id}`);
// Deliveries belong to nobody: whoever may see one may see all, so there the walk asks for one that is not there.
const objectOf = (path) => (path.startsWith('/administration/') ? 999_999_999 : path.includes('/sessions/') ? theirSession : theirApp);
const fill = (path) => path.replace('{number}', theirs).replace('{id}', objectOf(path));

async function ask(browser, route, token) {
  if (route.method === 'GET') return browser.send('GET', fill(route.path));
  const fields = Object.fromEntries(route.fields.filter((name) => !['remember', 'trust', 'agreed'].includes(name)).map((name) => [name, name === 'email' ? address() : values[name] ?? assert.fail(`a value for ${name}?`)]));
  return browser.form(fill(route.path), encode({ ...fields, csrf_token: token }));
}
const begun = (route) => /\/email\/(verify|resend)$/.test(route.path);  // leads back to where one begins who did not begin it
const owned = (route) => route.path.startsWith('/tickets/{number}') || route.path.includes('{id}') || begun(route);

test('a stranger reaches what is for anyone, and nothing else', async () => {
  const before = state();
  for (const route of routes.filter((one) => one.access !== 'local')) {
    const browser = new Browser(portal);
    const answer = await ask(browser, route, await browser.token());
    const inside = route.access !== 'anyone';
    if (inside && route.method === 'GET') assert.match(answer.location, /^\/login\?next=/, `${route.path}: ${answer.status}`);
    else if (inside) assert.equal(answer.status, 401, `${route.method} ${route.path}`);
    else assert.ok(![401, 403, 500].includes(answer.status), `${route.method} ${route.path}: ${answer.status}`);
  }
  assert.deepEqual(state(), before);
});

for (const [role, rights] of Object.entries(kRights)) {
  test(`${role}: what the role may, and nobody else’s object`, async () => {
    for (const route of routes.filter((one) => !['local', 'anyone'].includes(one.access))) {
      const me = await insiderOf(role);
      const may = rights === 'all' || route.access.startsWith('signed_in') || rights.includes(route.access);
      const before = state();
      const answer = await ask(me.browser, route, me.token);
      const what = `${role} ${route.method} ${route.path}: ${answer.status}`;
      if (!may) assert.equal(answer.status, 403, what);
      else if (begun(route)) assert.equal(answer.location, '/security?notice=email-change-over', what);
      else if (owned(route)) assert.equal(answer.status, 404, what);
      else assert.ok(answer.status < 400 || answer.status === 422 || (answer.status === 409 && kNeedFactor.includes(route.path)) || (answer.status === 404 && ['/administration/bounces/clear', ...kNoPhone].includes(route.path)), what);
      assert.ok(!answer.text.includes('It does not work.') || route.access === 'ticket_desk', `${what} shows somebody else's words`);
      if (!may || owned(route)) assert.deepEqual(state(), before, what);
    }
  });
}

const known = new Map();
async function insiderOf(role) {
  if (known.has(role) && (await known.get(role).browser.send('GET', '/dashboard')).status === 200) return known.get(role);
  const { browser } = await insider(portal, role);
  known.set(role, { browser, token: await browser.token('/dashboard') });
  return known.get(role);
}

test('a stranger gets no further by another spelling of a path, another method or another header', async () => {
  const browser = new Browser(portal);
  for (const path of ['/desk/', '//desk', '/DESK', '/desk;x', '/desk%00', '/./desk', '/x/../desk', '/%64esk', '/desk?', '/desk%2f', '/desk/.', '/tickets/..;/desk', '/desk%20', '/desk.json', '/-/errors/502.html', '/assets/../desk']) {
    const answer = await browser.send('GET', path, { headers: { 'x-original-url': '/desk', 'x-rewrite-url': '/desk', 'x-remote-user': 'admin', authorization: 'Basic YWRtaW46YWRtaW4=' } });
    assert.ok(![200, 500].includes(answer.status), `${path}: ${answer.status}`);
  }
  const client = await insider(portal, 'client');
  for (const path of ['/DESK', '/./desk', '/x/../desk', '/%64esk', '/desk/', '/desk;x=/tickets']) {
    assert.ok([403, 404].includes((await client.browser.send('GET', path)).status), path);
  }
});

test('a worker refuses the other pool’s routes', async () => {
  // nginx chooses the pool by the path as it reads it; spelled so, both must agree or nobody answers.
  const browser = new Browser(portal);
  for (const path of ['/login%2f', '/Login', '/login/../login', '/%6cogin']) {
    const answer = await browser.send('GET', path);
    assert.ok([200, 400, 404].includes(answer.status), `${path}: ${answer.status}`);
  }
  assert.ok(!/route\.wrong_pool/.test(portal.log('house').split('\n').slice(-200).join('\n')));
});
