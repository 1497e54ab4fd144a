// A mail server that can be held: it waits before it greets, or after it has taken a mail and before it says so. Keeps
// each mail it took, also when the sender was gone before it heard. Speaks as much SMTP as a courier needs, no TLS.
import { createServer } from 'node:net';
import PostalMime from 'postal-mime';
import { Mailbox } from '../harness/mailbox.mjs';
import { until } from '../harness/until.mjs';

export class MailServer {
  constructor() {
    this.taken = [];  // {to, id: Message-ID, text}
    this.held = { greeting: null, answer: null };
    this.waiting = { greeting: 0, answer: 0 };
    this.sockets = new Set();
    this.server = createServer((socket) => this.serve(socket));
  }

  async start() {
    await new Promise((done) => this.server.listen(0, '127.0.0.1', done));
    this.server.unref();
    this.port = this.server.address().port;
    return this;
  }

  stop() {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  // From now on senders wait at this point, "greeting" or "answer", until released. Connections that senders keep for
  // their next mail end, or nobody would be greeted.
  hold(point) {
    if (point === 'greeting') for (const socket of this.sockets) socket.end();
    let release;
    const gate = new Promise((done) => { release = done; });
    this.held[point] = { gate, release };
  }
  release(point) { this.held[point]?.release(); this.held[point] = null; this.waiting[point] = 0; }
  untilHeld(point, amount = 1) { return until(`a sender to wait at the ${point}`, () => this.waiting[point] >= amount); }
  async pass(point) {
    if (!this.held[point]) return;
    ++this.waiting[point];
    await this.held[point].gate;
  }

  to(address) { return this.taken.filter((mail) => mail.to === address); }

  async serve(socket) {
    this.sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.sockets.delete(socket));
    const say = (text) => { if (!socket.destroyed) socket.write(`${text}\r\n`); };
    await this.pass('greeting');
    say('220 sink ready');
    let buffer = '', to = '', inside = false;
    const take = async (text) => {
      const id = text.match(/^message-id:\s*(\S+)/im)?.[1];
      this.taken.push({ to, id, text });
      await this.pass('answer');
      say('250 taken');
    };
    socket.setEncoding('utf8').on('data', (data) => {
      buffer += data;
      for (;;) {
        if (inside) {
          const end = buffer.indexOf('\r\n.\r\n');
          if (end < 0) return;
          const text = buffer.slice(0, end);
          buffer = buffer.slice(end + 5);
          inside = false;
          take(text);
          continue;
        }
        const end = buffer.indexOf('\r\n');
        if (end < 0) return;
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (/^(EHLO|HELO)/i.test(line)) say('250 sink');
        else if (/^RCPT/i.test(line)) { to = line.match(/<(.*)>/)[1]; say('250 ok'); }
        else if (/^DATA/i.test(line)) { inside = true; say('354 go on'); }
        else if (/^QUIT/i.test(line)) { say('221 bye'); socket.end(); }
        else say('250 ok');
      }
    });
  }
}

// What the server took, for those who read mail: several may look at once, each mail is there once.
export class ServerMailbox extends Mailbox {
  constructor(server) {
    super('');
    this.server = server;
    this.read = [];
  }

  all() {
    for (const { text: raw } of this.server.taken.slice(this.read.length)) this.read.push(PostalMime.parse(raw).then((mail) => ({ raw, ...mail })));
    return Promise.all(this.read);
  }
}
