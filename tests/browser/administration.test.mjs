// The rooms of administration as they look: lists, one delivery with all it can tell, forms with and without errors,
// providers in each state, the banner; in light, in dark and at 320 px.
import { after, before, test } from "node:test";
import { putMail } from "../harness/deliveries.mjs";
import { hire, openTicket, signIn, unique } from "../harness/people.mjs";
import { privatePortal } from "../harness/portal.mjs";
import { freshCode } from "../harness/second_factor.mjs";
import { Browser } from "../harness/browser.mjs";
import { empty_screenshots, open_browser, open_person } from "./browser.mjs";

const portal = await privatePortal();
let browser;
before(async () => {
  browser = await open_browser(portal);
  await empty_screenshots("administration");
});
after(() => browser?.close());

const account = await hire(portal, "administrator");
const far = `${unique("somebody.with.a.long.name.")}@a-rather-long-domain-name.example.org`;
const dead = putMail(portal, far, { attempts: 7, doubtful: 1, provider: "'smtp'", last_answer: "'smtp: 550 5.1.1 <somebody.with.a.long.name@a-rather-long-domain-name.example.org> recipient rejected: User unknown in virtual mailbox table'" });
const sent = putMail(portal, far, { state: "sent", attempts: 1, payload: "", provider: "'mailgun'", provider_id: "'<20261101100000.1.0123456789abcdef0123456789abcdef@mg.example.org>'", fate: "'hard_bounce'", sent_at: "UTC_TIMESTAMP(6)" });
putMail(portal, "late@example.org", { state: "waiting", created_at: "UTC_TIMESTAMP(6) - INTERVAL 2 HOUR", kind: "welcome" });
putMail(portal, "held@example.org", { state: "withheld" });
portal.database.rows(`INSERT INTO delivery_event (event_key, provider, provider_id, tag, kind, answer, happened_at, received_at, outbox_id)
  VALUES (REPEAT('k', 32), 'mailgun', 'x', '', 'hard_bounce', '550 5.1.1 user unknown', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), ${sent});
  INSERT INTO bounced_address VALUES ('${far}', 'hard_bounce', '550 5.1.1 user unknown in virtual mailbox table', UTC_TIMESTAMP(6), ${sent}), ('spam@example.org', 'complained', '', UTC_TIMESTAMP(6), ${sent})`);

portal.database.rows(`INSERT INTO provider (name, state, troubled, misconfigured, openings, open_until, changed_at) VALUES
    ('brevo', 'stopped', 0, 5, 0, UTC_TIMESTAMP(6) + INTERVAL 10 MINUTE, UTC_TIMESTAMP(6)), ('mailgun', 'open', 5, 0, 1, UTC_TIMESTAMP(6) + INTERVAL 30 SECOND, UTC_TIMESTAMP(6));
  INSERT INTO provider (name, pause_until) VALUES ('smtp', UTC_TIMESTAMP(6) + INTERVAL 2 MINUTE);
  INSERT INTO provider_usage (day, provider, kind, outcome, calls) VALUES (UTC_DATE(), 'brevo', 'recovery_code_used', 'misconfigured', 5),
    (UTC_DATE(), 'mailgun', 'ticket_replied', 'accepted', 12345), (UTC_DATE() - INTERVAL 1 DAY, 'breach_range', 'range', 'answered', 7)`);

const client = await hire(portal, "client");
const desk = new Browser(portal);
await signIn(desk, client.email);
const number = await openTicket(desk);
portal.database.rows(`INSERT INTO bounced_address SELECT email_canonical, 'hard_bounce', 'no', UTC_TIMESTAMP(6), ${sent} FROM account`);

for (const mode of ["light", "dark", "phone", "no-script"]) {
  test(`administration in ${mode}`, async () => {
    const person = await open_person(browser, portal, mode, "administration");
    try {
      await person.go("/login");
      await person.fill({ "E-mail address or user name": account.email, Password: account.password });
      await person.press("Sign in");
      await person.fill({ Code: freshCode(portal, account.email, account.totp) });
      await person.press("Sign in");
      await person.go("/administration/deliveries");
      await person.look(`${mode}-list`, /^Deliveries/);
      await person.go(`/administration/deliveries?state=expired`);
      await person.look(`${mode}-empty`, /^Deliveries/);
      await person.go("/administration/deliveries?state=dead");
      await person.look(`${mode}-given-up`, /^Deliveries/);
      if (mode !== "no-script") {
        await person.page.getByRole("button", { name: "Drop what was given up" }).click();
        await person.look(`${mode}-given-up-asked`, /^Deliveries/);
        await person.page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
      }
      await person.go(`/administration/deliveries/${dead}`);
      await person.look(`${mode}-dead`, /^Delivery/);
      await person.go(`/administration/deliveries/${sent}`);
      await person.look(`${mode}-bounced`, /^Delivery/);
      await person.go("/administration/deliveries/test");
      await person.fill({ "E-mail address": "no address" });
      await person.press("Send", 422);
      await person.look(`${mode}-test`, /^Error: Send a test mail/);
      await person.go("/administration/bounces");
      await person.look(`${mode}-bounces`, /^Bounced addresses/);
      await person.go("/administration/providers");
      await person.look(`${mode}-providers`, /^Providers/);
      await person.go("/dashboard");
      await person.look(`${mode}-dashboard`, /^Dashboard/);
      await person.go("/profile");
      await person.look(`${mode}-profile`, /^Profile/);
      await person.go(`/desk/tickets/${number}`);
      await person.look(`${mode}-desk`);
    } finally {
      await person.context.close();
    }
  });
}
