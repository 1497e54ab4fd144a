// Vonage Verify, v2 and v1, as far as a phone number's proof needs it. One running verification a number; its code is
// always 482913. `pending` maps a number to the reference of its verification, `left` a reference to how many ways of
// its workflow are still to come.
'use strict';
const crypto = require('node:crypto');
const { Stub, json, basic } = require('./stub');

const code = '482913';
const problem = (status, title, more = {}) => json(status, { title, type: `https://developer.vonage.com/api-errors#${title}`, detail: 'to 442070313000', ...more });

function v2(pending, left, { method, path, body }) {
  const [, reference, next] = /^\/v2\/verify\/([-0-9a-f]{36})(\/next_workflow)?$/.exec(path) || [];
  const number = [...pending].find(([, running]) => running === reference)?.[0];
  if (method === 'POST' && path === '/v2/verify') {
    const wish = JSON.parse(body);
    if (!wish.brand || wish.brand.length > 16 || /[/{}:$]/.test(wish.brand)) return problem(422, 'Invalid params');
    const { to } = wish.workflow[0];
    if (!/^[1-9]\d{6,14}$/.test(to)) return problem(422, 'Invalid params');
    if (pending.has(to)) return problem(409, 'Conflict', { request_id: pending.get(to) });
    pending.set(to, crypto.randomUUID());
    left.set(pending.get(to), wish.workflow.length - 1);
    return json(202, { request_id: pending.get(to) });
  }
  if (!reference || !number) return problem(404, 'Not Found');
  if (method === 'DELETE') { pending.delete(number); return { status: 204 }; }
  if (next) {
    if (left.get(reference) === 0) return problem(409, 'Conflict');
    left.set(reference, left.get(reference) - 1);
    return { status: 200 };
  }
  if (JSON.parse(body).code !== code) return problem(400, 'Invalid Code');
  pending.delete(number);
  return json(200, { request_id: reference, status: 'completed' });
}

function v1(pending, left, { path, body }) {
  const form = Object.fromEntries(new URLSearchParams(body));
  if (path === '/verify/json') {
    if (pending.has(form.number)) return json(200, { request_id: pending.get(form.number), status: '10', error_text: 'Concurrent' });
    pending.set(form.number, crypto.randomBytes(16).toString('hex'));
    left.set(pending.get(form.number), form.workflow_id === '7' ? 0 : 1);
    return json(200, { request_id: pending.get(form.number), status: '0' });
  }
  const number = [...pending].find(([, running]) => running === form.request_id)?.[0];
  if (!number) return json(200, { status: '6', error_text: 'not found or verified already' });
  if (path === '/verify/control/json' && form.cmd === 'trigger_next_event') {
    if (left.get(form.request_id) === 0) return json(200, { status: '19', error_text: 'no more events' });
    left.set(form.request_id, left.get(form.request_id) - 1);
    return json(200, { status: '0', command: form.cmd });
  }
  if (path === '/verify/control/json') { pending.delete(number); return json(200, { status: '0', command: form.cmd }); }
  if (form.code !== code) return json(200, { request_id: form.request_id, status: '16', error_text: 'does not match' });
  pending.delete(number);
  return json(200, { request_id: form.request_id, event_id: '0A', status: '0', price: '0.1', currency: 'EUR' });
}

function vonage(certificates, key, secret) {
  const pending = new Map(), left = new Map();
  const stub = new Stub(certificates, (request) => {
    if (request.path.startsWith('/v2/')) {
      return request.headers.authorization === basic(key, secret) ? v2(pending, left, request) : problem(401, 'Unauthorized');
    }
    if (!/^\/verify\/(json|check\/json|control\/json)$/.test(request.path) || request.method !== 'POST') return { status: 404, body: '' };
    const form = new URLSearchParams(request.body);
    if (form.get('api_key') !== key || form.get('api_secret') !== secret) return json(200, { status: '4', error_text: 'Bad credentials' });
    return v1(pending, left, request);
  });
  return Object.assign(stub, { pending });
}

module.exports = { vonage, code };
