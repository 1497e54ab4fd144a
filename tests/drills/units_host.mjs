// A booted Debian tree (units_tree.sh), commanded as its root does. Nothing here blocks: load goes on meanwhile. `portal` is
// what the harness wants of a portal.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from '../harness/database.mjs';

export class Host {
  constructor(pid) {
    this.pid = pid;
    this.root = `/proc/${pid}/root`;  // the tree as its own processes see it
  }

  // {code, out, err} of a shell command in the tree.
  run(command, { input = '' } = {}) {
    const args = ['-t', this.pid, '-a', '-r', '-w', 'env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'LANG=C.UTF-8', 'HOME=/root', 'bash', '-euo', 'pipefail', '-c', command];
    return new Promise((done) => {
      const child = execFile('nsenter', args, { encoding: 'utf8', maxBuffer: 64 << 20 }, (error, out, err) => done({ code: error ? error.code : 0, out, err }));
      child.stdin.on('error', () => {});
      child.stdin.end(input);
    });
  }

  // The output of a command that must succeed, trimmed.
  async must(command, options) {
    const { code, out, err } = await this.run(command, options);
    if (code !== 0) throw new Error(`${command}\nended with ${code}\n${out}${err}`);
    return out.trim();
  }

  write(file, text) { writeFileSync(this.root + file, text); }
  show(unit, property) { return this.must(`systemctl show -p ${property} --value ${unit}`); }
  async mainPid(unit) { return Number(await this.show(unit, 'MainPID')); }
  // What the sysadmin reads of a unit, from a moment of `now()` on.
  now() { return this.must('date +%s.%6N'); }
  journal(unit, since) { return this.must(`journalctl --sync; journalctl -u '${unit}' -o cat --no-pager --since=@${since}`); }

  portal(instance, url) {
    const folder = mkdtempSync('/tmp/gatehouse-units.');
    writeFileSync(join(folder, 'clock'), '0\n');
    return {
      url, base: '', folder, clockFile: join(folder, 'clock'),
      ca: readFileSync(`${this.root}/etc/ssl/gatehouse/${instance}.pem`),
      database: new Database(`${this.root}/run/mysqld/mysqld.sock`),
      advance() { throw new Error('production goes by the real clock'); },
      gatehouse: (args, options) => this.run(`gatehouse --instance ${instance} ${args.map((one) => `'${one}'`).join(' ')}`, options),
    };
  }
}
