// What an open page asks for by itself says so: it does not keep anybody signed in.
export const BY_ITSELF = { "X-By-Itself": "1" };

const RHYTHM = /\b(every|load)\b/;

document.addEventListener("htmx:configRequest", ({ detail: { elt, headers, triggeringEvent } }) => {
  const byItself = triggeringEvent ? triggeringEvent.type === "live" : RHYTHM.test(elt.getAttribute("hx-trigger"));
  if (byItself) Object.assign(headers, BY_ITSELF);
});
