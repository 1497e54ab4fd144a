// Passkeys in Chromium with its virtual authenticator: a person adds one, signs in with it alone and as the second step,
// removes it; staff begin with one; a copied authenticator is found out; without passkeys nothing is shown that cannot
// work. Every page is looked at.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sharedPortal } from "../harness/portal.mjs";
import { hire, kPassword, unique } from "../harness/people.mjs";
import { empty_screenshots, open_browser, open_person } from "./browser.mjs";

const portal = await sharedPortal();
let browser;
before(async () => {
  browser = await open_browser(portal);
  await empty_screenshots("passkeys");
});
after(() => browser?.close());

const kDevice = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };

// A person with an authenticator at hand.
async function with_device(mode, act, device = kDevice) {
  const person = await open_person(browser, portal, mode, "passkeys");
  const cdp = await person.context.newCDPSession(person.page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options: device });
  const at = (method, more = {}) => cdp.send(`WebAuthn.${method}`, { authenticatorId, ...more });
  try {
    await act(person, person.page, at);
  } finally {
    await person.context.close();
  }
}

async function sign_in(person, account) {
  await person.go("/login");
  await person.fill({ "E-mail address or user name": account.email, Password: account.password });
  await person.press("Sign in");
}

async function add(person, name) {
  await person.go("/security");
  await person.follow("Add a passkey");
  if (name) await person.fill({ "Name (optional)": name });
  await person.press("Make a passkey");
  assert.match(await person.page.getByRole("status").innerText(), /passkey was added/);
}

for (const mode of ["light", "dark", "phone"]) {
  test(`a person adds a passkey, signs in with it in each way, renames and removes it, ${mode}`, () => with_device(mode, async (person, page, at) => {
    const account = await hire(portal, "client");
    await sign_in(person, account);
    await person.go("/security");
    await person.look(`${mode}-none`, /^Sign-in and security/);
    await person.follow("Add a passkey");
    await person.look(`${mode}-add`, /^Add a passkey/);
    await person.fill({ "Name (optional)": "My laptop" });
    await person.press("Make a passkey");
    await person.look(`${mode}-added`, /^Sign-in and security/);
    const { credentials } = await at("getCredentials");
    assert.equal(credentials.length, 1);
    assert.equal(credentials[0].rpId, "localhost");
    assert.ok(credentials[0].isResidentCredential);

    // As the second step. Else the device would answer the suggestions of the sign-in page by itself.
    await at("setAutomaticPresenceSimulation", { enabled: false });
    await person.press("Sign out");
    await sign_in(person, account);
    await person.look(`${mode}-step`, /^One more step/);
    await at("setAutomaticPresenceSimulation", { enabled: true });
    await person.press("Use a passkey");
    assert.match(page.url(), /\/dashboard$/);

    // Alone.
    await at("setAutomaticPresenceSimulation", { enabled: false });
    await person.press("Sign out");
    await person.look(`${mode}-sign-in`, /^Sign in/);
    await at("setAutomaticPresenceSimulation", { enabled: true });
    await person.arrive(() => page.getByRole("button", { name: "Sign in with a passkey" }).click());
    assert.match(page.url(), /\/dashboard$/);

    // Proof before a sensitive act.
    portal.advance(305);
    await person.go("/security/passkeys/new");
    await person.look(`${mode}-confirm`, /^Confirm that it is you/);
    await person.press("Use a passkey");
    assert.match(page.url(), /\/security\/passkeys\/new$/);

    // The same device again, then renaming and removing.
    await page.getByRole("button", { name: "Make a passkey" }).click();
    await page.getByRole("alert").filter({ hasText: "holds a passkey for your account already" }).waitFor();
    await person.look(`${mode}-known`);
    await person.follow("Cancel");
    await page.getByText("Rename My laptop").click();
    await page.getByLabel("New name of My laptop").fill("Work laptop");
    await person.look(`${mode}-rename`);
    await person.press("Save the name of My laptop");
    await page.locator("strong", { hasText: "Work laptop" }).waitFor();
    await page.getByRole("button", { name: "Remove Work laptop" }).click();
    await person.arrive(() => page.getByRole("dialog").getByRole("button", { name: /^Remove/ }).click());
    await person.look(`${mode}-removed`, /^Sign-in and security/);
  }));
}

test("a passkey picked from the suggestions of the user name is the way in, to where the person was going", () => with_device("light", async (person, page, at) => {
  const account = await hire(portal, "client");
  await sign_in(person, account);
  await add(person);
  await person.context.clearCookies();
  await person.go("/tickets/new");  // the device answers by itself as soon as the page waits for it
  await page.waitForURL(/\/tickets\/new$/);
  assert.match(await page.title(), /^New ticket/);
}));

test("the password still works while the page waits for a passkey", () => with_device("light", async (person, page, at) => {
  const account = await hire(portal, "client");
  await sign_in(person, account);
  await add(person);
  await at("setAutomaticPresenceSimulation", { enabled: false });
  await person.press("Sign out");
  await sign_in(person, account);
  assert.match(await page.title(), /^One more step/);
  await person.go("/login");
  await person.fill({ "E-mail address or user name": account.email, Password: "not the password at all" });
  await person.press("Sign in", 422);
  await person.look("password-refused", /^Error: Sign in/);
}));

test("who takes up a step by passkey, or a first passkey, after it is over is led back to the sign-in page", () => with_device("light", async (person, page, at) => {
  const account = await hire(portal, "client");
  await sign_in(person, account);
  await add(person);
  await at("setAutomaticPresenceSimulation", { enabled: false });
  await person.press("Sign out");
  await sign_in(person, account);
  portal.advance(901);
  await person.press("Use a passkey");
  assert.match(await page.getByRole("status").innerText(), /took too long/);
  const made = await portal.gatehouse(["user", "create", unique("bare") + "@example.org", "--role", "agent"], { input: `${kPassword}\n` });
  await sign_in(person, { email: made.out.match(/^created (\S+) as/)[1], password: kPassword });
  assert.match(await page.title(), /^Set up a second factor/);
  portal.advance(901);
  await person.press("Make a passkey and sign in");
  assert.match(await page.getByRole("status").innerText(), /took too long/);
}));

test("a person who turns away from the dialog is told, and may try again", () => with_device("light", async (person, page, at) => {
  const account = await hire(portal, "client");
  await sign_in(person, account);
  await add(person);
  await at("setAutomaticPresenceSimulation", { enabled: false });
  await person.press("Sign out");
  await at("setUserVerified", { isUserVerified: false });
  await at("setAutomaticPresenceSimulation", { enabled: true });
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("alert").filter({ hasText: "No passkey was used" }).waitFor();
  await person.look("turned-away");
  await at("setUserVerified", { isUserVerified: true });
  await person.arrive(() => page.getByRole("button", { name: "Sign in with a passkey" }).click());
  assert.match(page.url(), /\/dashboard$/);
}));

test("a key that verifies nobody is the second step, and is not taken alone", () => with_device("light", async (person, page, at) => {
  const account = await hire(portal, "client");
  await sign_in(person, account);
  await add(person, "Key on the ring");
  await person.press("Sign out");
  await sign_in(person, account);
  await person.press("Use a passkey");
  assert.match(page.url(), /\/dashboard$/);
  await person.press("Sign out");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("alert").filter({ hasText: "No passkey was used" }).waitFor();
}, { protocol: "ctap2", transport: "usb", hasResidentKey: false, hasUserVerification: false, automaticPresenceSimulation: true }));

test("staff begin with a passkey, and a copy of it is found out: refused, and the owner hears of it", () => with_device("phone", async (person, page, at) => {
  const made = await portal.gatehouse(["user", "create", `staff${Date.now()}@example.org`, "--role", "agent"], { input: `${kPassword}\n` });
  const email = made.out.match(/^created (\S+) as/)[1];
  await page.addInitScript(() => { delete PublicKeyCredential.isConditionalMediationAvailable; });  // only when asked
  await sign_in(person, { email, password: kPassword });
  await person.look("enrol", /^Set up a second factor/);
  await person.press("Make a passkey and sign in");
  await person.look("enrolled", /^Sign-in and security/);
  const { credentials: [before] } = await at("getCredentials");
  await person.press("Sign out");
  await person.press("Sign in with a passkey");
  assert.match(page.url(), /\/dashboard$/);
  await person.press("Sign out");
  // The copy was taken before that sign-in: its counter stands where it was.
  await at("removeCredential", { credentialId: before.credentialId });
  await at("addCredential", { credential: before });
  await person.press("Sign in with a passkey", 422);
  await person.look("copy-refused", /^Error: Sign in/);
  const mail = await portal.mail.wait(email, (one) => /passkey was refused/.test(one.subject));
  assert.match(mail.text, /a copy of it exists/);
}));

test("without scripts, or in a browser without passkeys, nothing is shown that cannot work", async () => {
  const account = await hire(portal, "client");
  for (const mode of ["no-script", "light"]) {
    const person = await open_person(browser, portal, mode, "passkeys");
    await person.page.addInitScript(() => { delete window.PublicKeyCredential; });
    await person.go("/login");
    await person.look(`${mode}-without-sign-in`);
    const button = person.page.getByRole("button", { name: "Sign in with a passkey" });
    assert.ok(!await button.isVisible(), mode);
    await sign_in(person, account);
    await person.go("/security");
    await person.look(`${mode}-without-security`);
    assert.ok(!await person.page.getByRole("link", { name: "Add a passkey" }).isVisible(), mode);
    await person.go("/security/passkeys/new");
    await person.look(`${mode}-without-add`);
    assert.match(await person.page.getByRole("main").innerText(), /cannot make passkeys/);
    assert.ok(!await person.page.getByRole("button", { name: "Make a passkey" }).isVisible(), mode);
    await person.context.close();
  }
});
