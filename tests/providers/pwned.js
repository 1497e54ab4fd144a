// The range interface of Have I Been Pwned: the suffixes of breached passwords whose SHA-1 begins with five digits.
'use strict';
const crypto = require('node:crypto');
const { Stub } = require('./stub');

const sha1 = (password) => crypto.createHash('sha1').update(password).digest('hex').toUpperCase();
const plain = (status, body) => ({ status, headers: { 'content-type': 'text/plain' }, body });

// `breached`: {password: count}; a count of 0 is padding.
function pwned(certificates, breached) {
  return new Stub(certificates, ({ method, path }) => {
    const [, prefix] = /^\/range\/([0-9A-F]{5})$/.exec(path) || [];
    if (method !== 'GET' || !prefix) return plain(400, 'The hash prefix was not in a valid format');
    const lines = Object.entries(breached).filter(([word]) => sha1(word).startsWith(prefix))
      .map(([word, count]) => `${sha1(word).slice(5)}:${count}`);
    for (let i = 0; i < 800; ++i) lines.push(`${sha1(`${prefix}${i}`).slice(5)}:${i % 3}`);
    return plain(200, lines.sort().join('\r\n'));
  });
}

module.exports = { pwned, sha1 };
