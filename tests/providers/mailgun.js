// Mailgun's API as far as a mail needs it. It knows no duplicates. `sent` holds the fields of what it accepted, in
// order, as [name, value].
'use strict';
const { Stub, json, basic } = require('./stub');

// multipart/form-data, strictly: every part has one Content-Disposition and nothing else.
function fieldsOf({ headers, body }) {
  const [, boundary] = /^multipart\/form-data; boundary=([-\w]+)$/.exec(headers['content-type']) || [];
  if (!boundary || !body.endsWith(`\r\n--${boundary}--\r\n`)) return null;
  const parts = body.slice(0, -`\r\n--${boundary}--\r\n`.length).split(`--${boundary}\r\n`);
  if (parts.shift() !== '') return null;
  const fields = parts.map((part, index) => {
    const found = /^Content-Disposition: form-data; name="([^"\r\n]+)"\r\n\r\n([^]*)$/.exec(part);
    return found && [found[1], index + 1 === parts.length ? found[2] : found[2].replace(/\r\n$/, '')];
  });
  return fields.every((field) => field) ? fields : null;
}

function mailgun(certificates, domain, apiKey) {
  const sent = [];
  const stub = new Stub(certificates, (request) => {
    const { method, path, headers } = request;
    const [, asked] = /^\/v3\/([^/]+)\/messages$/.exec(path) || [];
    if (method !== 'POST' || !asked) return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'Mailgun Magnificent API' };
    if (headers.authorization !== basic('api', apiKey)) return { status: 401, headers: { 'content-type': 'text/plain' }, body: 'Forbidden' };
    if (asked !== domain) return json(404, { message: `Domain not found: ${asked}` });
    const fields = fieldsOf(request);
    if (!fields) return json(400, { message: 'could not be read' });
    sent.push(fields);
    return json(200, { id: `<${sent.length}.1@samples.mailgun.org>`, message: 'Queued. Thank you.' });
  });
  return Object.assign(stub, { sent });
}

module.exports = { mailgun };
