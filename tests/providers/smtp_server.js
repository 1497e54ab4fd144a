// A mail relay that can be told to misbehave. Speaks ESMTP with STARTTLS or TLS from the first byte, AUTH PLAIN and
// LOGIN; keeps what it accepted in `mails` ({from, to, raw}).
//
//   server.fault = { step: 'rcpt', reply: '451 4.7.1 try later', times: 1 }
//   server.fault = { step: 'body', act: 'hang' | 'reset' | 'accept-reset' }
//   server.fault = { step: 'body', act: 'wait', until: promise }
//
// Steps: connect ehlo starttls auth mail rcpt data body. 'accept-reset' keeps the mail and breaks the connection.
'use strict';
const net = require('node:net');
const tls = require('node:tls');
const { EventEmitter } = require('node:events');

class SmtpServer extends EventEmitter {
  constructor(options = {}) {
    super();
    this.options = { security: 'starttls', ...options };
    this.mails = [];
    this.commands = [];
    this.fault = null;
    this.sockets = new Set();
    const serve = (socket) => this.serve(socket, this.options.security === 'tls');
    this.server = this.options.security === 'tls'
      ? tls.createServer({ key: options.key, cert: options.cert }, serve)
      : net.createServer(serve);
    this.server.on('tlsClientError', () => {});
  }

  listen() {
    return new Promise((done) => this.server.listen(0, '127.0.0.1', () => {
      this.port = this.server.address().port;
      done(this);
    }));
  }

  close() {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((done) => this.server.close(done));
  }

  // The fault for this step, counted down.
  takeFault(step) {
    const fault = this.fault;
    if (!fault || fault.step !== step) return null;
    if (fault.times !== undefined && --fault.times <= 0) this.fault = null;
    return fault;
  }

  serve(socket, secure) {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => {});
    const talk = { socket, secure, buffer: '', mode: 'command', from: null, to: [] };
    const answer = (step, reply, go) => {
      this.emit('step', step);
      const fault = this.takeFault(step);
      if (!fault) { talk.socket.write(`${reply}\r\n`); if (go) go(); return; }
      if (fault.act === 'hang') return;
      if (fault.act === 'wait') {
        fault.until.then(() => { talk.socket.write(`${reply}\r\n`); if (go) go(); });
        return;
      }
      if (fault.act === 'accept-reset' && go) go();
      if (fault.act) { talk.socket.destroy(); return; }
      talk.socket.write(`${fault.reply}\r\n`);
      if (fault.reply.startsWith('421')) talk.socket.end();
    };
    const feed = (bytes) => {
      talk.buffer += bytes.toString('latin1');
      for (;;) {
        const end = talk.mode === 'body' ? talk.buffer.indexOf('\r\n.\r\n') : talk.buffer.indexOf('\r\n');
        if (end < 0) return;
        const line = talk.buffer.slice(0, end);
        talk.buffer = talk.buffer.slice(end + (talk.mode === 'body' ? 5 : 2));
        if (talk.mode === 'body') this.acceptBody(talk, line, answer);
        else this.command(talk, line, answer, feed);
      }
    };
    socket.on('data', feed);
    answer('connect', '220 stub ESMTP');
  }

  acceptBody(talk, text, answer) {
    talk.mode = 'command';
    const raw = Buffer.from(`${text}\r\n`.replace(/^\./, '').replace(/\r\n\./g, '\r\n'), 'latin1');
    const mail = { from: talk.from, to: talk.to, raw };
    answer('body', '250 2.0.0 queued as 1', () => { this.mails.push(mail); this.emit('mail', mail); });
  }

  command(talk, line, answer, feed) {
    const { key, cert, user, password, security } = this.options;
    if (talk.mode === 'auth') {
      talk.mode = 'command';
      return this.judgeAuth(Buffer.from(line, 'base64').toString(), answer);
    }
    this.commands.push(line);
    const verb = line.split(' ')[0].toUpperCase();
    if (verb === 'EHLO') {
      const offers = ['stub', 'SIZE 1000000', 'SMTPUTF8', '8BITMIME'];
      if (security === 'starttls' && !talk.secure) offers.push('STARTTLS');
      if (user && talk.secure) offers.push('AUTH PLAIN');
      return answer('ehlo', offers.map((o, i) => `250${i + 1 === offers.length ? ' ' : '-'}${o}`).join('\r\n'));
    }
    if (verb === 'STARTTLS') {
      return answer('starttls', '220 go', () => {
        const plain = talk.socket;
        plain.removeAllListeners('data');
        talk.secure = true;
        talk.socket = new tls.TLSSocket(plain, { isServer: true, key, cert });
        talk.socket.on('error', () => {});
        talk.socket.on('data', feed);
      });
    }
    if (verb === 'AUTH') {
      const initial = line.split(' ')[2];
      if (initial) return this.judgeAuth(Buffer.from(initial, 'base64').toString(), answer);
      talk.mode = 'auth';
      return talk.socket.write('334 \r\n');
    }
    if (verb === 'MAIL') {
      talk.from = line.slice(10).split('>')[0].replace('<', '');
      talk.to = [];
      return answer('mail', '250 2.1.0 ok');
    }
    if (verb === 'RCPT') {
      talk.to.push(Buffer.from(line.slice(8).split('>')[0].replace('<', ''), 'latin1').toString('utf8'));
      return answer('rcpt', '250 2.1.5 ok');
    }
    if (verb === 'DATA') return answer('data', '354 go ahead', () => { talk.mode = 'body'; });
    if (verb === 'QUIT') { talk.socket.end('221 bye\r\n'); return undefined; }
    return talk.socket.write('250 ok\r\n');
  }

  judgeAuth(plain, answer) {
    const [, user, password] = plain.split('\0');
    const right = user === this.options.user && password === this.options.password;
    answer('auth', right ? '235 2.7.0 welcome' : '535 5.7.8 wrong');
  }
}

module.exports = { SmtpServer };
