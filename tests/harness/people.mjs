// People of the stories: strangers with an address nobody else uses, clients who signed up as anyone does, staff that the
// sysadmin made. One password serves them all; it is long enough to be accepted.
import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { Browser } from './browser.mjs';
import { quoted } from './database.mjs';
import { freshCode } from './second_factor.mjs';

export const kPassword = 'four plain words together';
export const unique = (name) => `${name}${randomBytes(5).toString('hex')}`;
export const address = (name = 'person') => `${unique(name)}@example.org`;

// Begins to sign up; the answer is the page that asks for the code.
export async function beginSignUp(browser, email, more = {}) {
  const page = await browser.get('/sign-up');
  return browser.submit(page, '/sign-up', { first_name: 'Clara', last_name: 'Client', email, password: kPassword, ...more });
}

// A client, signed in, and the browser they sit at.
export async function signUp(portal, { email = address('client'), browser = new Browser(portal), ...more } = {}) {
  const asks = await beginSignUp(browser, email, more);
  assert.equal(asks.heading, 'Check your mail', asks.words);
  const inside = await browser.submit(asks, '/sign-up/verify', { code: await portal.mail.code(email) });
  assert.match(inside.heading, /^Hello/, inside.words);
  return { email, browser, password: more.password ?? kPassword };
}

const secrets = new Map();  // of the authenticator apps of staff, by what they sign in with

// An account that the sysadmin made; not signed in. Staff get an authenticator app with it.
export async function hire(portal, role, { email = address(role), ...more } = {}) {
  const args = ['user', 'create', email, '--role', role];
  for (const [name, value] of Object.entries({ first_name: 'Sam', last_name: 'Staff', ...more })) args.push(`--${name.replace('_', '-')}`, value);
  if (role !== 'client') args.push('--totp');
  const made = await portal.gatehouse(args, { input: `${kPassword}\n` });
  assert.equal(made.code, 0, made.err);
  const written = made.out.match(/^created (\S+) as/)[1];  // the domain in its A-label
  const totp = made.out.match(/^totp (\S+)/m)?.[1];
  for (const name of [email, more.user_name]) if (totp && name) secrets.set(name.trim().toLowerCase(), { email: written, totp });
  return { email, password: kPassword, totp, id: portal.database.number(`SELECT id FROM account WHERE email = ${quoted(written)}`) };
}

export async function signIn(browser, identifier, password = kPassword, more = {}) {
  return secondStep(browser, await browser.submit(await browser.get('/login'), '/login', { identifier, password, ...more }), identifier);
}

// Types the code where the portal asks for one and the person has an app; else the page as it is.
export async function secondStep(browser, page, identifier) {
  const own = secrets.get(identifier.trim().toLowerCase());
  if (page.heading !== 'One more step' || !own) return page;
  return browser.submit(page, '/login/step', { code: freshCode(browser.portal, own.email, own.totp) });
}

// Made by the sysadmin and signed in.
export async function insider(portal, role, more = {}) {
  const person = await hire(portal, role, more);
  const browser = new Browser(portal);
  const page = await signIn(browser, person.email);
  assert.match(page.heading, /^Hello/, page.words);
  return { ...person, browser };
}

// Gives a person one more role, made for it, by hand. `permissions`: the bits of access/permission.h.
export function grantByHand(portal, person, permissions) {
  const role = quoted(unique('Role '));
  portal.database.rows(`INSERT INTO role (id, name, permissions) SELECT MAX(id) + 1, ${role}, ${permissions} FROM role;
    INSERT INTO account_role SELECT ${person.id}, id, UTC_TIMESTAMP(6) FROM role WHERE name = ${role};
    UPDATE account SET rights = NULL WHERE id = ${person.id}`);
}

export async function openTicket(browser, subject = unique('Subject '), more = {}) {
  const page = await browser.get('/tickets/new');
  const shown = await browser.submit(page, '/tickets', { subject, text: 'It does not work.', ...more });
  assert.equal(shown.heading, subject, shown.words);
  return Number(shown.path.match(/\/tickets\/(\d+)/)[1]);
}
