// Brevo's API as far as a mail needs it. A key of ours seen before is refused as a duplicate and nothing is sent.
// `sent` holds the bodies it accepted.
'use strict';
const { Stub, json } = require('./stub');

function brevo(certificates, apiKey) {
  const sent = [];
  const stub = new Stub(certificates, ({ method, path, headers, body }) => {
    if (method !== 'POST' || path !== '/v3/smtp/email') return json(404, { code: 'document_not_found', message: 'no' });
    if (headers['api-key'] !== apiKey) return json(401, { message: 'Key not found', code: 'unauthorized' });
    const mail = JSON.parse(body);
    for (const name of ['sender', 'to', 'subject', 'htmlContent'])
      if (!mail[name]) return json(400, { code: 'missing_parameter', message: `${name} is missing` });
    const key = mail.headers.idempotencyKey;
    if (sent.some((other) => other.headers.idempotencyKey === key))
      return json(400, { code: 'duplicate_parameter', message: 'idempotencyKey was used' });
    sent.push(mail);
    return json(201, { messageId: `<${sent.length}.1@smtp-relay.mailin.fr>` });
  });
  return Object.assign(stub, { sent });
}

module.exports = { brevo };
