// Passkeys: a form[data-passkey] says where to ask what the browser is to sign; the answer goes into its field "code",
// and it is sent as any other. With data-autofill it also waits behind the user name's suggestions. [data-passkeys] is
// hidden until this runs in a browser that has passkeys, [data-no-passkeys] from then on.
"use strict";
if (window.PublicKeyCredential) {
  const all = (what) => document.querySelectorAll(what);
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  let waiting, asking;  // what waits behind the suggestions, to be aborted; whether a dialog is open

  const use = async (form, more) => {
    const { csrf_token, sign_in, code, remember } = form.elements;
    const body = new URLSearchParams({ csrf_token: csrf_token.value });
    if (sign_in) body.set("sign_in", sign_in.value);
    const answer = await fetch(form.dataset.passkey, { method: "POST", headers: { Accept: "application/json" }, body });
    if (answer.status === 404) form.submit();  // the sign-in is over: this leads back
    if (!answer.ok) throw new Error(answer.status);
    const publicKey = await answer.json();
    const { user, timeout } = publicKey;
    if (user) user.id = bytes(user.id);
    publicKey.challenge = bytes(publicKey.challenge);
    for (const one of publicKey.excludeCredentials ?? publicKey.allowCredentials) one.id = bytes(one.id);
    if (more) setTimeout(() => waiting.signal === more.signal && autofill(), timeout);  // the challenge is over
    const { id, type, response } = await navigator.credentials[user ? "create" : "get"]({ publicKey, ...more });
    const said = { transports: response.getTransports?.() };
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[part]) said[part] = text(response[part]);
    }
    code.value = JSON.stringify({ id, type, response: said });
    if (remember) remember.disabled = !document.getElementById("remember").checked;
    form.requestSubmit();
  };

  const autofill = async () => {
    waiting?.abort();
    const form = document.querySelector("[data-autofill]");
    if (!form || !await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
    waiting = new AbortController();
    await use(form, { mediation: "conditional", signal: waiting.signal }).catch(() => {});  // the page works without
  };

  document.addEventListener("submit", async (event) => {
    const { target } = event;
    const { code } = target.elements;
    waiting?.abort();
    if (!target.dataset.passkey || code.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking) return;
    asking = true;
    const told = target.querySelector("[role=alert]");
    told.textContent = "";
    await use(target).catch(({ name }) => {
      told.textContent = name === "InvalidStateError" ? target.dataset.known : target.dataset.failed;
      autofill();
    });
    asking = false;
  }, true);

  const begin = () => {
    for (const form of all("form[data-passkey]")) form.elements.code.value = "";
    autofill();
  };
  window.addEventListener("pageshow", ({ persisted }) => persisted && begin());
  for (const one of all("[data-passkeys]")) one.hidden = false;
  for (const one of all("[data-no-passkeys]")) one.hidden = true;
  begin();
}
