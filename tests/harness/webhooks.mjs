// Mail providers as they report what became of mails, in their wire formats; and whoever pretends to be one.
import { createHmac, randomBytes } from 'node:crypto';
import { Browser } from './browser.mjs';

export const kSigningKey = 'signing-key-of-the-tests', kBrevoSecret = 'secret-of-the-brevo-webhook';
export const kSecrets = { 'mailgun.webhook_key': kSigningKey, 'brevo.webhook_secret': kBrevoSecret };

export const seconds = () => Math.floor(Date.now() / 1000);
export function signature({ timestamp = String(seconds()), token = randomBytes(25).toString('hex'), key = kSigningKey } = {}) {
  return { timestamp, token, signature: createHmac('sha256', key).update(timestamp + token).digest('hex') };
}

export const mailgunEvent = (id, event = 'delivered', more = {}) => ({
  event, id: randomBytes(11).toString('base64url'), timestamp: seconds() - 1.5, recipient: 'somebody@elsewhere.example',
  message: { headers: { 'message-id': id.replace(/^<|>$/g, ''), to: 'x' } }, 'delivery-status': { code: 250, message: 'OK' }, ...more,
});

export const brevoEvent = (id, event = 'delivered', more = {}) => ({
  event, email: 'somebody@elsewhere.example', id: 26224, date: '2026-11-01 10:00:00', ts: seconds(), 'message-id': id, ts_event: seconds(), ts_epoch: Date.now() - 1500,
  subject: 'S', tags: ['x'], sending_ip: '192.0.2.1', ...more,
});

export class Provider {
  constructor(portal) { this.browser = new Browser(portal); }
  post(path, body, headers = {}) { return this.browser.json(path, body, { headers: { accept: '*/*', ...headers }, cookies: false }); }
  mailgun(event, proof = signature()) { return this.post('/webhooks/mailgun', { signature: proof, 'event-data': event }); }
  brevo(event, authorization = `Bearer ${kBrevoSecret}`) { return this.post('/webhooks/brevo', event, authorization ? { authorization } : {}); }
}
