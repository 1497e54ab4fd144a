// Signing in with a mailed code, the step that asks for one after the password, and setting a new password, as people see
// them: with and without script, dark and small.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mailedCode, otherThan } from "../harness/mailed_code.mjs";
import { hire } from "../harness/people.mjs";
import { privatePortal } from "../harness/portal.mjs";
import { empty_screenshots, open_browser, open_person } from "./browser.mjs";

const portal = await privatePortal({ configuration: '[factors]\nallowed = ["totp", "mailed_code", "recovery_code"]\n' });
let browser;
before(async () => {
  browser = await open_browser(portal);
  await empty_screenshots("codes");
});
after(() => browser?.close());

async function with_person(mode, act) {
  const person = await open_person(browser, portal, mode, "codes");
  try {
    await act(person, person.page);
  } finally {
    await person.context.close();
  }
}

for (const mode of ["light", "no-script", "phone-dark"]) {
  test(`${mode}: a code by mail in place of the password`, () => with_person(mode, async (person, page) => {
    const { email } = await hire(portal, "client");
    await person.go("/login");
    await person.look(`${mode}-sign-in`, /^Sign in/);
    await person.press("Mail me a code instead", 422);
    await person.look(`${mode}-no-name`, /^Error:/);
    await person.fill({ "E-mail address or user name": email });
    await person.press("Mail me a code instead");
    await person.look(`${mode}-code`, /^Check your mail/);
    const code = await mailedCode(portal, email);
    await person.fill({ Code: otherThan(code) });
    await person.press("Sign in", 422);
    await person.look(`${mode}-wrong`, /^Error:/);
    await person.fill({ Code: code });
    await person.press("Sign in");
    assert.match(page.url(), /\/dashboard$/);
  }));
}

test("Enter in the name means the password, not a code", () => with_person("light", async (person, page) => {
  const { email } = await hire(portal, "client");
  await person.go("/login");
  await person.fill({ "E-mail address or user name": email });
  await person.arrive(() => page.locator("#identifier").press("Enter"));
  assert.match(await page.locator("#password-error").innerText(), /Enter a password/);
  assert.equal(portal.database.number(`SELECT COUNT(*) FROM outbox WHERE recipient = '${email}'`), 0);
}));

for (const mode of ["dark", "phone"]) {
  test(`${mode}: a forgotten password is replaced; a code after the password is switched on and asked for`, () => with_person(mode, async (person, page) => {
    const { email } = await hire(portal, "client");
    await person.go("/login");
    await person.follow("Forgotten your password?");
    await person.look(`${mode}-forgotten`, /^Forgotten password/);
    await person.fill({ "E-mail address or user name": email });
    await person.press("Mail me a code");
    await person.look(`${mode}-reset-code`, /^Check your mail/);
    await person.fill({ Code: await mailedCode(portal, email, "reset") });
    await person.press("Continue");
    await person.look(`${mode}-new-password`, /^Choose a new password/);
    await person.fill({ "New password": "another four plain words" });
    await person.press("Set new password");
    await person.look(`${mode}-done`, /^Sign in/);
    await person.fill({ "E-mail address or user name": email, Password: "another four plain words" });
    await person.press("Sign in");
    await person.go("/security");
    await person.press("Ask for a code after the password");
    await person.look(`${mode}-security`, /^Sign-in and security/);
    await page.context().clearCookies();
    await person.go("/login");
    await person.fill({ "E-mail address or user name": email, Password: "another four plain words" });
    await person.press("Sign in");
    await person.look(`${mode}-step`, /^One more step/);
    await person.fill({ Code: await mailedCode(portal, email) });
    await person.press("Sign in");
    assert.match(page.url(), /\/dashboard$/);
  }));
}
