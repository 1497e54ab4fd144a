// The whole story, as people live it: a stranger signs up, mistypes the code, comes in, opens a ticket and leaves; the
// administrator answers and sets the status; the client reads the mail, signs in with the user name, replies, closes.
// Told in light, dark and phone width, and once without JavaScript; every page is looked at (browser.mjs).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sharedPortal } from "../harness/portal.mjs";
import { freshCode } from "../harness/second_factor.mjs";
import { empty_screenshots, open_browser, open_person, screenshots } from "./browser.mjs";

const portal = await sharedPortal();
let browser;
const kPassword = "a lantern over the gate";

async function sign_up(client, { address, user_name }) {
  const { page } = client;
  await client.go("/");
  await client.look("home", /^Your way in to Gatehouse|Gatehouse/);
  await client.follow("Create an account");
  await client.look("sign-up", /^Create an account/);
  await client.press("Continue", 422);
  await client.look("sign-up-refused", /^Error: Create an account/);
  await client.fill({ "First name": "Grace", "Last name": "Hopper", "E-mail address": address, "User name (optional)": user_name, Password: kPassword });
  await client.press("Continue");
  assert.match(page.url(), /\/sign-up\/verify\?s=\d+$/);
  await client.look("code", /^Check your mail/);

  const code = await portal.mail.code(address);
  const wrong = code.slice(0, 5) + ((Number(code[5]) + 1) % 10);
  await client.fill({ Code: wrong });
  await client.press("Confirm", 422);
  await client.look("code-refused", /^Error: Check your mail/);
  assert.equal(await page.getByLabel("Code", { exact: true }).inputValue(), "", "a wrong code is not filled in again");
  await client.fill({ Code: code });
  await client.press("Confirm");
  assert.match(page.url(), /\/dashboard\?notice=welcome$/);
  await client.look("dashboard-first");
  const welcome = await portal.mail.wait(address, (mail) => /welcome/i.test(mail.subject));
  assert.match(welcome.text, /Grace/);
}

async function open_ticket(client, subject) {
  const { page } = client;
  await client.follow("My tickets");
  await client.look("tickets-none", /^My tickets/);
  await client.follow("New ticket");
  await client.look("ticket-new");
  await client.fill({ Subject: subject });
  await client.press("Open ticket", 422);
  await client.look("ticket-new-refused", /^Error: /);
  assert.equal(await page.getByLabel("Subject", { exact: true }).inputValue(), subject, "what was typed is kept");
  await client.fill({ "What is it about?": "The invoice for October is not in my mail.\n\nCould you send it again?\n\tGrace" });
  await client.choose("Category", "Billing");
  await client.choose("Priority", "High");
  await client.press("Open ticket");
  await client.look("ticket-opened", new RegExp(subject));
  assert.match(await page.getByRole("status").innerText(), /was opened/);
  const number = /\/tickets\/(\d+)/.exec(page.url())[1];
  await client.follow("My tickets");
  await client.look("tickets");
  await client.go("/tickets?status=&from=");
  await client.look("tickets-empty-query");
  return number;
}

async function leave(person) {
  await person.press("Sign out");
  await person.look("signed-out");
  assert.match(await person.page.getByRole("status").innerText(), /signed out/);
}

async function answer_ticket(staff, subject) {
  const { page } = staff;
  await staff.go("/desk");
  assert.match(page.url(), /\/login\?next=/, "a stranger is sent to sign in");
  await staff.fill({ "E-mail address or user name": portal.admin.email, Password: `${portal.admin.password}x` });
  await staff.press("Sign in", 422);
  await staff.look("sign-in-refused", /^Error: Sign in/);
  await staff.fill({ "E-mail address or user name": portal.admin.email, Password: portal.admin.password });
  await staff.press("Sign in");
  await staff.look("sign-in-step", /^One more step/);
  await staff.fill({ Code: freshCode(portal, portal.admin.email, portal.admin.totp) });
  await staff.press("Sign in");
  assert.match(page.url(), /\/desk$/, "and then to where they wanted to go");
  await staff.look("desk", /^Desk/);
  await staff.follow("Dashboard");
  await staff.look("dashboard-staff");
  await staff.follow(/Open on the desk/);
  await staff.follow(subject);
  await staff.look("desk-ticket", new RegExp(subject));
  await staff.press("Assign to me");
  await staff.tick("Staff only (internal note)");
  await staff.fill({ Message: "The invoice run of October stopped at H. Told billing." });
  await staff.press("Send");
  await staff.look("desk-note");
  await staff.tick("Everyone on this ticket");
  await staff.press("Send", 422);
  await staff.look("desk-answer-refused", /^Error: /);
  await staff.fill({ Message: "Here it is again, Grace.\n\nThe invoice run had stopped; yours is on its way to you now." });
  await staff.press("Send");
  await staff.choose("Change to", "Waiting for client");
  await staff.press("Change status");
  await staff.look("desk-status");
  assert.match(await page.getByRole("status").innerText(), /status was changed/);
  if (staff.mode === "light") await readme_picture(staff, page.url());
  await staff.go("/desk");
  await staff.follow("Mine, waiting");
  await staff.look("desk-mine");
  await page.getByRole("link", { name: subject }).waitFor();
  await leave(staff);
}

// What the README shows: build/screenshots/portal.png, which `make picture` copies beside this file.
async function readme_picture(staff, address) {
  await staff.go(new URL(address).pathname.slice(portal.base.length));
  await staff.page.screenshot({ path: `${screenshots}/portal.png`, animations: "disabled" });
}

async function come_back(client, { address, user_name, number, subject }) {
  const { page } = client;
  const mail = await portal.mail.wait(address, (one) => /There is a new message/.test(one.text));
  assert.ok((await portal.mail.to(address)).every((one) => !one.text.includes("Told billing")), "a note reaches no mail");
  const link = new RegExp(`${portal.url}/tickets/${number}\\S*`).exec(mail.text)?.[0];
  assert.ok(link, `no link to the ticket in: ${mail.text}`);
  await client.go(link.slice(portal.url.length));
  await client.look("sign-in", /^Sign in/);
  await client.fill({ "E-mail address or user name": user_name, Password: kPassword });
  await client.press("Sign in");
  assert.match(page.url(), new RegExp(`/tickets/${number}`), "the mail's link leads to the ticket after sign-in");
  await client.look("ticket-answered", new RegExp(subject));
  const said = await page.getByRole("main").innerText();
  assert.match(said, /yours is on its way/);
  assert.doesNotMatch(said, /Told billing/, "no internal note on the client's page");
  await client.follow("Dashboard");
  await client.look("dashboard-waiting");
  await client.go(`/tickets/${number}`);
  await client.press("Send reply", 422);
  await client.look("reply-refused", /^Error: /);
  await client.fill({ "Your message": "It is here now. Thank you. <script>alert(1)</script>" });
  await client.press("Send reply");
  await client.look("replied");
  assert.match(await page.getByRole("main").getByRole("listitem").last().innerText(), /<script>alert\(1\)<\/script>/, "text stays text");
  if (client.mode === "no-script") await client.press("Close ticket");
  else await close_by_dialog(client);
  await client.look("ticket-closed");
  assert.match(await page.getByRole("main").innerText(), /This ticket is closed/);
}

async function look_at_profile(client) {
  await client.follow(/Profile/);
  await client.look("profile", /^Profile/);
  await client.follow("Change password");
  await client.look("password");
  await client.press("Change password", 422);
  await client.look("password-refused", /^Error: /);
}

// With script, closing asks first; the dialog can be left by Escape and holds the focus.
async function close_by_dialog(client) {
  const { page } = client;
  await page.getByRole("button", { name: "Close ticket" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await client.look("close-asked");
  assert.deepEqual(await dialog.getByRole("button").allInnerTexts(), ["Close ticket", "Cancel"], "the act stands first, as on every form");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Cancel", "Enter alone closes the ticket");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Close ticket" }).click();
  await client.arrive(() => dialog.getByRole("button", { name: "Close ticket" }).click());
}

// The story in one mode; the test's file calls it.
export function tell_story(mode) {
  before(async () => { browser = await open_browser(portal); });
  after(() => browser?.close());

  test(`a person signs up, opens a ticket, reads the answer, replies and closes, ${mode}`, async () => {
    await empty_screenshots(mode);
    const who = { address: `grace.${mode}@example.org`, user_name: `grace.${mode}`, subject: mode === "light" ? "Invoice for October is missing" : `Invoice for October is missing, ${mode}` };
    const client = await open_person(browser, portal, mode);
    await sign_up(client, who);
    const number = await open_ticket(client, who.subject);
    await look_at_profile(client);
    await leave(client);
    const staff = await open_person(browser, portal, mode);
    staff.step = 40;
    await answer_ticket(staff, who.subject);
    client.step = 70;
    await come_back(client, { ...who, number });
    await staff.context.close();
    await client.context.close();
  });
}
