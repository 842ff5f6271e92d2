// What this browser keeps for the chat, apart for each site that frames it; where it may keep nothing, till the page goes.
const passing = new Map();
const name = (key) => `webcare-chat:${document.documentElement.dataset.key}:${key}`;

export function get(key) {
  try {
    return localStorage.getItem(name(key)) ?? passing.get(key) ?? "";
  } catch {
    return passing.get(key) ?? "";
  }
}

export function set(key, value) {
  passing.set(key, value);
  try {
    if (value) localStorage.setItem(name(key), value);
    else localStorage.removeItem(name(key));
  } catch { /* the browser keeps nothing for frames */ }
}

export function onOthers(key, look) {
  window.addEventListener("storage", (event) => event.key === name(key) && look());
}
