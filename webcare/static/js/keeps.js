// What was written into a box is kept on this computer until it was sent; signing out forgets it.
import { behaviour } from "./behaviours.js";
import * as sealed from "./sealed.js";

behaviour("keeps", (form, signal) => {
  const name = `draft:${form.getAttribute("action")}`;
  const box = form.querySelector("textarea");
  const told = form.querySelector("[data-slot=kept]");
  box.value ||= sealed.get(name) ?? "";
  box.addEventListener("input", () => {
    if (box.value) sealed.set(name, box.value);
    else sealed.remove(name);
    if (told) told.textContent = box.value ? told.dataset.here : "";
  }, { signal });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!detail.successful || detail.elt !== form) return;
    sealed.remove(name);
    form.reset();
    form.elements.key.value = `${Date.now()}-${Math.random()}`; // what comes next is another one
    if (told) told.textContent = "";
  }, { signal });
});
