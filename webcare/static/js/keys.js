// Keys: an element with data-hotkey is pressed by its key while it can be seen; a module may register keys of its own.
const registered = [];
let prefix = "";
let timer = 0;

export function register(keys, says, run) {
  registered.push({ keys, says, run });
}

export function everyKey() {
  const elements = [...document.querySelectorAll("[data-hotkey]")].filter((element) => isSeen(element));
  const own = elements.map((element) => ({ keys: element.dataset.hotkey, says: saying(element), element }));
  const pressed = new Set(own.map(({ keys }) => keys));
  return [...own, ...registered.filter(({ keys }) => !pressed.has(keys))].filter(({ says }) => says);
}

export function press(element) {
  if (element.matches("textarea, input:not([type=radio], [type=checkbox])")) {
    element.dispatchEvent(new Event("asked"));
    element.focus();
    element.setSelectionRange?.(element.value.length, element.value.length);
  } else element.click();
}

export function isSeen(element) {
  return element.getClientRects?.().length > 0 && !element.disabled;
}

function saying(element) {
  if (element.dataset.says) return element.dataset.says;
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, .out-of-sight").forEach((part) => part.remove());
  return copy.textContent.trim().replace(/\s+/g, " ");
}

function nameOf(event) {
  const key = { " ": "space", Enter: "enter", Escape: "escape", ArrowDown: "down", ArrowUp: "up" }[event.key] ?? event.key.toLowerCase();
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  return mod + (mod && event.shiftKey ? "shift+" : "") + key;
}

// A dialog that has just closed holds the focus for a moment still: nobody writes in what cannot be seen.
function isWriting(target) {
  return isSeen(target) && target.matches?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit])");
}

// Where the browser itself has a use for the key, it keeps it.
function isTaken(event, keys) {
  if (isWriting(event.target)) return !(keys.startsWith("mod+") || keys === "escape");
  return ["space", "enter"].includes(keys) && event.target.matches?.("button, summary, input, [role=option]");
}

// A dialog closes by itself; a box is left with what stands in it, where the browser would empty one for searching.
function leave(event) {
  if (event.target.closest("dialog")) return;
  event.preventDefault();
  event.target.blur();
}

function find(keys) {
  const scope = [...document.querySelectorAll("dialog[open]")].pop() ?? document;
  return [...scope.querySelectorAll(`[data-hotkey="${CSS.escape(keys)}"]`)].find(isSeen)
    ?? (scope === document && registered.find((one) => one.keys === keys));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const keys = nameOf(event);
  if (isTaken(event, keys)) return;
  if (keys === "escape" && document.querySelector(":popover-open")) return;  // the browser closes it
  if (keys === "escape" && isWriting(event.target)) return leave(event);
  const found = (prefix && find(`${prefix} ${keys}`)) || find(keys);
  clearTimeout(timer);
  prefix = !found && /^[a-z]$/.test(keys) ? keys : "";
  timer = setTimeout(() => { prefix = ""; }, 1000);
  if (!found) return;
  event.preventDefault();
  if (found.run) found.run();
  else press(found);
});
