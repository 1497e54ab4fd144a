// Rows of the outbox as a courier would have left them, for tests of what administrators see and do.
import { randomUUID } from 'node:crypto';
import { quoted } from './database.mjs';

// Gives the row's id. `more`: columns by name, as SQL.
export function putMail(portal, recipient, { state = 'dead', kind = 'ticket_replied', payload = '{"TICKET_NUMBER":"1"}', ...more } = {}) {
  const tag = randomUUID();
  const row = { tag: quoted(tag), kind: quoted(kind), recipient: quoted(recipient), recipient_canonical: quoted(recipient.toLowerCase()), payload: quoted(payload), sealed: 0, thread: "''",
    state: quoted(state), next_try_at: "'2030-01-01'", created_at: 'UTC_TIMESTAMP(6)', ...more };
  portal.database.rows(`INSERT INTO outbox (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).join(', ')})`);
  return portal.database.number(`SELECT id FROM outbox WHERE tag = ${quoted(tag)}`);
}

export const stateOf = (portal, id) => portal.database.value(`SELECT state FROM outbox WHERE id = ${id}`);
