// Drill: whether answers or their time tell that an account exists. The sides take turns in random order on one
// connection; each account and address is used once, so that no counter plays a part. The measure is the probability of
// superiority: how likely an answer of one side takes longer than one of the other; 0.5 tells nothing.
import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { Browser } from '../harness/browser.mjs';
import { quoted } from '../harness/database.mjs';
import { fill } from '../harness/form.mjs';
import { hire, kPassword } from '../harness/people.mjs';
import { figure } from './figures.mjs';

export function superiority(a, b) {
  const all = [...a.map((ms) => ({ ms, side: 0 })), ...b.map((ms) => ({ ms, side: 1 }))].sort((x, y) => x.ms - y.ms);
  let below = 0, wins = 0;
  for (let i = 0; i < all.length;) {
    let j = i, ofA = 0, ofB = 0;
    for (; j < all.length && all[j].ms === all[i].ms; ++j) { if (all[j].side) ++ofB; else ++ofA; }
    wins += ofA * (below + ofB / 2);
    below += ofB;
    i = j;
  }
  return wins / (a.length * b.length);
}
const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];

const name = (side) => `${side}${randomBytes(6).toString('hex')}@example.org`;
const shuffled = (list) => {
  for (let i = list.length - 1; i > 0; --i) {
    const j = Math.floor(Math.random() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
};

// Accounts that share the hash of one that was really made.
async function accounts(portal, side, amount, status = 'active') {
  const model = await hire(portal, 'client');
  const names = Array.from({ length: amount }, () => name(side));
  const rows = names.map((one) => `(${quoted(one)}, ${quoted(one)}, 'Tim', 'Timer', '${status}', UTC_TIMESTAMP(6))`);
  portal.database.rows(`INSERT INTO account (email, email_canonical, first_name, last_name, status, created_at) VALUES ${rows.join(', ')};
    INSERT INTO password (account_id, hash, changed_at) SELECT a.id, p.hash, p.changed_at FROM account a JOIN password p ON p.account_id = ${model.id}
      WHERE a.email LIKE '${side}____________@example.org' AND NOT EXISTS (SELECT 1 FROM password q WHERE q.account_id = a.id);
    INSERT INTO account_role (account_id, role_id, granted_at) SELECT a.id, r.role_id, r.granted_at FROM account a JOIN account_role r ON r.account_id = ${model.id}
      WHERE a.email LIKE '${side}____________@example.org' AND NOT EXISTS (SELECT 1 FROM account_role q WHERE q.account_id = a.id)`);
  return names;
}

// All of an answer but what is each answer's own (a number has its own length); nginx ends a connection after 1000 requests.
function masked(answer, identifier) {
  const { date, connection, 'content-length': length, 'x-request-id': id, ...headers } = answer.headers;
  return JSON.stringify([answer.status, headers, answer.text])
    .replaceAll(identifier, 'IDENTIFIER').replaceAll(id, 'REQUEST').replace(/name=\\"csrf_token\\" value=\\"[^"]*\\"/g, 'TOKEN').replace(/\?s=\d+/g, '?s=N').replace(/(sign_(?:in|up)\\"(?::| value=\\"))\d+/g, '$1N');
}

async function compare(sides, send) {
  const turns = shuffled(Object.entries(sides).flatMap(([side, names]) => names.map((one) => ({ side, one }))));
  const times = Object.fromEntries(Object.keys(sides).map((side) => [side, []]));
  const shapes = new Map();
  let first = 0;
  for (const { side, one } of turns) {
    const begun = performance.now();
    const answer = await send(one);
    const ms = performance.now() - begun;
    if (++first > 20) times[side].push(ms);
    const shape = masked(answer, one);
    if (!shapes.has(shape)) shapes.set(shape, new Set());
    shapes.get(shape).add(side);
  }
  assert.equal(shapes.size, 1, `${shapes.size} different answers:\n${[...shapes].map(([shape, who]) => `${[...who]}: ${shape}`).join('\n').slice(0, 6000)}`);
  return times;
}

function judge(t, times, what) {
  const [[base, reference], ...others] = Object.entries(times);
  for (const [side, list] of others) {
    const p = superiority(reference, list);
    figure(t, `${what}: ${base} (median ${median(reference).toFixed(1)} ms) takes longer than ${side} (${median(list).toFixed(1)} ms) with probability ${p.toFixed(3)}; ${reference.length} and ${list.length} samples, all answers equal`);
    assert.ok(Math.abs(p - 0.5) <= 0.1, `${what}: ${base} against ${side}: ${p.toFixed(3)}`);
  }
}

// Sends as page or as JSON.
async function sender(portal, face) {
  const browser = new Browser(portal);
  const csrf_token = await browser.token();
  return (path, values) => (face === 'JSON' ? browser.json(path, values) : browser.form(path, { csrf_token, ...values }));
}

export async function signInTells(t, portal, amount, { sides = ['unknown', 'disabled'], face = 'page' } = {}) {
  const send = await sender(portal, face);
  const names = { 'a wrong password': await accounts(portal, 'k', amount) };
  if (sides.includes('unknown')) names['an unknown account'] = Array.from({ length: amount }, () => name('u'));
  if (sides.includes('disabled')) names['a disabled account'] = await accounts(portal, 'd', amount, 'disabled');
  judge(t, await compare(names, (one) => send('/login', { identifier: one, password: 'wrong but long enough' })), `sign-in, ${face}`);
}

// Asking for a mailed code, to sign in or to set a new password, and typing a wrong one.
export async function mailedCodeTells(t, portal, amount, { purpose, face }) {
  const send = await sender(portal, face);
  const [path, more] = purpose === 'reset' ? ['/login/reset', {}] : ['/login', { with: 'mailed_code' }];
  const names = { 'an account': await accounts(portal, 'c', amount), nobody: Array.from({ length: amount }, () => name('u')), 'a disabled account': await accounts(portal, 'x', amount, 'disabled') };
  const asked = new Map();
  const times = await compare(names, async (one) => {
    const answer = await send(path, { identifier: one, ...more });
    asked.set(one, face === 'JSON' ? answer.json.sign_in : answer.location.match(/\?s=(\d+)/)[1]);
    return answer;
  });
  judge(t, times, `asking for a code, ${purpose}, ${face}`);
  judge(t, await compare(names, (one) => send('/verify-otp', { sign_in: asked.get(one), code: '000000' })), `a wrong code, ${purpose}, ${face}`);
}

export async function signUpInJsonTells(t, portal, amount) {
  const send = await sender(portal, 'JSON');
  const names = { 'an existing address': await accounts(portal, 'j', amount), 'a new address': Array.from({ length: amount }, () => name('n')) };
  const asked = new Map();
  const times = await compare(names, async (one) => {
    const answer = await send('/sign-up', { first_name: 'Tim', last_name: 'Timer', email: one, password: kPassword });
    asked.set(one, answer.json.sign_up);
    return answer;
  });
  judge(t, times, 'sign-up, JSON');
  judge(t, await compare(names, (one) => send('/sign-up/verify', { sign_up: asked.get(one), code: '000000' })), 'a wrong code, sign-up, JSON');
}

export async function signUpTells(t, portal, amount) {
  const browser = new Browser(portal);
  const { fields } = fill((await browser.get('/sign-up')).text, '/sign-up', { first_name: 'Tim', last_name: 'Timer', password: kPassword });
  const names = { 'an existing address': await accounts(portal, 'e', amount), 'a new address': Array.from({ length: amount }, () => name('n')) };
  const last = {};
  judge(t, await compare(names, async (one) => {
    const answer = await browser.form('/sign-up', new Map(fields).set('email', one));
    last[one[0]] = { answer, one };
    return answer;
  }), 'sign-up');
  // The page that follows, the wrong code, and the next code.
  const after = [];
  for (const { answer, one } of Object.values(last)) {
    const page = await browser.send('GET', answer.location);
    const form = fill(page.text, '/sign-up/verify', { code: '000000' });
    const wrong = await browser.form('/sign-up/verify', form.fields);
    const resend = await browser.submitRaw(page, '/sign-up/resend', {});
    const strip = (shown) => masked(shown, one).replace(/value=\\"\d+\\"/g, 'N').replace(/[en]\*+/g, 'MASKED').replace(/[en][*•…]+\w*@/g, 'MASKED@');
    after.push([page, wrong, resend].map(strip));
  }
  assert.deepEqual(after[0], after[1], 'the pages after the sign-up differ');
}
