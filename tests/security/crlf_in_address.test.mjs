// No line break, NUL or second recipient gets into a mail's headers or envelope, from any field a person fills in.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { askForAddress } from '../harness/email_change.mjs';
import { address, beginSignUp, insider, kPassword, openTicket, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const kBreaks = ['\r\n', '\n', '\r', '\0', '\u2028', '\u0085', '\v'];

test('an address with a break in it is refused, as a form and as JSON', async () => {
  const before = portal.database.number('SELECT COUNT(*) FROM outbox');
  for (const br of kBreaks) {
    for (const email of [`a@example.org${br}Bcc: evil@example.net`, `a${br}b@example.org`, `${br}.@example.org`]) {
      const page = await beginSignUp(new Browser(portal), email);
      assert.ok([400, 422].includes(page.status), JSON.stringify(email));
      const answer = await new Browser(portal).json('/sign-up', { first_name: 'A', last_name: 'B', email, password: kPassword });
      assert.ok([400, 422].includes(answer.status), JSON.stringify(email));
    }
  }
  for (const email of ['"a b"@example.org', 'a(comment)@example.org', 'a@[127.0.0.1]', '<a@example.org>', 'A <a@example.org>', 'a@example.org, b@example.org', 'a@localhost', `${'a'.repeat(65)}@example.org`]) {
    assert.equal((await beginSignUp(new Browser(portal), email)).status, 422, email);
  }
  assert.equal(portal.database.number('SELECT COUNT(*) FROM outbox'), before);
});

test('a new address with a break in it is refused as well', async () => {
  const { id, browser } = await insider(portal, 'client');
  const headers = { 'x-csrftoken': await browser.token('/dashboard') };
  for (const br of kBreaks) {
    const email = `a@example.org${br}Bcc: evil@example.net`;
    assert.ok([400, 422].includes((await askForAddress(browser, email)).status), JSON.stringify(email));
    assert.ok([400, 422].includes((await browser.json('/security/email', { email }, { headers })).status), JSON.stringify(email));
  }
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM email_change WHERE account_id = ${id}`), 0);
});

test('names and subjects with breaks make no header and no second recipient', async () => {
  const { email, browser } = await insider(portal, 'client');
  for (const br of ['\r\n', '\n', '\r']) {
    const page = await browser.get('/tickets/new');
    const refused = await browser.submit(page, '/tickets', { subject: `Hello${br}Bcc: evil@example.net`, text: 't' });
    assert.equal(refused.status, 422, JSON.stringify(br));
    const named = await beginSignUp(new Browser(portal), address(), { first_name: `A${br}Bcc: evil@example.net` });
    assert.equal(named.status, 422);
  }
  const subject = unique('=?utf-8?q?=0D=0ABcc:_evil@example.net?= ');
  await openTicket(browser, subject);
  const mail = await portal.mail.wait(email, () => true);
  assert.ok(mail.subject.endsWith(subject), mail.subject);
  assert.deepEqual([mail.to.length, mail.cc?.length ?? 0, mail.bcc?.length ?? 0], [1, 0, 0]);
});

test('a text that looks like a mail stays a text', async () => {
  const { email, browser } = await insider(portal, 'client');
  const text = 'one\n.\nFrom: evil@example.net\nSubject: x\n\n--=_boundary\nContent-Type: text/html\n\n<b>x</b>';
  await openTicket(browser, unique('body '), { text });
  const mail = await portal.mail.wait(email, () => true);
  assert.ok(mail.text.includes(text));
  assert.equal(mail.from.address, 'portal@gatehouse.test');
  assert.equal(mail.attachments.length, 0);
});
