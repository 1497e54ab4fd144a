// What the database holds, asked as its administrator: for tests that must see what no page shows, and for rows that
// would take hours to make by hand. Tests never rely on ids or order of what others put there.
import { execFileSync } from 'node:child_process';

export class Database {
  constructor(socket) { this.socket = socket; }

  // Rows as arrays of text; NULL is null. Binary columns: select HEX() of them.
  rows(sql) {
    const out = execFileSync('mariadb', ['--no-defaults', `--socket=${this.socket}`, '--batch', '--skip-column-names',
      '--default-character-set=utf8mb4', 'gatehouse'], { input: sql, encoding: 'utf8', maxBuffer: 64 << 20 });
    const unescape = (text) => text.replace(/\\([ntr0\\])/g, (_, c) => ({ n: '\n', t: '\t', r: '\r', 0: '\0', '\\': '\\' })[c]);
    return out.split('\n').slice(0, -1).map((line) => line.split('\t').map((cell) => (cell === 'NULL' ? null : unescape(cell))));
  }

  value(sql) { return this.rows(sql)[0]?.[0] ?? null; }
  number(sql) { return Number(this.value(sql)); }
}

export const quoted = (text) => `'${String(text).replace(/['\\]/g, '\\$&')}'`;
