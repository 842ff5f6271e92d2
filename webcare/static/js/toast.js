// A sentence about what was done, with a way back as long as there is one.
import { behaviour } from "./behaviours.js";
import { call } from "./request.js";

const MOST = 3;

document.addEventListener("toast", ({ detail }) => show(detail));
// What was done by another button is no longer on offer.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  document.querySelector(`.toast[data-url="${CSS.escape(detail.pathInfo?.requestPath ?? "")}"]`)?.remove();
});

export function show({ text, seconds, wrong, action }) {
  const place = document.getElementById("toasts");
  const toast = document.getElementById("toast").content.firstElementChild.cloneNode(true);
  toast.querySelector("p").textContent = text;
  toast.classList.toggle("wrong", Boolean(wrong));
  if (action) offer(toast, action);
  toast.querySelector(".close").addEventListener("click", () => toast.remove());
  place.prepend(toast);
  while (place.children.length > MOST) place.lastElementChild.remove();
  vanish(toast, seconds);
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
