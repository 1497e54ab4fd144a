// A person and their account as a whole, in Chromium: signs in and trusts the browser, changes the address, sees what the
// undo link would do, reads and downloads their data, closes the account. Every page is looked at.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Browser } from "../harness/browser.mjs";
import { codeIn, isCode, undoLink } from "../harness/email_change.mjs";
import { address, hire, openTicket, signIn, unique } from "../harness/people.mjs";
import { privatePortal } from "../harness/portal.mjs";
import { freshCode } from "../harness/second_factor.mjs";
import { empty_screenshots, open_browser, open_person } from "./browser.mjs";

const portal = await privatePortal({ configuration: "[factors]\ntrust_browsers = true\n" });
let browser;
before(async () => {
  browser = await open_browser(portal);
  await empty_screenshots("account");
});
after(() => browser?.close());

for (const mode of ["light", "phone-dark"]) {
  test(`a person changes the address, takes their data along and closes the account, ${mode}`, async () => {
    portal.advance(3700);
    const account = await hire(portal, "agent"), wanted = address("new");
    const elsewhere = new Browser(portal);
    await signIn(elsewhere, account.email);
    await openTicket(elsewhere, unique("The lamp at the gate is dark "), { text: `It was bright before.\n${"Averylongwordwithoutanyplacetobreak".repeat(4)}\nPlease look.` });
    const person = await open_person(browser, portal, mode, "account");
    const { page } = person;
    await person.go("/login");
    await person.fill({ "E-mail address or user name": account.email, Password: account.password });
    await person.press("Sign in");
    await person.look(`${mode}-step`, /^One more step/);
    assert.equal(await page.getByRole("checkbox").isChecked(), false, "trust is chosen for them");
    await person.tick(/^Do not ask again on this browser/);
    await person.fill({ Code: freshCode(portal, account.email, account.totp) });
    await person.press("Sign in");
    await person.go("/security");
    await person.look(`${mode}-security`, /^Sign-in and security/);

    await person.follow("Change e-mail address");
    await person.look(`${mode}-email`, /^Change e-mail address/);
    await person.press("Mail me a code", 422);
    await person.look(`${mode}-email-refused`, /^Error: Change e-mail address/);
    await person.fill({ "New e-mail address": wanted });
    await person.press("Mail me a code");
    await person.look(`${mode}-verify`, /^Check your mail/);
    await person.fill({ Code: codeIn(await portal.mail.wait(wanted, isCode)) });
    await person.press("Change address");
    await person.look(`${mode}-changed`, /^Sign-in and security/);
    await person.go(await undoLink(portal, account.email));
    await person.look(`${mode}-undo`, /^Take the change back/);

    await person.go("/security");
    await person.follow("See your data");
    await person.look(`${mode}-data`, /^Your data/);
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: /^Download as a file/ }).click();
    const file = await coming;
    assert.equal(file.suggestedFilename(), "my-data.json");
    assert.equal(JSON.parse(await readFile(await file.path(), "utf8")).profile[0].email, wanted);

    await person.go("/security/close");
    await person.look(`${mode}-close`, /^Close your account/);
    await person.press("Close account", 422);
    await person.look(`${mode}-close-refused`, /^Error: Close your account/);
    await person.tick("Close my account for good");
    await person.press("Close account");
    await person.look(`${mode}-closed`, /^Sign in/);
    assert.match(await page.getByRole("status").innerText(), /account is closed/);
    await person.go("/security");
    assert.match(page.url(), /\/login/);
    await person.context.close();
  });
}
