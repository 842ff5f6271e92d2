// Says calmly when the connection is lost, and stops saying it when it is back.
import { refresh } from "./live.js";

const GRACE = 2500;
const THANKS = 2500;
const bar = document.getElementById("connection");
let timer = 0;
let lost = false;

function say(text, { link = false } = {}) {
  bar.querySelector("span").textContent = text;
  bar.querySelector("a").hidden = !link;
  bar.hidden = false;
  document.body.classList.toggle("lost", lost);
}

function lose() {
  if (!timer && !lost) timer = setTimeout(() => { timer = 0; lost = true; say(bar.dataset.lost); }, GRACE);
}

function regain() {
  clearTimeout(timer);
  timer = 0;
  if (!lost) return;
  lost = false;
  say(bar.dataset.back);
  refresh(["*"]);
  document.dispatchEvent(new CustomEvent("online-again"));
  setTimeout(() => { if (!lost) bar.hidden = true; }, THANKS);
}

if (bar) {
  document.addEventListener("connection", ({ detail }) => (detail.lost ? lose() : regain()));
  document.addEventListener("signed-out", () => say(bar.dataset.out, { link: true }));
  document.addEventListener("htmx:responseError", ({ detail }) => {
    if (detail.xhr.status === 401) say(bar.dataset.out, { link: true });
  });
  document.addEventListener("htmx:sendError", lose);
  document.addEventListener("htmx:afterOnLoad", () => navigator.onLine && timer && regain());
  window.addEventListener("offline", lose);
  window.addEventListener("online", () => refresh(["*"]));
}
