// Whether an account exists, is disabled or throttled cannot be told from an answer: same status, headers and body. (The time
// it takes is measured by `make drills`, over many more tries than fit here.)
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, hire, kPassword, signIn, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();

// The whole answer but for what differs by chance: request id, date, tokens, cookie values, and what was typed.
function shape(answer, typed) {
  const headers = answer.rawHeaders.map((value, at) => (at % 2 ? [answer.rawHeaders[at - 1].toLowerCase(), value] : null)).filter(Boolean)
    .filter(([name]) => !['date', 'x-request-id', 'content-length'].includes(name))
    .map(([name, value]) => `${name}: ${name === 'set-cookie' ? value.replace(/=[^;]*/, '=…') : name === 'location' ? value.replace(/s=\d+/, 's=…') : value}`);
  let text = answer.text.replace(/name="csrf_token" value="[^"]*"/g, '').replace(/name="sign_up" value="\d+"/g, '').replace(/[0-9a-f]{16}/g, '');
  for (const word of typed) text = text.replaceAll(word, '…');
  return [answer.status, ...headers, text].join('\n');
}

const kinds = {
  'nobody': async () => address('nobody'),
  'a client': async () => (await hire(portal, 'client', { email: address('nobody') })).email,
  'an administrator': async () => (await hire(portal, 'administrator', { email: address('nobody') })).email,
  'disabled': async () => {
    const { email } = await hire(portal, 'client', { email: address('nobody') });
    await portal.gatehouse(['user', 'disable', email]);
    return email;
  },
  'throttled': async () => {
    const { email } = await hire(portal, 'client', { email: address('nobody') });
    for (let tries = 0; tries < 6; ++tries) await signIn(new Browser(portal), email, 'wrong wrong wrong wrong');
    return email;
  },
  'half signed up': async () => {
    const email = address('nobody');
    await beginSignUp(new Browser(portal), email);
    portal.advance(61);
    return email;
  },
};
const people = {};
for (const [kind, make] of Object.entries(kinds)) people[kind] = await make();

async function compare(act) {
  const shapes = {};
  for (const [kind, email] of Object.entries(people)) shapes[kind] = shape(await act(email), [email]);
  for (const [kind, own] of Object.entries(shapes)) assert.equal(own, shapes.nobody, `${kind} differs from nobody`);
}

test('signing in with a wrong password', () => compare(async (email) => {
  const browser = new Browser(portal);
  return browser.submitRaw(await browser.get('/login'), '/login', { identifier: email, password: 'wrong wrong wrong wrong' });
}));

test('signing in, in JSON', () => compare((email) => new Browser(portal).json('/login', { identifier: email, password: 'wrong wrong wrong wrong' })));

test('a disabled account with its right password', async () => {
  const answers = [];
  for (const email of [people.disabled, people.nobody]) {
    const browser = new Browser(portal);
    answers.push(shape(await browser.submitRaw(await browser.get('/login'), '/login', { identifier: email, password: kPassword }), [email]));
  }
  assert.equal(answers[0], answers[1]);
});

test('signing up, the page for the code, a wrong code, and the resend', async () => {
  const flows = {};
  for (const step of ['sign-up', 'page', 'code', 'soon', 'resend', 'code again']) {
    const shapes = {};
    for (const [kind, email] of Object.entries(people)) {
      const flow = flows[kind] ??= { browser: new Browser(portal) };
      let answer;
      if (step === 'sign-up') {
        const page = await flow.browser.get('/sign-up');
        answer = await flow.browser.submitRaw(page, '/sign-up', { first_name: 'A', last_name: 'B', email, password: kPassword });
        flow.next = answer;
      } else if (step === 'page') answer = flow.page = await flow.browser.follow(flow.next);
      else if (step === 'soon' || step === 'resend') answer = await flow.browser.submitRaw(flow.page, '/sign-up/resend');
      else answer = await flow.browser.submitRaw(flow.page, '/sign-up/verify', { code: '000000' });
      shapes[kind] = shape(answer, [email]).replace(/new one in \d+ seconds?/, 'new one in …').replace(/retry-after: \d+/, 'retry-after: …');
    }
    if (step === 'soon') portal.advance(61);
    for (const [kind, own] of Object.entries(shapes)) assert.equal(own, shapes.nobody, `${step}: ${kind} differs from nobody`);
  }
});

test('a user name that is taken, at sign-up', async () => {
  const name = unique('taken');
  await hire(portal, 'client', { user_name: name });
  const answers = [];
  for (const user_name of [name, unique('taken')]) {
    const browser = new Browser(portal);
    answers.push(shape(await browser.submitRaw(await browser.get('/sign-up'), '/sign-up', { first_name: 'A', last_name: 'B', email: address(), password: kPassword, user_name }), []));
  }
  assert.equal(answers[0], answers[1]);
});

test('the same work is done: one row of each kind, whoever is asked about', async () => {
  const counts = () => portal.database.rows('SELECT (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM challenge), (SELECT COUNT(*) FROM sign_up)')[0].map(Number);
  const grown = [];
  for (const email of [address('nobody'), (await hire(portal, 'client')).email]) {
    const before = counts();
    await beginSignUp(new Browser(portal), email);
    grown.push(counts().map((count, at) => count - before[at]));
  }
  assert.deepEqual(grown, [[1, 1, 1], [1, 1, 1]]);
});
