// A Postfix of its own in `folder`: STARTTLS is
// demanded on `port`, TLS from the first byte on `tlsPort`; every recipient's mail lands in the maildir `mails`. Touches
// nothing of the system's own Postfix. Needs root, as Postfix does.
'use strict';
const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

async function freePorts() {
  const servers = await Promise.all([0, 0].map(() => new Promise((done) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => done(server));
  })));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

const answers = (port) => new Promise((done) => {
  const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); done(true); }).on('error', () => done(false));
});

async function postfix({ key, cert }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-postfix-'));
  fs.chmodSync(folder, 0o755);
  for (const name of ['etc', 'queue', 'data', 'mail']) fs.mkdirSync(path.join(folder, name));
  execFileSync('chown', ['postfix', path.join(folder, 'data')]);
  execFileSync('chown', ['nobody', path.join(folder, 'mail')]);
  fs.writeFileSync(path.join(folder, 'key.pem'), key, { mode: 0o600 });
  fs.writeFileSync(path.join(folder, 'cert.pem'), cert);
  const [port, tlsPort] = await freePorts();
  fs.writeFileSync(path.join(folder, 'etc/main.cf'), `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/log
maillog_file_prefixes = ${folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost
mydestination =
alias_maps =
alias_database =
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:all/
virtual_mailbox_base = ${folder}/mail
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 1
smtpd_tls_cert_file = ${folder}/cert.pem
smtpd_tls_key_file = ${folder}/key.pem
smtpd_tls_security_level = encrypt
smtpd_recipient_restrictions = check_recipient_access inline:{nobody@example.net=REJECT}, permit_mynetworks, reject
`);
  fs.writeFileSync(path.join(folder, 'etc/master.cf'), `127.0.0.1:${port} inet n - n - - smtpd
127.0.0.1:${tlsPort} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`);
  const master = spawn('postfix', ['-c', path.join(folder, 'etc'), 'start'], { stdio: 'ignore' });
  await new Promise((done) => master.on('exit', done));
  for (let tries = 0; !(await answers(port)); ++tries) {
    if (tries > 100) throw new Error(`Postfix does not answer\n${fs.readFileSync(path.join(folder, 'log'))}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    port, tlsPort, mails: path.join(folder, 'mail/all/new'),
    log: () => fs.readFileSync(path.join(folder, 'log'), 'utf8'),
    async end() {
      execFileSync('postfix', ['-c', path.join(folder, 'etc'), 'abort'], { stdio: 'ignore' });
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

module.exports = { postfix };
