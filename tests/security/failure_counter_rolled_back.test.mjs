// A failure is counted before anything is compared and stays counted whatever becomes of the request.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, hire, signIn } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();

test('a wrong code and a wrong password leave their counts behind', async () => {
  const email = address();
  const browser = new Browser(portal);
  const page = await beginSignUp(browser, email);
  const code = await portal.mail.code(email);
  const tries = () => portal.codeTries().reduce((sum, one) => sum + one, 0);
  const before = tries();
  await browser.submit(page, '/sign-up/verify', { code: code === '000000' ? '000001' : '000000' });
  assert.equal(tries(), before + 1);

  const account = await hire(portal, 'client');
  const failures = () => portal.database.number('SELECT COALESCE(SUM(failures), 0) FROM throttle');
  const had = failures();
  await signIn(new Browser(portal), account.email, 'wrong wrong wrong wrong');
  assert.equal(failures(), had + 1);
});

test('a client that hangs up before the answer has had its try', async () => {
  const { email, id } = await hire(portal, 'client');
  const browser = new Browser(portal);
  const page = await browser.get('/login');
  const { fill } = await import('../harness/form.mjs');
  const { until } = await import('../harness/until.mjs');
  const { encode } = await import('../harness/browser.mjs');
  const { connect } = await import('node:tls');
  const body = encode(fill(page.text, '/login', { identifier: email, password: 'wrong wrong wrong wrong' }).fields);
  await new Promise((done, fail) => {
    const socket = connect({ host: '127.0.0.1', port: new URL(portal.url).port, servername: 'localhost', ca: portal.ca, localAddress: browser.address }, () => {
      socket.write(`POST /login HTTP/1.1\r\nHost: localhost\r\nCookie: ${browser.cookieHeader}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`, () => {
        socket.destroy();
        done();
      });
    }).on('error', fail);
  });
  await until('the failure to be kept', () => portal.database.number(`SELECT COUNT(*) FROM failed_sign_in WHERE account_id = ${id}`) === 1);
});
