// Characters that cannot be seen, or turn the words beside them: names and subjects that look like nothing, or make a page and
// a mail read from the wrong end. What people write in their own script passes.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, insider, kPassword, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const kTurning = ['\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069'];
const kUnseen = ['\u00A0', '\u00AD', '\u034F', '\u115F', '\u200B', '\u200D', '\u200E', '\u2060', '\u2800', '\u3000', '\u3164', '\uFE0F', '\uFEFF', '\u{E0041}'];
const signUp = (fields) => new Browser(portal).json('/sign-up', { first_name: 'Clara', last_name: 'Client', email: address(), user_name: '', password: kPassword, ...fields });

test('a name that turns what stands beside it is refused', async () => {
  for (const turning of kTurning) {
    const answer = await signUp({ first_name: `Ada${turning}nimda`, last_name: `${turning}x` });
    assert.deepEqual([answer.status, Object.keys(answer.json.errors)], [422, ['first_name', 'last_name']], escape(turning));
  }
});

test('a name that nobody can see is none', async () => {
  for (const unseen of kUnseen) {
    const answer = await signUp({ first_name: unseen, last_name: `${unseen} ${unseen}` });
    assert.deepEqual([answer.status, Object.keys(answer.json.errors)], [422, ['first_name', 'last_name']], escape(unseen));
  }
});

test('a ticket without a subject or a message that can be seen is not opened, a reply not sent', async () => {
  const { browser } = await insider(portal, 'client');
  const page = await browser.get('/tickets/new');
  for (const unseen of kUnseen) {
    const answer = await browser.submit(page, '/tickets', { subject: unseen, text: `${unseen}\n${unseen}` });
    assert.deepEqual(answer.errors.map((one) => one.field), ['subject', 'text'], escape(unseen));
  }
  for (const turning of kTurning)
    assert.deepEqual((await browser.submit(page, '/tickets', { subject: `a${turning}b`, text: 'x' })).errors.map((one) => one.field), ['subject']);
  const ticket = await browser.submit(page, '/tickets', { subject: unique('Subject '), text: 'It does not work.' });
  assert.equal((await browser.submit(ticket, `${ticket.path.split('?')[0]}/reply`, { text: '\u200B' })).errors[0].field, 'text');
});

test('names and subjects in any script, with marks and joined signs, pass', async () => {
  for (const name of ['عائشة', 'נעה\u200F', 'می\u200Cخواهم', 'क्\u200Dष', '李', '👩\u200D🔧', '❤\uFE0F', 'Zoë', "O\u2019Brien"])
    assert.equal((await signUp({ first_name: name, last_name: name })).status, 202, name);
  const { browser } = await insider(portal, 'client');
  const subject = 'تقرير 2026 – שלום 👩\u200D🔧';
  assert.equal((await browser.submit(await browser.get('/tickets/new'), '/tickets', { subject, text: '\u202Bسلام\u202C' })).heading, subject);
});
