// Codes by phone in Chromium: a person adds a number, signs in with a text and confirms by a call; every
// page is looked at, also refused, in light, dark, at 320 px and without scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hire } from "../harness/people.mjs";
import { code, newNumber, phonePortal } from "../harness/phone.mjs";
import { empty_screenshots, open_browser, open_person } from "./browser.mjs";

const { portal } = await phonePortal();
let browser;
before(async () => {
  browser = await open_browser(portal);
  await empty_screenshots("phone-number");
});
after(() => browser?.close());

async function sign_in(person, account) {
  await person.go("/login");
  await person.fill({ "E-mail address or user name": account.email, Password: account.password });
  await person.press("Sign in");
}

for (const mode of ["light", "dark", "phone", "no-script"]) {
  test(`a person adds a number, signs in and confirms with it, ${mode}`, async () => {
    portal.advance(3700);
    const account = await hire(portal, "client"), number = newNumber();
    const person = await open_person(browser, portal, mode, "phone-number");
    await sign_in(person, account);
    await person.go("/security");
    await person.look(`${mode}-none`, /^Sign-in and security/);
    await person.follow("Add a phone number");
    await person.look(`${mode}-add`, /^Add a phone number/);
    assert.equal(await person.page.getByRole("checkbox").isChecked(), false, "the box is ticked for them");
    await person.fill({ "Phone number": "07400 123456" });
    await person.press("Send me a code", 422);
    await person.look(`${mode}-refused`, /^Error: Add a phone number/);
    await person.fill({ "Phone number": number });
    await person.tick(/I agree that/);
    await person.press("Send me a code");
    await person.look(`${mode}-prove`, /^Type the code/);
    await person.press("Call me instead");
    await person.press("Send a new text message", 429);
    await person.look(`${mode}-early`, /^Error: Type the code/);
    await person.fill({ Code: code });
    await person.press("Switch on");
    await person.look(`${mode}-added`, /^Sign-in and security/);

    await person.context.clearCookies();
    await sign_in(person, account);
    await person.look(`${mode}-step`, /^One more step/);
    await person.press("Send me a text message");
    await person.look(`${mode}-sent`, /^One more step/);
    await person.press("Call me instead");
    await person.fill({ Code: "111111" });
    await person.press("Sign in", 422);
    await person.look(`${mode}-wrong`, /^Error: One more step/);
    await person.fill({ Code: code });
    await person.press("Sign in");

    portal.advance(400);
    await person.go("/security/phone");
    await person.look(`${mode}-confirm`, /^Confirm that it is you/);
    await person.press("Call me instead");
    await person.look(`${mode}-confirm-sent`, /^Confirm that it is you/);
    await person.fill({ Code: code });
    await person.press("Confirm");
    await person.look(`${mode}-change`, /^Change your phone number/);
    await person.context.close();
  });
}
