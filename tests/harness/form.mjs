// What a person does with a page's forms: finds the one that leads somewhere, fills it in, leaves the rest as it is.
// Reads the portal's own pages only: attributes quoted, tags closed.
const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
export const decode = (text) => text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, ten, hex, name) =>
  ten ? String.fromCodePoint(ten) : hex ? String.fromCodePoint(parseInt(hex, 16)) : entities[name] ?? whole);

// The words of a piece of HTML.
export const words = (html) => decode(html.replace(/<(svg|script|style)\b.*?<\/\1>/gs, '').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim();

function attributes(tag) {
  const found = {};
  for (const [, name, value] of tag.matchAll(/\s([a-z-]+)(?:="([^"]*)")?/g)) found[name] = decode(value ?? '');
  return found;
}

function controls(html) {
  const fields = new Map();
  const known = new Set();
  for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
    const { name, value = '', type, checked } = attributes(tag);
    if (!name) continue;
    known.add(name);
    if ((type === 'checkbox' || type === 'radio') && checked === undefined) continue;
    fields.set(name, value);
  }
  for (const [, tag, text] of html.matchAll(/<textarea\b([^>]*)>(.*?)<\/textarea>/gs)) {
    fields.set(attributes(` ${tag}`).name, decode(text.replace(/^\n/, '')));
  }
  for (const [, tag, options] of html.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)) {
    const all = [...options.matchAll(/<option\b[^>]*>/g)].map(([option]) => attributes(option));
    fields.set(attributes(` ${tag}`).name, (all.find((one) => one.selected !== undefined) ?? all[0]).value);
  }
  // Of several buttons the one that was pressed: the test says which.
  for (const [tag] of html.matchAll(/<button\b[^>]*>/g)) if (attributes(tag).name) known.add(attributes(tag).name);
  for (const name of fields.keys()) known.add(name);
  return { fields, known };
}

export function forms(html) {
  return [...html.matchAll(/<form\b[^>]*>.*?<\/form>/gs)].map(([form]) => {
    const { action, method } = attributes(form.match(/<form\b[^>]*>/)[0]);
    return { action, method, html: form, ...controls(form) };
  });
}

// The filled-in form whose action ends in `action`; throws when the page has none, or none with such a field.
export function fill(html, action, values = {}) {
  const form = forms(html).find((one) => one.action.endsWith(action));
  if (!form) throw new Error(`no form leads to ${action}; there are: ${forms(html).map((one) => one.action).join(' ')}`);
  for (const [name, value] of Object.entries(values)) {
    if (!form.known.has(name)) throw new Error(`the form to ${action} has no field ${name}`);
    if (value === undefined) form.fields.delete(name);
    else form.fields.set(name, value);
  }
  return form;
}
