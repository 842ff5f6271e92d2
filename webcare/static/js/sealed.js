// Drafts on this computer, sealed with a key that only pages of who wrote them have: anybody else finds bytes. Behaviours
// read what is in the memory of the page; the sealed copy follows within a moment, and those of other tabs come in.
const drafts = new Map();
const SEALED = /^[\w+/=]{16}\.[\w+/=]+$/; // what is not was left by a version before
const isDraft = (name) => Boolean(name?.startsWith("draft:"));
const bytes = (told) => Uint8Array.from(atob(told), (sign) => sign.charCodeAt(0));
const told = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
const method = (name, iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) });

const given = document.body.dataset.seal;
const key = given && crypto.subtle // a page without TLS has none, and was read on its way already
  ? await crypto.subtle.importKey("raw", bytes(given), "AES-GCM", false, ["encrypt", "decrypt"])
  : null;

async function seal(name, text) {
  if (!key) return text;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return `${told(iv)}.${told(await crypto.subtle.encrypt(method(name, iv), key, new TextEncoder().encode(text)))}`;
}

// What another key has sealed, or none, is no draft of whoever is here.
async function open(name, kept) {
  if (!key || !SEALED.test(kept)) return kept;
  try {
    const [iv, text] = kept.split(".").map(bytes);
    return new TextDecoder().decode(await crypto.subtle.decrypt(method(name, iv), key, text));
  } catch {
    return null;
  }
}

async function take(name, kept) {
  const text = kept === null ? null : await open(name, kept);
  if (text === null) drafts.delete(name);
  else drafts.set(name, text);
}

export const names = () => [...drafts.keys()];
export const get = (name) => drafts.get(name) ?? null;

export async function set(name, text) {
  drafts.set(name, text);
  const kept = await seal(name, text);
  if (drafts.get(name) === text) localStorage.setItem(name, kept);
}

export function remove(name) {
  drafts.delete(name);
  localStorage.removeItem(name);
}

for (const name of Object.keys(localStorage).filter(isDraft)) {
  await take(name, localStorage.getItem(name));
  if (drafts.has(name)) set(name, drafts.get(name));
  else remove(name);
}
window.addEventListener("storage", ({ key: name, newValue }) => isDraft(name) && take(name, newValue));
