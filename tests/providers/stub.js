// A provider's stub over real TLS: keeps each request as it came, answers by the provider's rules (`serve`), or, while
// `fault` is set, misbehaves. One file beside this one for each provider, made from its published interface.
//
//   stub.fault = { status: 429, headers: {...}, body: '...' }   this answer instead
//   stub.fault = { act: 'hang' | 'hang-body' | 'drip' | 'slow' | 'reset' | 'cut' | 'accept-reset' | 'garbage', times: 1 }
//
// 'hang-body' and 'cut' begin an answer and never end it, or break off; 'drip' sends a byte now and then for ever; 'slow'
// answers rightly, but late; 'accept-reset' does what was asked, then breaks the connection unanswered; 'garbage' is an
// answer in no protocol we speak.
'use strict';
const https = require('node:https');

class Stub {
  constructor({ key, cert }, serve) {
    this.requests = [];
    this.fault = null;
    this.sockets = new Set();
    this.serve = serve;
    this.server = https.createServer({ key, cert }, (request, response) => {
      const chunks = [];
      request.on('data', (bytes) => chunks.push(bytes));
      request.on('error', () => {});
      request.on('end', () => this.answer({ method: request.method, path: request.url, headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8') }, response));
    });
    this.server.on('secureConnection', (socket) => {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.sockets.delete(socket));
    });
    this.server.on('tlsClientError', () => {});
    this.server.keepAliveTimeout = 60000;
  }

  answer(request, response) {
    this.requests.push(request);
    const { fault } = this;
    if (fault && fault.times !== undefined && --fault.times <= 0) this.fault = null;
    if (!fault) return this.write(response, this.serve(request));
    switch (fault.act) {
      case 'hang': return undefined;
      case 'slow': return setTimeout(() => this.write(response, this.serve(request)), 200);
      case 'drip': {
        response.writeHead(200, { 'content-type': 'application/json' });
        const drops = setInterval(() => response.write(' '), 100);
        return response.on('close', () => clearInterval(drops));
      }
      case 'garbage': return response.socket.end(Buffer.from('SSH-2.0-OpenSSH_9.2\r\n\0\xff\xfe', 'latin1'));
      case 'reset': return response.socket.destroy();
      case 'accept-reset': this.serve(request); return response.socket.destroy();
      case 'cut':
      case 'hang-body': {
        const { status, body } = this.serve(request);
        response.writeHead(status, { 'content-type': 'application/json', 'content-length': 5000 });
        response.write(body.slice(0, 8), () => { if (fault.act === 'cut') response.socket.destroy(); });
        return undefined;
      }
      default: return this.write(response, fault);
    }
  }

  write(response, { status, headers = {}, body = '' }) {
    const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(text);
  }

  get last() { return this.requests.at(-1); }
  get url() { return `https://localhost:${this.server.address().port}`; }

  listen() {
    return new Promise((done) => this.server.listen(0, '127.0.0.1', () => done(this)));
  }

  disconnect() { for (const socket of this.sockets) socket.destroy(); }

  close() {
    this.disconnect();
    return new Promise((done) => this.server.close(done));
  }
}

// A server of somebody else: what comes here was leaked.
async function stranger(certificates) {
  const leaked = [];
  const server = https.createServer(certificates, (request, response) => { leaked.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`); response.end('{}'); });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { leaked, url: `https://localhost:${server.address().port}/`, close: () => server.close() };
}

const json = (status, body) => ({ status, body: JSON.stringify(body) });
const basic = (user, password) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

module.exports = { Stub, json, basic, stranger };
