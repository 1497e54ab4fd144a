// The mail a portal sent, read back from its folder with a parser that is not ours. A mail is found by its recipient:
// each test writes to addresses of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { until } from './until.mjs';

export class Mailbox {
  constructor(folder) {
    this.folder = folder;
    this.known = new Map();
  }

  async all() {
    const names = readdirSync(this.folder).filter((name) => name.endsWith('.eml')).sort();
    for (const name of names) {
      if (this.known.has(name)) continue;
      const raw = readFileSync(join(this.folder, name), 'utf8');
      this.known.set(name, { name, raw, ...(await PostalMime.parse(raw)) });
    }
    return names.map((name) => this.known.get(name));
  }

  // Every mail to the address so far, the oldest first.
  async to(address) { return (await this.all()).filter((mail) => mail.to.some((to) => to.address === address)); }

  // The mail to the address that `fits`; `nth`: so many before it are passed over.
  wait(address, fits, nth = 0) {
    return until(`a mail to ${address}`, async () => (await this.to(address)).filter(fits)[nth]);
  }

  // The n-th code that was mailed to the address, counted from 1.
  async code(address, n = 1) {
    const mail = await this.wait(address, (one) => /Your code for/.test(one.subject), n - 1);
    return mail.text.match(/^ {4}(\d{6})\s*$/m)[1];
  }
}
