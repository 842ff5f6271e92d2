// The list that a hand is about to click does not move: what is new waits behind a pill until the hand is gone.
import { behaviour } from "./behaviours.js";
import { blend } from "./keyed.js";

const CALM = 400;
const TOUCHED = 2000;
const waiting = new Map();

export function isHeld(target) {
  const list = target.closest("[data-behaviour~=holds]");
  if (!list) return "";
  if (list.dataset.pointer) return "pointer";
  return target.contains(document.activeElement) ? "focus" : "";
}

export function keepForLater(target, source) {
  const here = new Set([...target.children].map((row) => row.dataset.row));
  const fresh = [...source.children].filter((row) => row.dataset.row && !here.has(row.dataset.row));
  const items = fresh.filter((row) => row.querySelector("[data-item]")).length;
  waiting.set(target, source.cloneNode(true));
  show(items);
}

function show(count) {
  const pill = document.querySelector("[data-behaviour~=pill]");
  if (!pill) return;
  pill.hidden = !count;
  pill.textContent = count === 1 ? pill.dataset.one : pill.dataset.many.replace("%n", count);
}

export function letIn() {
  for (const [target, source] of waiting) {
    if (target.isConnected) for (const row of blend(target, source, { now: true })) window.htmx.process(row);
  }
  waiting.clear();
  show(0);
}

behaviour("pill", (pill, signal) => {
  pill.addEventListener("click", () => {
    letIn();
    document.querySelector("[data-behaviour~=holds]")?.scrollTo({ top: 0 });
  }, { signal });
});

behaviour("holds", (list, signal) => {
  let timer;
  const hold = () => {
    clearTimeout(timer);
    list.dataset.pointer = "1";
  };
  const release = (after) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      delete list.dataset.pointer;
      if (!list.contains(document.activeElement)) letIn();
    }, after);
  };
  list.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && hold(), { signal });
  list.addEventListener("pointerleave", () => release(CALM), { signal });
  list.addEventListener("touchstart", () => { hold(); release(TOUCHED); }, { signal, passive: true });
  list.addEventListener("focusout", () => setTimeout(() => {
    if (!list.contains(document.activeElement) && !list.dataset.pointer) letIn();
  }, CALM), { signal });
});
