// The connection itself, as nginx's rendered files make it: versions, ciphers, HTTP/2, names nobody asked for, and how much
// of nginx one address may hold.
import { test } from 'node:test';
import { strict as assert } from 'node:assert';
import http2 from 'node:http2';
import tls from 'node:tls';
import { Browser } from '../harness/browser.mjs';
import { privatePortal, sharedPortal } from '../harness/portal.mjs';
import { until } from '../harness/until.mjs';

const portal = await sharedPortal();
const { port } = new URL(portal.url);

// {protocol, alpn, cipher} of a handshake, or {error}.
function handshake(options = {}) {
  return new Promise((done) => {
    const socket = tls.connect({ host: '127.0.0.1', port, servername: 'localhost', ca: portal.ca, ...options }, () => {
      done({ protocol: socket.getProtocol(), alpn: socket.alpnProtocol, cipher: socket.getCipher().name });
      socket.destroy();
    });
    socket.on('error', (error) => done({ error: error.code }));
  });
}

test('TLS 1.3 and 1.2 are spoken, older ones are not', async () => {
  const only = (version, more) => handshake({ minVersion: version, maxVersion: version, ...more });
  assert.equal((await only('TLSv1.3')).protocol, 'TLSv1.3');
  assert.equal((await only('TLSv1.2')).protocol, 'TLSv1.2');
  for (const old of ['TLSv1.1', 'TLSv1']) {
    const answer = await only(old, { ciphers: 'DEFAULT@SECLEVEL=0' });  // else our own side would not speak it
    assert.match(answer.error ?? '', /ALERT_PROTOCOL_VERSION/, old);
  }
});

test('TLS 1.2 without forward secrecy, or with CBC, is refused', async () => {
  for (const ciphers of ['AES128-GCM-SHA256', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA384']) {
    assert.match((await handshake({ maxVersion: 'TLSv1.2', ciphers })).error ?? '', /HANDSHAKE_FAILURE/, ciphers);
  }
  assert.equal((await handshake({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' })).cipher, 'ECDHE-ECDSA-AES128-GCM-SHA256');
});

test('HTTP/2 is offered, and pages come over it', async () => {
  assert.equal((await handshake({ ALPNProtocols: ['h2', 'http/1.1'] })).alpn, 'h2');
  const session = http2.connect(portal.url, { ca: portal.ca, family: 4 });
  const page = await new Promise((done, fail) => {
    session.on('error', fail);
    const stream = session.request({ ':path': '/login' });
    let status;
    stream.on('response', (headers) => { status = headers[':status']; }).on('error', fail).resume().on('end', () => done(status));
  });
  session.close();
  assert.equal(page, 200);
});

test('a name nobody asked for gets no certificate', async () => {
  assert.match((await handshake({ servername: 'other.example', checkServerIdentity: () => undefined })).error ?? '', /UNRECOGNIZED_NAME/);
});

const narrow = await privatePortal({ limits: '--connections 3 --rate 2000 --gate-rate 2000' });

test('an address that holds too many requests open gets a page that says so, and others are served', async () => {
  const greedy = '127.0.0.77';
  const open = Array.from({ length: 3 }, () => tls.connect({ host: '127.0.0.1', port: new URL(narrow.url).port, servername: 'localhost',
    ca: narrow.ca, localAddress: greedy }));
  // A body that never comes: nginx waits for it, no worker does.
  for (const socket of open) socket.on('error', () => {}).write('POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\n');
  const stopped = await until('nginx to stop the address', async () => {
    const answer = await new Browser(narrow, { address: greedy }).send('GET', '/login');
    return answer.status === 429 && answer;
  });
  assert.match(stopped.text, /Too many requests/);
  assert.equal((await new Browser(narrow).send('GET', '/login')).status, 200);
  for (const socket of open) socket.destroy();
});
