// Behaviours of a line or two: folding, opening a dialog, placing a menu, unveiling, going back.
import { behaviour } from "./behaviours.js";

behaviour("folds", (button, signal) => button.addEventListener("click", () => {
  const part = document.getElementById(button.getAttribute("aria-controls"));
  part.hidden = !part.hidden;
  button.setAttribute("aria-expanded", String(!part.hidden));
  if (!part.hidden) part.querySelector("select, input:not([type=hidden])")?.focus();
}, { signal }));

behaviour("opens", (button, signal) => button.addEventListener("click", () => {
  button.closest("[popover]")?.hidePopover();
  document.getElementById(button.dataset.opens).dispatchEvent(new CustomEvent("asked"));
}, { signal }));

behaviour("menu", (menu, signal) => menu.addEventListener("toggle", () => {
  const button = document.querySelector(`[popovertarget="${menu.id}"]`).getBoundingClientRect();
  menu.style.top = `${button.bottom + 4}px`;
  menu.style.right = `${Math.max(8, innerWidth - button.right)}px`;
}, { signal }));

behaviour("veil", (veiled, signal) => veiled.addEventListener("click", (event) => {
  if (!veiled.classList.contains("veiled")) return;
  event.preventDefault();
  veiled.classList.remove("veiled");
  veiled.querySelector(".unveil")?.remove();
}, { signal }));

behaviour("back", (link) => { link.href = `/${location.search}`; });

behaviour("filters", (form, signal) => form.addEventListener("change", () => form.requestSubmit(), { signal }));

behaviour("copies", (button, signal) => button.addEventListener("click", async () => {
  const field = document.getElementById(button.dataset.copies);
  field.select(); // where the browser lets nobody write, the keyboard still copies it
  await navigator.clipboard?.writeText(field.value);
  button.textContent = button.dataset.copied;
}, { signal }));
