// The swap "keyed": rows with the same data-row stay where and what they are unless the server says something new.
import { isHeld, keepForLater } from "./holds.js";
import { replaceMemory, sameAs } from "./memory.js";

window.htmx.defineExtension("keyed", {
  isInlineSwap: () => false,
  handleSwap(style, target, fragment) {
    return style === "keyed" ? blend(target, fragment) : false;
  },
});

export function blend(target, source, { now = false } = {}) {
  const focused = document.activeElement;
  const held = now ? "" : isHeld(target);
  const before = new Map([...target.children].map((row) => [row.dataset.row, row]));
  const wanted = [...source.children].filter((row) => row.dataset.row);
  const fresh = [];
  const standing = [];
  for (const row of wanted) {
    const old = before.get(row.dataset.row);
    before.delete(row.dataset.row);
    if (old) standing.push(update(old, row, fresh));
    else if (!held) standing.push(bring(row, fresh));
  }
  if (held) keepForLater(target, source);
  remove(before.values(), held, focused);
  if (!held) arrange(target, standing);
  restoreFocus(focused);
  return fresh;
}

function update(old, row, fresh) {
  delete old.dataset.gone;
  if ("keep" in row.dataset) return old;
  const inner = old.querySelector("[data-keyed]");
  const wanted = row.querySelector("[data-keyed]");
  if (inner && wanted) {
    fresh.push(...blend(inner, wanted));
    return old;
  }
  if (sameAs(old, row)) return old;
  return exchange(old, row, fresh);
}

function exchange(old, row, fresh) {
  const inside = old.contains(document.activeElement) ? document.activeElement.id : "";
  const picked = old.querySelector("input[type=checkbox]")?.checked;
  replaceMemory(row, row);
  old.replaceWith(row);
  if (picked) row.querySelector("input[type=checkbox]").checked = true;
  if (inside) document.getElementById(inside)?.focus({ preventScroll: true });
  fresh.push(row);
  return row;
}

function bring(row, fresh) {
  replaceMemory(row, row);
  fresh.push(row);
  return row;
}

function remove(rows, held, focused) {
  for (const row of rows) {
    if ("keep" in row.dataset) continue;
    if (held === "pointer" || (held && row.contains(focused))) row.dataset.gone = "";
    else row.remove();
  }
}

function arrange(target, rows) {
  let place = target.firstElementChild;
  for (const row of rows) {
    if (row === place) place = place.nextElementSibling;
    else target.insertBefore(row, place);
  }
}

function restoreFocus(focused) {
  if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
}
