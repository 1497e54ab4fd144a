// What people type is text wherever it is shown: subject, message, name, user name, user agent, mail, error pages.
import test from 'node:test';
import { strict as assert } from 'node:assert';
import { Browser } from '../harness/browser.mjs';
import { address, beginSignUp, insider, openTicket, signIn, signUp, unique } from '../harness/people.mjs';
import { sharedPortal } from '../harness/portal.mjs';

const portal = await sharedPortal();
const kScripts = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'><svg onload=alert(1)>", '</textarea><script>alert(1)</script>', '</title><script>alert(1)</script>',
  '{{#SIGNED_IN}}{{CSRF_TOKEN}}{{/SIGNED_IN}}', '&lt;script&gt;', 'javascript:alert(1)', '<!--', ']]>', '\u2028alert(1)', '${7*7}', '<a href="javascript:alert(1)">x</a>'];

// Every tag of the page is one that the portal writes: no handler, no script but the pinned one, no link that runs.
function clean(page, what) {
  for (const [tag, name] of page.text.matchAll(/<([a-z][a-z0-9]*)\b[^>]*>/gi)) {
    assert.ok(!['img', 'iframe', 'object', 'embed', 'base'].includes(name), `${what}: ${tag} on ${page.path}`);
    if (name === 'script') assert.match(tag, /^<script src="\/assets\/[^"]+" integrity="sha384-[^"]+" defer>$/, what);
    assert.doesNotMatch(tag.replace(/"[^"]*"/g, '""'), /\son\w+=/i, `${what}: ${tag}`);
    assert.doesNotMatch(tag, /(?:href|src|action)="(?!\/(?!\/)|#|\?)/i, `${what}: ${tag}`);
  }
  const scripts = [...page.text.matchAll(/<script src="\/assets\/(\w+)\./g)].map((match) => match[1]);
  assert.deepEqual(scripts.filter((name) => name !== 'passkey'), ['portal'], what);
  assert.equal(page.text.match(/<script/g).length, scripts.length, what);
  assert.ok(page.text.endsWith('</html>\n'), `${what}: the page ends in the middle`);
}

test('in a ticket’s subject and text, for client, desk and lists', async () => {
  const client = await insider(portal, 'client'), agent = await insider(portal, 'agent');
  for (const script of kScripts) {
    const page = await client.browser.submit(await client.browser.get('/tickets/new'), '/tickets', { subject: `S ${script}`, text: script });
    if (page.status === 422) continue;
    const number = page.path.match(/\d+/)[0];
    for (const shown of [page, await client.browser.get('/tickets'), await client.browser.get('/dashboard'), await agent.browser.get(`/desk/tickets/${number}`), await agent.browser.get('/desk')]) {
      clean(shown, script);
      assert.ok(shown.words.includes(script.replace(/\s+/g, ' ').trim()) || !shown.text.includes('message-text'), `${script} is not shown as it was typed on ${shown.path}`);
    }
  }
});

test('in names', async () => {
  const name = `"><img src=x onerror=alert(1)>`;
  const { browser } = await signUp(portal, { first_name: name, last_name: '<script>alert(2)</script>' });
  const agent = await insider(portal, 'agent');
  const number = await openTicket(browser);
  for (const page of [await browser.get('/dashboard'), await browser.get('/profile'), await browser.get(`/tickets/${number}`), await agent.browser.get(`/desk/tickets/${number}`), await agent.browser.get('/desk')]) clean(page, 'name');
});

test('in the user agent of a session', async () => {
  const { email } = await insider(portal, 'client');
  const evil = new Browser(portal, { agent: '<script>alert(1)</script> Firefox/1 Linux' });
  await signIn(evil, email);
  clean(await evil.get('/profile'), 'user agent');
});

test('in what a refused form gives back', async () => {
  const browser = new Browser(portal);
  for (const script of kScripts) {
    clean(await beginSignUp(browser, script, { first_name: script, last_name: script, user_name: script.slice(0, 40), password: 'short' }), script);
    clean(await signIn(browser, script, 'x'), script);
    clean(await browser.get(`/login?next=${encodeURIComponent(script)}`), script);
    clean(await browser.get(`/nothing${encodeURIComponent(script)}`), script);
    clean(await browser.get(`/login?${encodeURIComponent(script)}=1`), script);
    clean(await browser.get(`/?notice=${encodeURIComponent(script)}`), script);
  }
});

test('in the HTML of a mail', async () => {
  const { email, browser } = await insider(portal, 'client');
  await openTicket(browser, unique('<img src=x onerror=alert(1)> '), { text: '<script>alert(1)</script>\n<a href="https://evil.example">click</a>' });
  const mail = await portal.mail.wait(email, () => true);
  assert.doesNotMatch(mail.html, /<script|<img src=x|href="https:\/\/evil/);
  assert.match(mail.html, /&lt;script&gt;/);
});

test('the code’s mail does not carry a stranger’s text to the owner of an address', async () => {
  const email = address();
  await beginSignUp(new Browser(portal), email, { first_name: 'Win money at https://evil.example now' });
  const mail = await portal.mail.wait(email, () => true);
  assert.doesNotMatch(mail.html, /href="https:\/\/evil/);
});
