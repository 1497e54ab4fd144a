// Drill: many tries at the same moment. One code makes one account; a code is compared as often as it may be and no more;
// of parallel guesses at a password only so many are looked at as one after the other would be; one form is done once.
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { quoted } from '../harness/database.mjs';
import { fill } from '../harness/form.mjs';
import { askCode, mailedCode } from '../harness/mailed_code.mjs';
import { address, beginSignUp, hire, insider, kPassword, openTicket, unique } from '../harness/people.mjs';
import { figure } from './figures.mjs';

const tallied = (answers) => {
  const counts = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return Object.entries(counts).map(([status, amount]) => `${amount} × ${status}`).join(', ');
};
// The same browser, as its thief would be: its cookies, from another address.
function twin(portal, browser, from) {
  const other = new Browser(portal, { address: from });
  other.jar = new Map(browser.jar);
  return other;
}
const addresses = (amount) => Array.from({ length: amount }, (_, i) => `127.77.${1 + Math.floor(i / 200)}.${1 + i % 200}`);

export async function rightCodeAtOnce(t, portal, amount) {
  const email = address('once');
  const browser = new Browser(portal);
  const asks = await beginSignUp(browser, email);
  const form = fill(asks.text, '/sign-up/verify', { code: await portal.mail.code(email) });
  const answers = await Promise.all(addresses(amount).map((from) => twin(portal, browser, from).form('/sign-up/verify', form.fields)));
  const accounts = portal.database.rows(`SELECT id FROM account WHERE email = ${quoted(email)}`);
  assert.equal(accounts.length, 1);
  const [[id]] = accounts;
  assert.equal(answers.filter((one) => /\/dashboard\?/.test(one.location)).length, 1, tallied(answers));
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM session WHERE account_id = ${id}`), 1);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE kind = 'welcome' AND recipient = ${quoted(email)}`), 1);
  assert.deepEqual(answers.filter((one) => one.status >= 500).map((one) => one.words), []);
  figure(t, `${amount} at once: ${tallied(answers)}; 1 account, 1 session, 1 welcome`);
}

export async function guessesAtACode(t, portal, amount, sources) {
  const email = address('guessed');
  const browser = new Browser(portal);
  const asks = await beginSignUp(browser, email);
  const right = await portal.mail.code(email);
  const { fields } = fill(asks.text, '/sign-up/verify', {});
  const thieves = addresses(sources).map((from) => twin(portal, browser, from));
  const codes = Array.from({ length: amount }, (_, i) => String(i).padStart(6, '0')).map((code) => (code === right ? '999999' : code));
  const answers = await Promise.all(codes.map((code, i) => thieves[i % sources].form('/sign-up/verify', new Map(fields).set('code', code))));
  const target = portal.database.rows(`SELECT tries FROM challenge ORDER BY id DESC LIMIT 1`);
  const compared = answers.filter((one) => /not right/.test(one.errorText)).length;
  assert.ok(Number(target[0][0]) <= 5, `tries: ${target[0][0]}`);
  assert.ok(compared <= 5, `${compared} guesses were compared`);
  assert.equal(compared, Number(target[0][0]));
  const late = await browser.form('/sign-up/verify', new Map(fields).set('code', right));
  assert.equal(late.status, 422, 'the right code passes after all tries are gone');
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM account WHERE email = ${quoted(email)}`), 0);
  assert.deepEqual(answers.filter((one) => one.status >= 500).map((one) => `${one.status} ${one.words}`).slice(0, 3), []);
  figure(t, `${amount} guesses from ${sources} addresses: ${tallied(answers)}; compared: ${compared} (code.tries 5)`);
}

// A mailed code in place of the password: what was asked for, the browser, the right code.
async function askSignInCode(portal) {
  const person = await hire(portal, 'client');
  const browser = new Browser(portal);
  const { sign_in } = (await askCode(browser, person.email)).json;
  return { person, browser, sign_in, right: await mailedCode(portal, person.email) };
}

export async function rightSignInCodeAtOnce(t, portal, amount) {
  const { person, browser, sign_in, right } = await askSignInCode(portal);
  const answers = await Promise.all(addresses(amount).map((from) => twin(portal, browser, from).json('/verify-otp', { sign_in, code: right })));
  assert.equal(answers.filter((one) => one.status === 200).length, 1, tallied(answers));
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM session WHERE account_id = ${person.id}`), 1);
  assert.deepEqual(answers.filter((one) => one.status >= 500).map((one) => one.words), []);
  figure(t, `${amount} at once: ${tallied(answers)}; 1 session`);
}

export async function guessesAtASignInCode(t, portal, amount, sources) {
  const { person, browser, sign_in, right } = await askSignInCode(portal);
  const thieves = addresses(sources).map((from) => twin(portal, browser, from));
  const codes = Array.from({ length: amount }, (_, i) => String(i).padStart(6, '0')).map((code) => (code === right ? '999999' : code));
  const answers = await Promise.all(codes.map((code, i) => thieves[i % sources].json('/verify-otp', { sign_in, code })));
  const compared = answers.filter((one) => /not right/.test(one.text)).length;
  const tries = portal.database.number(`SELECT tries FROM challenge WHERE account_id = ${person.id} ORDER BY id DESC LIMIT 1`);
  assert.ok(tries <= 5 && compared === tries, `${compared} compared, ${tries} counted`);
  assert.equal((await browser.json('/verify-otp', { sign_in, code: right })).status, 422, 'the right code passes after all tries are gone');
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM session WHERE account_id = ${person.id}`), 0);
  assert.deepEqual(answers.filter((one) => one.status >= 500).map((one) => one.status).slice(0, 3), []);
  figure(t, `${amount} guesses from ${sources} addresses: ${tallied(answers)}; compared: ${compared} (code.tries 5)`);
}

export async function guessesAtAPassword(t, portal, amount) {
  const person = await hire(portal, 'client');
  const thieves = addresses(amount).map((from) => new Browser(portal, { address: from }));
  const pages = await Promise.all(thieves.map((one) => one.get('/login')));
  const answers = await Promise.all(thieves.map((one, i) => one.submitRaw(pages[i], '/login', { identifier: person.email, password: `${kPassword} ${i}` })));
  const reasons = Object.fromEntries(portal.database.rows(`SELECT reason, COUNT(*) FROM failed_sign_in WHERE account_id = ${person.id} GROUP BY reason`));
  const looked = Number(reasons.wrong_password ?? 0);
  assert.ok(looked >= 1 && looked <= 5, `${looked} guesses were looked at`);
  assert.ok(answers.every((one) => [422, 503].includes(one.status)), tallied(answers));
  const late = await thieves[0].submitRaw(await thieves[0].get('/login'), '/login', { identifier: person.email, password: kPassword });
  assert.equal(late.status, 422, 'the right password passes while the account is throttled');
  figure(t, `${amount} at once: ${tallied(answers)}; looked at: ${looked} (throttle.failures 5), the right password is refused after them`);
}

export async function sameFormAtOnce(t, portal, amount) {
  const client = await insider(portal, 'client'), agent = await insider(portal, 'agent');
  const number = await openTicket(client.browser);
  const count = (text) => portal.database.number(`SELECT COUNT(*) FROM message WHERE text = ${quoted(text)}`);
  const send = async (browser, from, action, values) => {
    const form = fill((await browser.get(from)).text, action, values);
    const answers = await Promise.all(Array.from({ length: amount }, () => browser.form(form.action, form.fields)));
    for (const one of answers) assert.equal(one.status, 303, one.words);
    assert.equal(new Set(answers.map((one) => one.location)).size, 1, 'all are led to the same place');
  };
  const text = unique('the same ');
  await send(client.browser, '/tickets/new', '/tickets', { subject: unique('Twice '), text });
  assert.equal(count(text), 1, 'tickets');
  const reply = unique('the same reply ');
  await send(client.browser, `/tickets/${number}`, '/reply', { text: reply });
  assert.equal(count(reply), 1, 'replies');
  const answer = unique('the same answer ');
  await send(agent.browser, `/desk/tickets/${number}`, '/answer', { kind: 'message', text: answer });
  assert.equal(count(answer), 1, 'answers');
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE kind = 'ticket_replied' AND recipient = ${quoted(client.email)}`), 1, 'mails');
  // The same words on a page that was read anew are meant.
  await send(client.browser, `/tickets/${number}`, '/reply', { text: reply });
  assert.equal(count(reply), 2, 'the same words from a new page');
  figure(t, `ticket, reply and answer sent ${amount} times at once: each done once; the same words from a new page: kept`);
}
