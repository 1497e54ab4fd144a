// Debian's Chromium, driven without a head, and what every page it shows must be: accessible (axe-core), valid HTML
// (html-validate, of the bytes that came), no wider than the window, silent on the console, without a request that
// leaves the portal. Each page that was looked at is kept as build/screenshots/MODE/NN-name.png.
import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const axe_source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const screenshots = fileURLToPath(new URL("../../build/screenshots", import.meta.url));

export const modes = {
  light: { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  phone: { colorScheme: "light", viewport: { width: 320, height: 640 }, hasTouch: true, deviceScaleFactor: 2 },
  "phone-dark": { colorScheme: "dark", viewport: { width: 320, height: 640 }, hasTouch: true, deviceScaleFactor: 2 },
  "no-script": { colorScheme: "light", viewport: { width: 1280, height: 800 }, javaScriptEnabled: false },
};

// Trusts the portal's own certificate by its key, and no other.
export async function open_browser(portal) {
  const certificate = new X509Certificate(await readFile(path.join(portal.run, "server.pem")));
  const key = createHash("sha256").update(certificate.publicKey.export({ type: "spki", format: "der" })).digest("base64");
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", `--ignore-certificate-errors-spki-list=${key}`],
  });
}

const validator = new HtmlValidate({
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: {
    "void-style": "off",            // SVG in HTML closes its elements
    "long-title": "off",            // a ticket's subject is part of the title
    "no-trailing-whitespace": "off",
    "require-sri": "off",           // the style sheet and the scripts have it; the icon cannot
    "svg-focusable": "off",
    "prefer-native-element": "off",
  },
});

// What went wrong on the pages of one person since it was last asked.
class Complaints {
  #list = [];
  add(text) { this.#list.push(text); }
  take() { return this.#list.splice(0); }
}

// One person with a browser profile of their own, in one of `modes`.
export async function open_person(browser, portal, mode, folder = mode) {
  const context = await browser.newContext({ ...modes[mode], baseURL: `${portal.url}/`, locale: "en-GB", timezoneId: "UTC" });
  context.setDefaultTimeout(30_000);  // a loaded machine
  const page = await context.newPage();
  const wrong = new Complaints();
  let expected_status = 200, answer = null;
  page.on("console", (message) => {
    // Chromium itself notes a refused form's 422; everything else is a fault.
    if (/status of (4|5)\d\d/.test(message.text()) && expected_status >= 400) return;
    if (["error", "warning"].includes(message.type())) wrong.add(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.add(`script: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL(portal.url).origin) && !request.url().startsWith("data:")) wrong.add(`left the portal: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (is_page(response)) {
      answer = { status: response.status(), headers: response.headers(), html: response.text().catch(() => null) };
    } else if (response.status() >= 400) wrong.add(`${response.status()} for ${response.url()}`);
  });

  const is_page = (response) => response.request().isNavigationRequest() && (response.status() < 300 || response.status() >= 400);
  // Does what leads to another page and waits until that has come.
  async function arrive(act) {
    await Promise.all([page.waitForResponse(is_page), page.waitForEvent("framenavigated"), act()]);
    await page.waitForLoadState();
  }

  // By mouse; where no script runs the driver cannot see that an element rests, so there by keyboard.
  const activate = (target) => (mode === "no-script" ? target.press("Enter") : target.click());

  const person = {
    page, context, mode, folder, arrive,
    step: 0,
    go: (address, status = 200) => { expected_status = status; return page.goto(address.replace(/^\//, "")); },
    async press(name, status = 200) {
      expected_status = status;
      await arrive(() => activate(page.getByRole("button", { name, exact: true })));
    },
    async follow(name) {
      expected_status = 200;
      await arrive(() => activate(page.getByRole("link", { name }).first()));
    },
    async fill(fields) {
      for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
    },
    tick: (label) => page.getByLabel(label).check({ force: mode === "no-script" }),
    async choose(label, option) { await page.getByLabel(label, { exact: true }).selectOption({ label: option }); },
    // Everything that must hold on every page, and its picture.
    async look(name, title) {
      await page.waitForLoadState();
      assert.equal(answer.status, expected_status, `${name}: status`);
      if (title) assert.match(await page.title(), title, `${name}: title`);
      await picture(person, name);
      assert.deepEqual(wrong.take(), [], `${name}: console, errors, foreign requests`);
      assert.deepEqual(await invalid_html(await answer.html), [], `${name}: HTML`);
      if (mode === "no-script") return;
      assert.deepEqual(await too_wide(page), [], `${name}: wider than the window`);
      assert.deepEqual(await inaccessible(page), [], `${name}: axe`);
    },
  };
  return person;
}

async function picture(person, name) {
  const file = `${String(++person.step).padStart(2, "0")}-${name}.png`;
  await person.page.screenshot({ path: path.join(screenshots, person.folder, file), fullPage: !await person.page.getByRole("dialog").count(), animations: "disabled" });
}

export async function empty_screenshots(folder) {
  await rm(path.join(screenshots, folder), { recursive: true, force: true });
  await mkdir(path.join(screenshots, folder), { recursive: true });
}

async function invalid_html(html) {
  if (html === null) return ["the answer's body could not be read"];
  const report = await validator.validateString(html);
  return report.results.flatMap((result) => result.messages.map((message) =>
    `${message.ruleId}: ${message.message} (line ${message.line}: ${html.split("\n")[message.line - 1].trim().slice(0, 120)})`));
}

// What reaches over the window's edge, or is cut by a box that hides what does not fit.
function too_wide(page) {
  return page.evaluate(() => {
    const cut = (element) => {
      const { right, width } = element.getBoundingClientRect();
      if (width <= 1) return false;  // hidden from view on purpose
      for (let box = element.parentElement; box; box = box.parentElement) {
        if (box.getBoundingClientRect().width <= 1 || box.tagName === "svg") return false;
        const hides = box === document.body || getComputedStyle(box).overflowX !== "visible";
        if (hides && right > box.getBoundingClientRect().right + 1) return true;
      }
      return false;
    };
    return [...document.querySelectorAll("body *")].filter(cut).map((element) => element.outerHTML.slice(0, 160));
  });
}

// Injected by the debugger, not by a script tag: the content security policy stays in force.
async function inaccessible(page) {
  await page.evaluate(axe_source);
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  return found.violations.map((rule) => `${rule.id}: ${rule.help}: ${rule.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}
