// units_inside.mjs PID: what units.test.mjs does in the booted tree, in the order of the README's production section; the
// commands are the README's own. Runs in the network of the tree.
import { test } from 'node:test';
import { strict as assert } from 'node:assert';
import { rmSync } from 'node:fs';
import { Browser } from '../harness/browser.mjs';
import { hire, kPassword, signIn } from '../harness/people.mjs';
import { until } from '../harness/until.mjs';
import { assertOnce, pause, underLoad } from './load.mjs';
import { figure } from './figures.mjs';
import { Host } from './units_host.mjs';

const host = new Host(process.argv[2]);
const url = 'https://support.example.org';
const kParts = ['gate', 'house', 'courier'];
const services = kParts.map((part) => `gatehouse-${part}@acme.service`);
let portal;
const failures = (tally) => Object.entries(tally.counts).filter(([what]) => !['200', '303'].includes(what));
const children = async (unit) => (await host.must(`pgrep -P ${await host.mainPid(unit)} || true`)).split('\n').filter(Boolean).map(Number);
const local = () => new Browser(portal, { address: '127.0.0.1' });

test('installed and set up as the README says', async () => {
  await host.must('systemctl stop gatehouse@acme.target; rm -rf /etc/gatehouse/acme /var/lib/gatehouse/acme; mariadb -e "DROP DATABASE IF EXISTS gatehouse"');
  const said = await host.run('systemd-sysusers && systemd-tmpfiles --create');
  assert.equal(said.code, 0, said.err);
  for (const part of kParts) await host.must(`id gatehouse-${part}`);
  await host.must(`gatehouse --instance acme setup --base-url ${url} --mail-from support@example.org --smtp-host localhost --name "Acme Support"`);
  // For the load only: no person writes that much.
  await host.must('mkdir /etc/gatehouse/acme/conf.d');
  host.write('/etc/gatehouse/acme/conf.d/load.toml', '[tickets]\nmessages_per_hour = 100000\n');
  assert.match(await host.must('gatehouse --instance acme config check'), /fine/);
  await host.must(`mariadb <<SQL
CREATE OR REPLACE USER gatehouse_owner@localhost IDENTIFIED BY '$(cat /etc/gatehouse/acme/credentials/database.owner_password)';
GRANT ALL ON gatehouse.* TO gatehouse_owner@localhost WITH GRANT OPTION;
GRANT CREATE USER ON *.* TO gatehouse_owner@localhost;
SQL`);
  assert.match(await host.must('gatehouse --instance acme migrate up'), /the grants are applied/);
});

test('nginx takes its files', async () => {
  await host.must(`mkdir -p /etc/ssl/gatehouse && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=support.example.org
    `.trim() + ' -addext subjectAltName=DNS:support.example.org -keyout /etc/ssl/gatehouse/acme.key -out /etc/ssl/gatehouse/acme.pem 2>/dev/null');
  await host.must(`cd /etc/nginx
    gatehouse --instance acme nginx print --part http --rate 2000 --gate-rate 2000 >conf.d/gatehouse-acme-http.conf
    for part in fastcgi locations; do gatehouse --instance acme nginx print --part $part --connections 500 >snippets/gatehouse-acme-$part.conf; done
    gatehouse --instance acme nginx print --part server >sites-available/gatehouse-acme.conf
    ln -sf ../sites-available/gatehouse-acme.conf sites-enabled/
    gatehouse --instance acme nginx error-pages
    nginx -t -q && systemctl reload nginx`);
  portal = host.portal('acme', url);
});

test('one command starts all of it; the sysadmin reads that it runs', async () => {
  await host.must('systemctl enable --now gatehouse@acme.target');
  await until('the portal to be ready', async () => (await local().send('GET', '/readyz')).status === 200);
  assert.equal(await host.must('systemctl is-enabled gatehouse@acme.target'), 'enabled');
  for (const service of services) assert.equal(await host.show(service, 'ActiveState'), 'active');
  assert.match(await host.must('systemctl status --no-pager gatehouse-gate@acme'), /Status: "\d+ workers"/);
  const doctor = JSON.parse((await host.run('gatehouse --instance acme doctor --json')).out);
  assert.deepEqual(doctor.checks.filter((one) => one.level !== 'fine'), []);
  const figures = (await local().send('GET', '/metrics')).text;
  for (const pool of ['gate', 'house']) assert.match(figures, new RegExp(`^gatehouse_pool_up\\{pool="${pool}"\\} 1$`, 'm'));
  // Each part as its own user, the house without a network.
  const owners = await Promise.all(services.map(async (service) => host.must(`ps -o user:32= -p ${await host.mainPid(service)}`)));
  assert.deepEqual(owners, ['gatehouse-gate', 'gatehouse-house', 'gatehouse-courier']);
  const network = (pid) => host.must(`readlink /proc/${pid}/ns/net`);
  assert.notEqual(await network(await host.mainPid(services[1])), await network(1));
  assert.equal(await network(await host.mainPid(services[0])), await network(1));
});

test('an administrator signs in through nginx; the log tells it in one line', async () => {
  const since = await host.now();
  const { email } = await hire(portal, 'administrator');
  const page = await signIn(new Browser(portal), email, kPassword);
  assert.match(page.heading, /^Hello/, page.words);
  const id = page.headers['x-request-id'];
  await until('nginx to log it in the portal’s own file', async () => (await host.must('cat /var/log/gatehouse/acme.log')).includes(`"request":"${id}`));
  const log = await host.journal('gatehouse-gate@acme', since);
  assert.match(log, /level=info event=request .*method=POST route=\/login status=303/);
  assert.ok(!log.includes(kPassword));
});

// Reload and restart by systemctl, worker and master killed: all while people write.
test('reloads lose no request', async (t) => {
  const { texts, tally, reading, people } = await underLoad(portal, async () => {
    for (let i = 0; i < 5; ++i) {
      const before = await children(services[1]);
      await host.must('systemctl reload gatehouse-gate@acme gatehouse-house@acme');
      await until('new workers', async () => { const now = await children(services[1]); return now.length >= before.length && now.every((pid) => !before.includes(pid)); });
    }
  });
  assertOnce(portal, people, texts);
  assert.deepEqual([...failures(tally), ...failures(reading)], [], 'a reload lost requests');
  figure(t, `5 × systemctl reload of both pools under ${texts.length} replies and ${reading.of[200]} pages: no request failed`);
});

test('restarts lose no request: the sockets wait', async (t) => {
  const { texts, tally, reading, people } = await underLoad(portal, async () => {
    for (let i = 0; i < 3; ++i) {
      await pause(0.5);
      await host.must('systemctl restart gatehouse-gate@acme.service gatehouse-house@acme.service');
    }
    await pause(0.5);
  });
  assertOnce(portal, people, texts);
  assert.deepEqual([...failures(tally), ...failures(reading)], [], 'a restart lost requests');
  figure(t, `3 × systemctl restart of both pools under ${texts.length} replies and ${reading.of[200]} pages: no request failed`);
});

test('a killed worker and a killed master are replaced, and the log says so', async () => {
  const since = await host.now();
  const [worker] = await children(services[1]);
  await host.must(`kill -9 ${worker}`);
  await until('the line', async () => /level=warning event=worker\.died .*signal=9/.test(await host.journal('gatehouse-house@acme', since)));
  const master = await host.mainPid(services[0]);
  await host.must(`kill -9 ${master}`);
  await until('another master', async () => { const now = await host.mainPid(services[0]); return now > 0 && now !== master && await host.show(services[0], 'ActiveState') === 'active'; });
  assert.equal((await new Browser(portal).send('GET', '/login')).status, 200);
  assert.equal(Number(await host.must('pgrep -u gatehouse-gate -c gatehouse')), (await children(services[0])).length + 1, 'workers of the dead master are left');
});

test('the watchdog ends a master that hangs', { timeout: 120_000 }, async () => {
  const since = await host.now(), master = await host.mainPid(services[1]);
  await host.must(`kill -STOP ${master}`);
  await until('systemd to replace it', async () => { const now = await host.mainPid(services[1]); return now > 0 && now !== master && await host.show(services[1], 'ActiveState') === 'active'; }, { seconds: 90 });
  assert.match(await host.journal('gatehouse-house@acme', since), /Failed with result 'watchdog'/);
  await until('the portal to be ready', async () => (await local().send('GET', '/readyz')).status === 200);
});

test('Redis by its socket, its password missing from the disk and then there', async () => {
  host.write('/etc/gatehouse/acme/conf.d/redis.toml', '[store]\nkind = "redis"\n[redis]\nsocket = "/run/redis/redis-server.sock"\n');
  await host.must(`sed -i '/^port /d; /^unixsocket/d' /etc/redis/redis.conf; printf 'port 0\\nunixsocket /run/redis/redis-server.sock\\nunixsocketperm 770\\n' >>/etc/redis/redis.conf
    systemctl restart redis-server
    mkdir -p /etc/systemd/system/gatehouse-gate@acme.service.d
    printf '[Service]\\nSupplementaryGroups=redis\\n' >/etc/systemd/system/gatehouse-gate@acme.service.d/redis.conf
    systemctl daemon-reload; systemctl restart gatehouse-gate@acme gatehouse-house@acme`);
  const used = async () => /connected_clients:([2-9]|\d\d)/.test(await host.must('redis-cli -s /run/redis/redis-server.sock info clients'));
  await until('the gate to reach Redis', used);
  await until('the gate to say that all is well', async () => (await local().send('GET', '/readyz')).json.checks?.store === 'ok');
  await host.must(`redis-cli -s /run/redis/redis-server.sock config set requirepass secret
    printf secret >/etc/gatehouse/acme/credentials/redis.password; systemctl restart gatehouse-gate@acme`);
  await until('the gate to say that all is well', async () => (await local().send('GET', '/readyz')).json.checks.store === 'ok');
  const since = await host.now();
  await host.must('systemctl stop redis-server');
  await until('the line', async () => /level=warning event=redis\.away/.test(await host.journal('gatehouse-gate@acme', since)), { seconds: 30 });
  const ready = await local().send('GET', '/readyz');
  assert.deepEqual([ready.status, /goes on with the database/.test(ready.json.checks.store)], [200, true]);
  await host.must('rm -r /etc/gatehouse/acme/conf.d/redis.toml /etc/gatehouse/acme/credentials/redis.password /etc/systemd/system/gatehouse-gate@acme.service.d; systemctl daemon-reload; systemctl restart gatehouse-gate@acme gatehouse-house@acme');
});

test('one command stops all of it, nothing failed, and nginx says so calmly', async () => {
  await host.must('systemctl stop gatehouse@acme.target');
  // The command answers once the target is down; its parts finish what runs.
  for (const unit of [...services, 'gatehouse-gate@acme.socket', 'gatehouse-house@acme.socket']) await until(`${unit} to stop`, async () => await host.show(unit, 'ActiveState') === 'inactive', { seconds: 60 });
  assert.equal((await host.run('pgrep gatehouse')).out, '');
  assert.equal(await host.must("systemctl list-units --failed --no-legend --plain 'gatehouse*'"), '');
  const page = await new Browser(portal).get('/login');
  assert.deepEqual([page.status, page.heading], [502, 'The portal is not answering']);
  rmSync(portal.folder, { recursive: true, force: true });
});
