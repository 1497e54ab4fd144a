// A mailed code in place of the password, or for a forgotten one, as a test asks for it: without reading the page first.
const kSubjects = { sign_in: /sign-in code/, reset: /set a new password/ };
const kPaths = { sign_in: '/login', reset: '/login/reset' };

// The answer to asking, in JSON.
export const askCode = (browser, identifier, purpose = 'sign_in') =>
  browser.json(kPaths[purpose], { identifier, ...(purpose === 'sign_in' ? { with: 'mailed_code' } : {}) });

// The code in the mail to the address; `nth`: so many before it are passed over.
export async function mailedCode(portal, email, purpose = 'sign_in', nth = 0) {
  const mail = await portal.mail.wait(email, (one) => kSubjects[purpose].test(one.subject), nth);
  return mail.text.match(/^ {4}(\d{6})\s*$/m)[1];
}

export const otherThan = (code) => code.slice(0, 5) + (Number(code[5]) + 1) % 10;
