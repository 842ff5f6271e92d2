// What was kept on this computer belongs to who wrote it: it goes when they sign out, and before anybody else begins.
import { behaviour } from "./behaviours.js";
import * as sealed from "./sealed.js";

const whose = document.body.dataset.person;
const forget = () => sealed.names().forEach(sealed.remove);

if (localStorage.getItem("whose") !== whose) {
  if (localStorage.getItem("whose")) forget();
  localStorage.setItem("whose", whose);
}

// A draft that is still here has not reached the server, so nobody would see it again.
behaviour("leaving", (form, signal) => form.addEventListener("submit", (event) => {
  if (sealed.names().some((name) => sealed.get(name).trim()) && !confirm(form.dataset.ask)) event.preventDefault();
  else forget();
}, { signal }));
