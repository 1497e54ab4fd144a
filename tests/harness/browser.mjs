// A small browser: HTTPS with the portal's own CA, a cookie jar, forms filled in from the page they stand on. Sends what
// it is told, also what no browser would. Comes from a loopback address of its own, so that counters by address are
// its own too; pass one to share.
import { Agent, request } from 'node:https';
import { randomInt } from 'node:crypto';
import { decode, fill, words } from './form.mjs';

const ownAddress = () => `127.${randomInt(1, 250)}.${randomInt(1, 250)}.${randomInt(2, 250)}`;
export const encode = (fields) => new URLSearchParams(
  fields instanceof Map ? [...fields] : Array.isArray(fields) ? fields : Object.entries(fields)).toString();

export class Answer {
  constructor(incoming, body, path) {
    this.status = incoming.statusCode;
    this.headers = incoming.headers;
    this.rawHeaders = incoming.rawHeaders;
    this.text = body.toString('utf8');
    this.path = path;
  }
  get location() { return this.headers.location ?? ''; }
  get cookies() { return this.headers['set-cookie'] ?? []; }
  get json() { return JSON.parse(this.text); }
  get title() { return decode(this.text.match(/<title>(.*?)<\/title>/s)?.[1] ?? ''); }
  get heading() { return words(this.text.match(/<h1>(.*?)<\/h1>/s)?.[1] ?? ''); }
  get words() { return words(this.text.replace(/^.*?<body>/s, '')); }
  get notice() { return words(this.text.match(/<div class="notice[^"]*" role="status">(.*?)<\/div>/s)?.[1] ?? ''); }
  // The summary on top of a refused form: [{field, message}].
  get errors() {
    const summary = this.text.match(/<div class="error-summary".*?<\/div>/s)?.[0] ?? '';
    return [...summary.matchAll(/<a href="#([^"]*)">(.*?)<\/a>/gs)].map(([, field, message]) => ({ field, message: decode(message) }));
  }
  get errorText() { return this.errors.map((one) => one.message).join(' '); }
}

export class Browser {
  constructor(portal, { address = ownAddress(), agent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' } = {}) {
    this.portal = portal;
    this.address = address;
    this.userAgent = agent;
    this.jar = new Map();
    this.agent = new Agent({ keepAlive: true, maxSockets: 200, ca: portal.ca, localAddress: address });
    this.agent.on('free', (socket) => socket.unref());
  }

  get session() { return this.jar.get('__Host-gatehouse-local'); }
  get cookieHeader() { return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; '); }

  // One request, no redirect followed. `path` stands below the portal's base path.
  send(method, path, { headers = {}, body, cookies = true } = {}) {
    const { hostname, host, port } = new URL(this.portal.url);
    const all = { 'user-agent': this.userAgent, host, accept: 'text/html', ...headers };
    if (cookies && this.jar.size) all.cookie = this.cookieHeader;
    if (body !== undefined && all['content-length'] === undefined) all['content-length'] = Buffer.byteLength(body);
    return new Promise((done, fail) => {
      const options = { method, host: '127.0.0.1', port, servername: hostname, path: this.portal.base + path, agent: this.agent, headers: all };
      const going = request(options, (incoming) => {
        const parts = [];
        incoming.on('data', (part) => parts.push(part));
        incoming.on('error', fail);
        incoming.on('end', () => {
          if (cookies) for (const line of incoming.headers['set-cookie'] ?? []) this.keep(line);
          done(new Answer(incoming, Buffer.concat(parts), path));
        });
      });
      going.on('error', fail);
      going.end(body);
    });
  }

  keep(line) {
    const [pair, ...rest] = line.split(/;\s*/);
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    if (rest.some((one) => /^max-age=0$/i.test(one))) this.jar.delete(name);
    else this.jar.set(name, value);
  }

  // A page as a person gets it: redirects followed.
  async get(path, options) { return this.follow(await this.send('GET', path, options)); }

  async follow(answer) {
    for (let hops = 0; [301, 302, 303].includes(answer.status); ++hops) {
      if (hops === 5) throw new Error(`redirected in a circle at ${answer.location}`);
      const to = answer.location.split('#')[0];
      if (!to.startsWith(`${this.portal.base}/`)) throw new Error(`led away from the portal to ${answer.location}`);
      answer = await this.send('GET', to.slice(this.portal.base.length));
    }
    return answer;
  }

  form(path, fields, { headers = {}, ...rest } = {}) {
    const body = typeof fields === 'string' ? fields : encode(fields);
    return this.send('POST', path, { headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body, ...rest });
  }

  json(path, value, { headers = {}, ...rest } = {}) {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    return this.send('POST', path, { headers: { accept: 'application/json', 'content-type': 'application/json', ...headers }, body, ...rest });
  }

  // Fills in the form of `page` that leads to `action` and sends it; the answer as it comes.
  submitRaw(page, action, values, options) {
    const form = fill(page.text, action, values);
    return this.form(form.action.slice(this.portal.base.length), form.fields, options);
  }

  // The same, with redirects followed: the page that the person sees next.
  async submit(page, action, values, options) { return this.follow(await this.submitRaw(page, action, values, options)); }

  // The token that a form on this page carries.
  async token(path = '/login') { return fill((await this.get(path)).text, path === '/login' ? '/login' : '/logout').fields.get('csrf_token'); }
}
