// j and k move through the list, escape leads back to it; after something is done with a conversation, focus goes to the next one.
import { behaviour } from "./behaviours.js";
import { register } from "./keys.js";

const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");
const rows = () => [...document.querySelectorAll("[data-item]")];

function here(all) {
  const at = all.indexOf(document.activeElement);
  return at >= 0 ? at : all.findIndex((row) => row.ariaCurrent === "true");
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = here(all);
  const to = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + step));
  go(all[to]);
}

function go(row) {
  row.focus({ preventScroll: true });
  row.closest("li, tr").scrollIntoView({ block: "nearest" });
}

export function goToNext(conversation) {
  const all = rows();
  const at = all.findIndex((row) => row.id === `row-${conversation}`);
  const next = all[at + 1] ?? all.find((row) => row.id !== `row-${conversation}`);
  if (next) go(next);
  else document.getElementById("next")?.focus();
}

behaviour("list", (list, signal) => {
  list.addEventListener("submit", (event) => event.preventDefault(), { signal });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches("[data-item]")) return;
    event.preventDefault();
    move(step);
  }, { signal });
});

// While a dialog is open nothing behind it takes focus, and when it closes the browser gives focus back to where it was.
function afterDialog(go) {
  const dialog = document.querySelector("dialog[open]");
  if (dialog) dialog.addEventListener("close", go, { once: true });
  else go();
}

// Where the list stands beside the conversation, one goes back to it without leaving what one reads.
function back() {
  const all = rows();
  if (all.length) go(all[Math.max(0, here(all))]);
  else document.getElementById("next")?.focus();
}

if (document.getElementById("queue")) register("escape", words.back, back);
if (document.querySelector("#queue, [data-item], [data-list]")) {
  register("j", words.down, () => move(1));
  register("k", words.up, () => move(-1));
}
document.addEventListener("settled", ({ detail }) => afterDialog(() => goToNext(detail.conversation)));
document.addEventListener("written", ({ detail }) => detail.mode === "reply" && goToNext(detail.conversation));
