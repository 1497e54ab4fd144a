// New passwords are asked for in the ranges of breached ones, and administrators see how providers are doing.
import test, { after } from 'node:test';
import { strict as assert } from 'node:assert';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, insider } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';
import certificates from '../providers/certificates.js';
import stubs from '../providers/pwned.js';

const folder = mkdtempSync('/tmp/gatehouse-range.');
chmodSync(folder, 0o755);
const made = certificates.makeCertificates(folder);
const breached = 'a breached word of many';
const ranges = await stubs.pwned(made, { [breached]: 73 }).listen();
after(async () => { await ranges.close(); rmSync(folder, { recursive: true }); });
const portal = await privatePortal({ configuration:
  `[breach]\ncheck = true\nbase_url = "${ranges.url}"\n[providers]\nca_file = "${made.caFile}"\n` });
const forget = () => portal.database.rows('DELETE FROM provider');
const ask = (password) => beginSignUp(new Browser(portal), address('breach'), { password });

test('a password known from a breach is refused, others are taken, and five digits leave', async () => {
  const refused = await ask(breached);
  assert.equal(refused.status, 422);
  assert.match(refused.errorText, /known from a breach/);
  assert.equal((await ask('a word that nobody has seen')).heading, 'Check your mail');
  for (const { path, body } of ranges.requests) assert.match(`${path}${body}`, /^\/range\/[0-9A-F]{5}$/);
  assert.equal(ranges.requests.length, 2);
});

test('a service that fails takes no password away from anybody, and after five failures is left alone', async () => {
  ranges.fault = { status: 500, body: '<html>' };
  for (let i = 0; i < 5; ++i) assert.equal((await ask(breached)).heading, 'Check your mail');
  const asked = ranges.requests.length;
  assert.equal((await ask(breached)).heading, 'Check your mail');
  assert.equal(ranges.requests.length, asked, 'a provider that is open was called');
  assert.doesNotMatch(portal.log('gate'), new RegExp(stubs.sha1(breached).slice(0, 5), 'i'), 'a part of the hash is logged');

  const { browser } = await insider(portal, 'administrator');
  const page = await browser.get('/administration/providers');
  assert.equal(page.heading, 'Providers');
  assert.match(page.words, /Breached passwords Left alone for now/);
  assert.match(page.words, /Breached passwords Password looked up Answered \d/);
  // One more than here: the set-up asked too, while this process was busy starting the portal.
  assert.match(page.words, /Breached passwords Password looked up No usable answer 6/);
  assert.match(page.words, /Folder Works/);
  const metrics = await portal.gatehouse(['providers', 'list', '--json']);
  assert.equal(JSON.parse(metrics.out)[0].state, 'open');
  assert.match((await portal.gatehouse(['doctor'])).out, /warning +provider breach_range/);
  forget();
  ranges.fault = null;
  assert.equal((await ask(breached)).status, 422);
});

test('who may not see deliveries sees no providers', async () => {
  const { browser } = await insider(portal, 'agent');
  assert.equal((await browser.get('/administration/providers')).status, 403);
});
