// Changing an address as people do: the form, the mail, the code.
import { strict as assert } from 'node:assert';

export const codeIn = (mail) => mail.text.match(/^ {4}(\d{6})\s*$/m)[1];
export const isCode = (mail) => /^Your code to confirm/.test(mail.subject);
export const isTold = (mail) => /^Your e-mail address .* was changed$/.test(mail.subject);

// The page that asks for the code.
export async function askForAddress(browser, wanted) {
  return browser.submit(await browser.get('/security/email'), '/security/email', { email: wanted });
}

export async function changeAddress(portal, browser, wanted) {
  const asks = await askForAddress(browser, wanted);
  assert.equal(asks.heading, 'Check your mail', asks.words);
  return browser.submit(asks, '/security/email/verify', { code: codeIn(await portal.mail.wait(wanted, isCode)) });
}

// The undo link that was mailed to the address, below the portal's base path.
export async function undoLink(portal, old, nth = 0) {
  const mail = await portal.mail.wait(old, isTold, nth);
  const link = mail.text.match(/https:\S+\/email\/undo\?u=[\w-]{43}/)[0];
  assert.ok(link.startsWith(`${portal.url}/email/undo`), link);
  return link.slice(portal.url.length);
}
