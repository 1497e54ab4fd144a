// What script adds to pages that work without it: the error summary takes the focus, passwords can be shown, values
// copied, dangerous acts confirmed, half-written text guarded, a form sent once. Plain browser interfaces; styles are
// only changed through classes and attributes, so that the strict content security policy holds.
"use strict";

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function focus_error_summary() {
  document.querySelector(".error-summary")?.focus();
}

function reveal_passwords() {
  for (const input of document.querySelectorAll("input[type=password]")) {
    const button = element("button", { type: "button", className: "btn", textContent: "Show" });
    button.setAttribute("aria-label", "Show password");
    button.setAttribute("aria-controls", input.id);
    const row = element("div", { className: "with-reveal" });
    input.replaceWith(row);
    row.append(input, button);
    const show = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? "Hide" : "Show";
      button.setAttribute("aria-label", shown ? "Hide password" : "Show password");
    };
    button.addEventListener("click", () => show(input.type === "password"));
    input.form?.addEventListener("submit", () => show(false));  // so that the browser offers to keep it
  }
}

function copy_buttons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    const label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not copied";
      }
      setTimeout(() => { button.textContent = label; }, 2500);
    });
  }
}

function ask(question, confirmed) {
  const yes = element("button", { value: "yes", className: "btn btn-danger", textContent: confirmed });
  const no = element("button", { value: "no", className: "btn", textContent: "Cancel", autofocus: true });
  const text = element("p", { id: "ask-text", textContent: question });
  const form = element("form", { method: "dialog" }, text, element("div", { className: "buttons" }, yes, no));
  const dialog = element("dialog", {}, form);
  dialog.setAttribute("aria-labelledby", "ask-text");
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

function confirm_forms() {
  if (!window.HTMLDialogElement) return;
  for (const form of document.querySelectorAll("form[data-confirm]")) {
    form.addEventListener("submit", async (event) => {
      if (form.dataset.confirmed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      if (!await ask(form.dataset.confirm, button?.textContent.trim() || "Continue")) return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(button);
    });
  }
}

const being_sent = new Set();

function send_once() {
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (being_sent.has(form)) return event.preventDefault();
      being_sent.add(form);
      event.submitter?.setAttribute("aria-disabled", "true");
    });
  }
  window.addEventListener("pageshow", (event) => {  // back from the next page: the form may be sent again
    if (!event.persisted) return;
    being_sent.clear();
    for (const form of document.forms) delete form.dataset.confirmed;
    for (const button of document.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  });
}

function guard_unsaved() {
  const forms = [...document.querySelectorAll("form[data-guard]")];
  const changed = (form) => [...form.elements].some((field) =>
    ((field.tagName === "TEXTAREA" || field.type === "text") && field.value !== field.defaultValue));
  window.addEventListener("beforeunload", (event) => {
    if (forms.some((form) => !being_sent.has(form) && changed(form)) && being_sent.size === 0) event.preventDefault();
  });
}

focus_error_summary();
reveal_passwords();
copy_buttons();
confirm_forms();
send_once();
guard_unsaved();
