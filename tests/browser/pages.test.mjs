// What holds for pages one by one: sign-in by keyboard alone, the error summary, what a page weighs, the pages of
// refused requests, the choice of colours, half-written text, and a user name that was taken meanwhile.
import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { after, before, test } from "node:test";
import { Browser } from "../harness/browser.mjs";
import { sharedPortal } from "../harness/portal.mjs";
import { hire, unique } from "../harness/people.mjs";
import { freshCode } from "../harness/second_factor.mjs";
import { empty_screenshots, open_browser, open_person } from "./browser.mjs";

const portal = await sharedPortal();
let browser;
before(async () => {
  browser = await open_browser(portal);
  await empty_screenshots("pages");
});
after(() => browser?.close());

const focused = (page) => page.evaluate(() => {
  const { activeElement: at } = document;
  return at.id || at.className || at.textContent.trim();
});

async function with_person(mode, act) {
  const person = await open_person(browser, portal, mode, "pages");
  try {
    await act(person, person.page);
  } finally {
    await person.context.close();
  }
}

async function sign_in(person, account) {
  await person.go("/login");
  await person.fill({ "E-mail address or user name": account.email, Password: account.password });
  await person.press("Sign in");
  if (!account.totp) return;
  await person.fill({ Code: freshCode(portal, account.email, account.totp) });
  await person.press("Sign in");
}

test("a person signs in with the keyboard alone, and sees where they are at each step", () => with_person("light", async (person, page) => {
  const account = await hire(portal, "client");
  await person.go("/login");
  const stops = [];
  const press = async (key) => {
    await page.keyboard.press(key);
    stops.push(await focused(page));
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(ring, "none", `${stops.at(-1)} shows no focus`);
  };
  await press("Tab");
  assert.match(stops.at(-1), /skip-link/, "the first stop leads past the navigation");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "main");
  await press("Tab");
  assert.equal(stops.at(-1), "identifier", "after the skip link comes the first field");
  await page.keyboard.type(account.email);
  await press("Tab");
  assert.equal(stops.at(-1), "password");
  await page.keyboard.type(account.password);
  await person.arrive(() => page.keyboard.press("Enter"));
  assert.match(page.url(), /\/dashboard$/);
}));

test("a refused form puts the focus on its summary, and the summary leads to the field", () => with_person("light", async (person, page) => {
  await person.go("/sign-up");
  await person.press("Continue", 422);
  assert.equal(await focused(page), "error-summary");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "first_name");
  assert.equal(await page.locator("#first_name").getAttribute("aria-describedby"), "first_name-error");
  assert.match(await page.locator("#first_name-error").innerText(), /Enter a first name/);
}));

test("the sign-in page weighs at most 45 KiB on the first visit", () => with_person("light", async (person, page) => {
  const session = await person.context.newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  const parts = [];
  session.on("Network.responseReceived", ({ requestId, response }) => parts.push({ requestId, url: response.url }));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    Object.assign(parts.find((part) => part.requestId === requestId) ?? {}, { encodedDataLength });
  });
  await person.go("/login");
  await page.waitForLoadState("networkidle");
  const said = JSON.stringify(parts, null, 1);
  assert.ok(bytes > 4096, said);
  assert.ok(bytes <= 45 * 1024, `${bytes} bytes: ${said}`);
  assert.equal(parts.filter(({ url }) => url.endsWith(".css")).length, 1, said);
  assert.ok(parts.filter(({ url }) => url.endsWith(".js")).length <= 2, said);
}));

test("the portal's own scripts weigh at most 8 KiB together", () => {
  const folder = new URL("../../templates/assets/", import.meta.url);
  const sizes = readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => statSync(new URL(name, folder)).size);
  assert.ok(sizes.length > 0 && sizes.reduce((sum, size) => sum + size) <= 8192, sizes.join(" "));
});

test("refused requests get a page that can be read", () => with_person("phone", async (person) => {
  const account = await hire(portal, "client");
  await person.go("/no-such-page", 404);
  await person.look("not-found", /^Page not found/);
  await sign_in(person, account);
  await person.go("/tickets?status=bogus", 400);
  await person.look("unreadable");
  await person.go("/desk", 403);
  await person.look("not-allowed");
  await person.go("/tickets/999999999", 404);
  await person.look("no-such-ticket");
  await person.go("/tickets/1001/close", 405);
  await person.look("wrong-method");
}));

for (const mode of ["light", "dark", "phone"]) {
  test(`who comes too late to a half-finished sign-in is told so on the page where one begins, ${mode}`, () => with_person(mode, async (person, page) => {
    await person.go("/login/step?s=1");
    await person.look(`${mode}-sign-in-over`, /^Sign in/);
    assert.match(await page.getByRole("status").innerText(), /took too long.* Please sign in again\./);
    await person.go("/login/reset/password?s=1");
    await person.look(`${mode}-reset-over`, /^Forgotten password/);
    assert.match(await page.getByRole("status").innerText(), /took too long.* Ask for a new code\./);
  }));

  test(`who comes too late to a sign-up or a change of address is told so on the page where one begins, ${mode}`, () => with_person(mode, async (person, page) => {
    await person.go("/sign-up/verify?s=1");
    await person.look(`${mode}-sign-up-over`, /^Create an account/);
    assert.match(await page.getByRole("status").innerText(), /took too long.* Please start again/);
    await sign_in(person, await hire(portal, "client"));
    await person.go("/security/email/verify?c=1");
    await person.look(`${mode}-email-change-over`, /^Sign-in and security/);
    assert.match(await page.getByRole("status").innerText(), /took too long.* change it again\./);
  }));
}

test("who is signed in and stopped by a limit sees neither a stranger's navigation nor a broken band", async () => {
  const form = (to) => document.body.insertAdjacentHTML("beforeend", `<form method="post" action="${to}"><button>Send it</button></form>`);
  const account = await hire(portal, "client");
  const other = new Browser(portal, { address: "127.0.0.1" });
  for (let tries = 0; tries < 60; ++tries) await other.form("/sign-up/resend", { sign_up: 1 });
  for (const mode of ["light", "dark", "phone"]) {
    await with_person(mode, async (person, page) => {
      await sign_in(person, account);
      await page.evaluate(form, `${portal.base}/sign-up/resend`);
      await person.press("Send it", 429);
      await person.look(`${mode}-too-many`, /^Too many tries/);
      assert.deepEqual(await page.getByRole("navigation").getByRole("link").allInnerTexts(), ["Start page"]);
      await person.follow("Start page");
      assert.match(page.url(), /\/dashboard$/);
    });
  }
  portal.advance(601);
});

for (const mode of ["light", "dark", "phone"]) {
  test(`the desk says which filter is on when there are two, ${mode}`, () => with_person(mode, async (person, page) => {
    await sign_in(person, await hire(portal, "agent"));
    await person.go("/desk?status=closed&mine=on");
    await person.look(`${mode}-desk-both`, /^Desk/);
    const current = page.getByRole("navigation", { name: "Filter" }).locator("[aria-current]");
    assert.deepEqual(await current.allInnerTexts(), ["Mine, closed"]);
  }));
}

test("empty filters and notices are no fault", () => with_person("light", async (person) => {
  await sign_in(person, await hire(portal, "administrator"));
  for (const address of ["/dashboard?notice=", "/dashboard?notice=nothing-known", "/tickets?status=&from=", "/desk?status=&mine=&from=", "/desk?mine=on"]) {
    await person.go(address);
    await person.look("empty-query");
  }
}));

test("a person chooses dark colours, against what the device says, and pages come dark", () => with_person("light", async (person, page) => {
  await sign_in(person, await hire(portal, "client"));
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before_choice = await ground();
  await person.go("/profile");
  await person.tick("Dark");
  await person.press("Save appearance");
  assert.equal(await page.locator("html").getAttribute("data-bs-theme"), "dark");
  assert.notEqual(await ground(), before_choice);
  await person.look("profile-dark");
}));

for (const mode of ["light", "phone"]) {
  test(`a long name or subject without a place to break pushes nothing out of the window, ${mode}`, () => with_person(mode, async (person, page) => {
    const word = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk";
    const account = await hire(portal, "administrator", { first_name: word, last_name: `${word}${word}`.slice(0, 100) });
    await sign_in(person, account);
    await person.look(`${mode}-long-name`);
    await person.go("/tickets/new");
    await person.fill({ Subject: "W".repeat(200), "What is it about?": word.repeat(9) });
    await person.press("Open ticket");
    await person.look(`${mode}-long-ticket`);
    await person.go("/desk");
    await person.look(`${mode}-long-desk`);
    const subject = await page.getByRole("link", { name: /^W{200}/ }).first().boundingBox();
    assert.ok(subject.width >= 200 && subject.height < 500, `a name takes the subject's place: ${JSON.stringify(subject)}`);
  }));
}

test("half-written text is not lost by leaving the page unasked", () => with_person("light", async (person, page) => {
  await sign_in(person, await hire(portal, "client"));
  await person.go("/tickets/new");
  await page.locator("#subject").pressSequentially("Half of a thought");
  const asked = new Promise((resolve) => page.once("dialog", (dialog) => { resolve(dialog.type()); return dialog.dismiss(); }));
  await page.getByRole("link", { name: "Dashboard" }).click();
  assert.equal(await asked, "beforeunload");
  assert.match(page.url(), /\/tickets\/new$/);
}));

test("who loses a user name to somebody quicker is asked for another, and comes in", () => with_person("light", async (person, page) => {
  const name = unique("quick");
  const sign_up = async (who, email) => {
    await who.go("/sign-up");
    await who.fill({ "First name": "Ida", "Last name": "Rhodes", "E-mail address": email, "User name (optional)": name, Password: "a lantern over the gate" });
    await who.press("Continue");
  };
  const [slow, quick] = [`${unique("slow")}@example.org`, `${unique("first")}@example.org`];
  await sign_up(person, slow);
  await with_person("light", async (other) => {
    await sign_up(other, quick);
    await other.fill({ Code: await portal.mail.code(quick) });
    await other.press("Confirm");
  });
  await person.fill({ Code: await portal.mail.code(slow) });
  await person.press("Confirm", 422);
  await person.look("user-name-taken", /^Error: Choose another user name/);
  await person.fill({ "User name (optional)": unique("slower") });
  await person.press("Continue");
  assert.match(page.url(), /\/dashboard/);
}));
