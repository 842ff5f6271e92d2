// What the server said a row looks like, before any behaviour touched it, so that only real changes are swapped in.
const said = new WeakMap();
const MOVING = /(<time[^>]*?)(?: class="[^"]*")?([^>]*>)[^<]*/g;

export function remember(root) {
  for (const row of rows(root)) if (!said.has(row)) said.set(row, still(row));
}

export function sameAs(old, fresh) {
  return said.get(old) === still(fresh);
}

export function replaceMemory(row, fresh) {
  said.set(row, still(fresh));
}

function rows(root) {
  const inside = [...root.querySelectorAll("[data-row]")];
  return root.matches("[data-row]") ? [root, ...inside] : inside;
}

// Times move by themselves, and what htmx marks while it works is not the server's.
function still(row) {
  return row.outerHTML.replace(MOVING, "$1$2").replace(/ class="htmx-[^"]*"/g, "");
}
