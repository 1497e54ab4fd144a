// Looking changes nothing: no GET of any route, with whatever in its query, writes more than when it was last seen.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { insider, openTicket } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const tables = portal.database.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'gatehouse'").flat();
// The outbox is worked off and counters are swept meanwhile; neither is a page's doing.
const watched = tables.filter((name) => !['outbox', 'rate', 'house_rate', 'throttle', 'migration_lock', 'challenge', 'sign_up', 'device', 'failed_sign_in'].includes(name));

function state() {
  return watched.map((name) => {
    const columns = portal.database.rows(`SELECT column_name FROM information_schema.columns WHERE table_schema = 'gatehouse' AND table_name = '${name}'`).flat().filter((column) => column !== 'last_seen_at');
    return [name, portal.database.value(`SELECT CONCAT(COUNT(*), ' ', COALESCE(SUM(CRC32(CONCAT_WS('|', ${columns.join(', ')}))), 0)) FROM \`${name}\``)];
  });
}

test('every GET and HEAD of the table, and every POST’s path asked with GET', async () => {
  const { browser, id } = await insider(portal, 'administrator');
  const number = await openTicket(browser);
  const session = portal.database.number(`SELECT MAX(id) FROM session WHERE account_id = ${id}`);
  const token = await browser.token('/dashboard');
  const routes = JSON.parse((await portal.gatehouse(['routes', '--json'])).out);
  const before = state();
  for (const route of routes) {
    const path = route.path.replace('{number}', number).replace('{id}', session);
    const reads = routes.some((other) => other.method === 'GET' && other.path === route.path);
    for (const method of ['GET', 'HEAD']) {
      for (const query of ['', `?csrf_token=${token}&text=x&kind=message&status=closed`, '?_method=POST']) {
        const answer = await browser.send(method, path + query, { headers: { 'x-http-method-override': 'POST', 'x-csrftoken': token } });
        if (!reads) assert.equal(answer.status, 405, `${method} ${path}${query}`);
        assert.ok(answer.status < 500, `${method} ${path}: ${answer.status}`);
      }
    }
  }
  assert.deepEqual(state(), before);
  assert.match((await browser.get('/dashboard')).heading, /^Hello/, 'a GET signed out');
});
