// Calls our own server as htmx does: with the CSRF token, and with the events that the answer carries.
import { BY_ITSELF } from "./unattended.js";

export async function call(method, url, data = {}, { byItself = false, ...options } = {}) {
  const headers = { "HX-Request": "true", ...(byItself && BY_ITSELF), ...JSON.parse(document.body.getAttribute("hx-headers") || "{}") };
  const body = data instanceof FormData ? data : new URLSearchParams(data);
  const response = await fetch(url, { method, headers, ...(method === "GET" ? {} : { body }), ...options });
  announce(response);
  return response;
}

function announce(response) {
  if (response.status === 401) document.dispatchEvent(new CustomEvent("signed-out"));
  const events = JSON.parse(response.headers.get("HX-Trigger") || "{}");
  for (const [name, detail] of Object.entries(events)) document.dispatchEvent(new CustomEvent(name, { detail }));
}
