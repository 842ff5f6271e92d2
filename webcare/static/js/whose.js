// What was kept on this computer belongs to who wrote it: it goes when they sign out, and before anybody else begins.
import { behaviour } from "./behaviours.js";

const whose = document.body.dataset.person;
const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith("draft:"));
const forget = () => drafts().forEach((key) => localStorage.removeItem(key));

if (localStorage.getItem("whose") !== whose) {
  if (localStorage.getItem("whose")) forget();
  localStorage.setItem("whose", whose);
}

// A draft that is still here has not reached the server, so nobody would see it again.
behaviour("leaving", (form, signal) => form.addEventListener("submit", (event) => {
  if (drafts().some((key) => localStorage.getItem(key).trim()) && !confirm(form.dataset.ask)) event.preventDefault();
  else forget();
}, { signal }));
