// Selecting several rows: b picks the one in focus, shift with a click picks a range, the bar says how many.
import { behaviour } from "./behaviours.js";
import { register } from "./keys.js";

const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");
const boxes = () => [...document.querySelectorAll("#bulk-form [name=ids]")];
let lastPicked = null;

function count() {
  const picked = boxes().filter((box) => box.checked).length;
  const bar = document.getElementById("bulk");
  bar.hidden = !picked;
  bar.querySelector("[data-count]").textContent = picked;
  document.getElementById("bulk-form")?.classList.toggle("picking", picked > 0);
}

function clear() {
  for (const box of boxes()) box.checked = false;
  count();
}

behaviour("picking", (form, signal) => {
  form.addEventListener("click", (event) => {
    const box = event.target.closest("[name=ids]");
    if (!box) return;
    const all = boxes();
    if (event.shiftKey && lastPicked?.isConnected) {
      const [from, to] = [all.indexOf(lastPicked), all.indexOf(box)].sort((a, b) => a - b);
      for (const other of all.slice(from, to + 1)) other.checked = box.checked;
    }
    lastPicked = box;
    count();
  }, { signal });
});

document.addEventListener("click", (event) => event.target.closest("#bulk [data-none]") && clear());
document.addEventListener("picked", clear);
if (document.getElementById("bulk")) {
  register("b", words.pick, () => {
    const row = document.activeElement.closest?.(".item") ?? document.querySelector(".item:has([aria-current])");
    row?.querySelector("[name=ids]")?.click();
  });
}
