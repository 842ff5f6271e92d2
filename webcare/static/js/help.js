// The list of keys is what the page has at this moment, so that it is never wrong.
import { behaviour } from "./behaviours.js";
import { everyKey, register } from "./keys.js";

const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");

behaviour("help", (dialog) => {
  const open = () => {
    if (!dialog.open) fill(dialog.querySelector(".keys"));
    if (!dialog.open) dialog.showModal();
  };
  dialog.addEventListener("asked", open);
  register("?", dialog.querySelector("h2").textContent, open);
});

function fill(list) {
  const seen = new Set();
  const rows = everyKey().filter(({ keys }) => !seen.has(keys) && seen.add(keys));
  list.replaceChildren(...rows.map(({ keys, says }) => row(keys, says)));
}

// One small box for each key that is pressed.
export function caps(keys) {
  return keys.split(/[+ ]/).map((key) => Object.assign(document.createElement("kbd"), { textContent: shown(key) }));
}

function row(keys, says) {
  const line = document.createElement("div");
  const term = document.createElement("dt");
  const place = document.createElement("dd");
  term.textContent = says;
  place.append(...caps(keys));
  line.append(term, place);
  return line;
}

function shown(key) {
  const names = { mod: /Mac|iP/.test(navigator.platform) ? "⌘" : "ctrl", shift: "⇧", enter: "↵", escape: "esc", space: words.space };
  return names[key] ?? key;
}
