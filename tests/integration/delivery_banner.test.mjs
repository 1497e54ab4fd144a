// Mail that does not get out is told on every page to those who can look at it, and to nobody else; /readyz and
// /metrics say the same.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { putMail } from '../harness/deliveries.mjs';
import { address, insider } from '../harness/people.mjs';
import { privatePortal } from '../harness/portal.mjs';

const portal = await privatePortal();
const admin = await insider(portal, 'administrator'), agent = await insider(portal, 'agent'), client = await insider(portal, 'client');
const kPages = ['/dashboard', '/tickets', '/profile', '/desk', '/administration/deliveries', '/no-such-page'];
const kBanner = /Mail is late|could not be delivered\. See/;
const clean = () => portal.database.rows("DELETE FROM outbox WHERE state IN ('waiting', 'dead', 'again')");
const metrics = async () => (await new Browser(portal, { address: '127.0.0.1' }).send('GET', '/metrics')).text;

test('while all is well there is no banner', async () => {
  for (const path of kPages) assert.doesNotMatch((await admin.browser.get(path)).words, kBanner, path);
});

test('mail that is late or given up is told to administrators on every page of the house', async () => {
  putMail(portal, address('late'), { state: 'waiting', created_at: 'UTC_TIMESTAMP(6) - INTERVAL 2 HOUR' });
  putMail(portal, address('dead'));
  for (const path of kPages) {
    const page = await admin.browser.get(path);
    assert.match(page.words, /Mail is late: the oldest has been waiting since .* See what waits/, path);
    assert.match(page.words, /One mail could not be delivered\. See what was given up/, path);
  }
  putMail(portal, address('dead'));
  assert.match((await admin.browser.get('/dashboard')).words, /2 mails could not be delivered/);
  assert.doesNotMatch((await admin.browser.get('/security')).words, kBanner, 'the gate looked at the outbox');
});

test('agents, clients and strangers are not told', async () => {
  for (const { browser } of [agent, client, { browser: new Browser(portal) }])
    for (const path of kPages) assert.doesNotMatch((await browser.get(path)).words, kBanner, path);
});

test('readyz and metrics tell the same age', async () => {
  const ready = await new Browser(portal, { address: '127.0.0.1' }).send('GET', '/readyz');
  assert.equal(ready.status, 503);
  assert.match(ready.json.checks.mail, /^the oldest unsent mail is 7[12]\d\d s old/);
  const figures = await metrics();
  assert.match(figures, /^gatehouse_mail\{state="dead"\} 2$/m);
  assert.match(figures, /^gatehouse_mail_oldest_seconds 7[12]\d\d$/m);
});

test('the banner goes when the mail is gone', async () => {
  clean();
  for (const path of kPages) assert.doesNotMatch((await admin.browser.get(path)).words, kBanner, path);
});

test('mail that is not due for long is not late before its time', async () => {
  putMail(portal, address('young'), { state: 'waiting', created_at: 'UTC_TIMESTAMP(6) - INTERVAL 14 MINUTE' });
  assert.doesNotMatch((await admin.browser.get('/dashboard')).words, kBanner);
  clean();
});
