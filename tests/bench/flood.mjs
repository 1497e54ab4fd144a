// Sign-ins with wrong passwords for many accounts, from many loopback addresses.
import { Agent } from 'node:https';
import { get } from './visitor.mjs';

// Keeps `connections` busy for `seconds`; how many were sent, and how they were answered.
export async function flood(url, connections, seconds) {
  const end = Date.now() + seconds * 1000, answers = {};
  let sent = 0;
  async function attacker(number) {
    for (let i = 0; Date.now() < end; ++i) {
      const agent = new Agent({ localAddress: `127.0.${1 + number}.${2 + (i % 250)}`, rejectUnauthorized: false });
      const body = JSON.stringify({ identifier: `person${3 + number * 500 + i}@seed.gatehouse.test`, password: 'not the right one at all' });
      try {
        const answer = await get(`${url}/login`, '', { method: 'POST', body, agent, family: 4,
          headers: { accept: 'application/json', 'content-type': 'application/json' } });
        answers[answer.status] = (answers[answer.status] ?? 0) + 1;
      } catch (error) {
        answers[error.code] = (answers[error.code] ?? 0) + 1;
      }
      ++sent;
      agent.destroy();
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, number) => attacker(number)));
  return { sent, answers };
}
