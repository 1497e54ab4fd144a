// What nginx shows when no worker answers: the portal's own page, calm and readable in every mode, and the way back.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Browser } from "../harness/browser.mjs";
import { privatePortal } from "../harness/portal.mjs";
import { until } from "../harness/until.mjs";
import { empty_screenshots, open_browser, open_person } from "./browser.mjs";

const portal = await privatePortal();
let browser;
before(async () => {
  browser = await open_browser(portal);
  await empty_screenshots("nginx");
});
after(() => browser?.close());

async function in_every_mode(name, status, title, words) {
  for (const mode of ["light", "dark", "phone", "phone-dark"]) {
    const person = await open_person(browser, portal, mode, "nginx");
    await person.go("/login", status);
    await person.look(`${name}-${mode}`, title);
    assert.match(await person.page.getByRole("main").innerText(), words);
    const { x } = await person.page.getByRole("heading", { level: 1 }).boundingBox();
    assert.ok(x >= 16, "the text touches the window's edge");
    await person.context.close();
  }
}

test("504: workers that take a request and do not answer", async () => {
  const settings = join(portal.run, "nginx/gatehouse-local-fastcgi.conf");
  const as_shipped = readFileSync(settings, "utf8");
  const serve_with = (text) => {
    writeFileSync(settings, text);
    portal.part("down", "nginx");
    portal.part("up", "nginx");
  };
  assert.match(as_shipped, /fastcgi_read_timeout +30s/);
  serve_with(as_shipped.replace(/fastcgi_read_timeout +30s/, "fastcgi_read_timeout 300ms"));
  const [master] = readFileSync(join(portal.run, "pid/gate"), "utf8").split(" ");
  const workers = execFileSync("ps", ["-o", "pid=", "--ppid", master], { encoding: "utf8" }).trim().split(/\s+/).map(Number);
  for (const worker of workers) process.kill(worker, "SIGSTOP");
  try {
    await in_every_mode("504", 504, /^The portal took too long/, /Look before you send it again/);
  } finally {
    for (const worker of workers) process.kill(worker, "SIGCONT");
    serve_with(as_shipped);
  }
});

test("502: nobody listens; once somebody does, the link leads back in", async () => {
  portal.part("down", "gate");
  await in_every_mode("502", 502, /^The portal is not answering/, /Wait a minute and try again/);
  const person = await open_person(browser, portal, "light", "nginx");
  await person.go("/login", 502);
  portal.part("up", "gate");
  await until("the gate to answer", async () => (await new Browser(portal).send("GET", "/login")).status === 200);
  await person.follow("Go to the start page");
  await person.look("back", /Gatehouse/);
  await person.context.close();
});
