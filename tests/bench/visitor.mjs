// A visitor of the portal in a few lines: fetches a page, signs in as one of RUN/seed.txt.
import { request } from 'node:https';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hotp } from '../harness/second_factor.mjs';

export function get(url, cookie = '', { method = 'GET', body = '', headers = {}, ...options } = {}) {
  return new Promise((done, fail) => {
    const sent = request(url, { method, rejectUnauthorized: false, ...options,
      headers: { accept: 'text/html', cookie, ...(body && { 'content-length': Buffer.byteLength(body) }), ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part) => (text += part));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: text }));
      answer.on('error', fail);
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

const jar = (answer) => (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]);

const token = (page) => /name="csrf_token" value="([^"]*)"/.exec(page.body)[1];
const form = (url, path, cookie, fields) => get(`${url}${path}`, cookie, { method: 'POST', body: new URLSearchParams(fields).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url } });

// Staff are asked for a second factor: the code that an app with the agent's secret shows.
async function secondStep(url, answer, cookie, secret) {
  const step = await get(new URL(answer.headers.location, url).href, cookie);
  const signIn = /name="sign_in" value="([^"]*)"/.exec(step.body)[1];
  return form(url, '/login/step', cookie, { csrf_token: token(step), sign_in: signIn, factor: 'totp',
    code: hotp(secret, Math.floor(Date.now() / 30000)) });
}

// at: 0 the client, 2 the agent. Gives the cookies and the session's id in the database.
export async function signIn(url, folder, at) {
  const lines = readFileSync(`${folder}/seed.txt`, 'utf8').split('\n');
  const page = await get(`${url}/login`);
  const cookie = jar(page).join('; ');
  let answer = await form(url, '/login', cookie, { csrf_token: token(page), identifier: lines[at], password: lines[at + 1] });
  if (answer.headers.location?.startsWith('/login/step')) answer = await secondStep(url, answer, cookie, lines[4]);
  if (answer.status !== 303) throw new Error(`signing in as ${lines[at]}: ${answer.status}\n${answer.body}`);
  const session = execFileSync('mariadb', ['--no-defaults', `--socket=${folder}/db/mariadb.sock`, '-N', 'gatehouse', '-e',
    `SELECT MAX(s.id) FROM session s JOIN account a ON a.id = s.account_id WHERE a.email = '${lines[at]}'`]).toString().trim();
  return { cookie: jar(answer).join('; '), session };
}
