// A sentence about what was done, with a way back as long as there is one.
import { behaviour } from "./behaviours.js";
import { now } from "./clock.js";
import { call } from "./request.js";

const MOST = 3;

document.addEventListener("toast", ({ detail }) => show(detail));
// What was done by another button is no longer on offer.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  document.querySelector(`.toast[data-url="${CSS.escape(detail.pathInfo?.requestPath ?? "")}"]`)?.remove();
});

export function show({ text, seconds, wrong, action, until, counted }) {
  const place = document.getElementById("toasts");
  const toast = document.getElementById("toast").content.firstElementChild.cloneNode(true);
  toast.querySelector("p").textContent = text;
  toast.classList.toggle("wrong", Boolean(wrong));
  if (action) offer(toast, action);
  toast.querySelector(".close").addEventListener("click", () => toast.remove());
  place.prepend(toast);
  while (place.children.length > MOST) place.lastElementChild.remove();
  if (until) countDown(toast, Date.parse(until), counted);
  else vanish(toast, seconds);
}

// Heard once, seen every second: what is read out is the sentence as it began.
function countDown(toast, until, counted) {
  const heard = toast.querySelector("p");
  const seen = heard.cloneNode(true);
  heard.className = "out-of-sight";
  seen.setAttribute("aria-hidden", "true");
  heard.after(seen);
  const tick = () => {
    const left = Math.ceil((until - now()) / 1000);
    if (left <= 0 || !toast.isConnected) return stop();
    seen.textContent = counted[left === 1 ? 0 : 1].replace("%s", left);
  };
  const stop = () => { clearInterval(timer); toast.remove(); };
  const timer = setInterval(tick, 250);
  tick();
}

function offer(toast, action) {
  const button = toast.querySelector(".button");
  button.hidden = false;
  toast.dataset.url = action.url;
  button.querySelector("span").textContent = action.label;
  button.querySelector("kbd").textContent = action.hotkey;
  if (action.hotkey) button.dataset.hotkey = action.hotkey;
  button.addEventListener("click", async () => {
    toast.remove();
    await call(action.method.toUpperCase(), action.url);
  });
}

function vanish(toast, seconds) {
  let timer = setTimeout(() => toast.remove(), seconds * 1000);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", () => { timer = setTimeout(() => toast.remove(), 3000); });
}

behaviour("toast", (toast) => vanish(toast, Number(toast.dataset.seconds)));
