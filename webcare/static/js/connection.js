// Says calmly when the connection is lost, and stops saying it when it is back. The network may be gone, or only the
// stream; then the page asks by itself now and then.
import { refresh } from "./live.js";

const GRACE = 2500;
const THANKS = 2500;
const ASK = 20000;
const bar = document.getElementById("connection");
const missing = new Set();
let timer = 0;
let said = false;

function say(text, { link = false } = {}) {
  bar.querySelector("span").textContent = text;
  bar.querySelector("a").hidden = !link;
  bar.hidden = false;
}

function lose(what) {
  missing.add(what);
  if (!timer && !said) timer = setTimeout(tell, GRACE);
}

function tell() {
  timer = 0;
  said = true;
  document.body.classList.add("lost");
  say(bar.dataset.lost);
}

function regain(what) {
  if (!missing.delete(what) || missing.size) return;
  clearTimeout(timer);
  timer = 0;
  refresh(["*"]);
  document.dispatchEvent(new CustomEvent("online-again"));
  if (!said) return;
  said = false;
  document.body.classList.remove("lost");
  say(bar.dataset.back);
  setTimeout(() => { if (!said) bar.hidden = true; }, THANKS);
}

if (bar) {
  document.addEventListener("connection", ({ detail }) => (detail.lost ? lose : regain)("stream"));
  document.addEventListener("signed-out", () => say(bar.dataset.out, { link: true }));
  document.addEventListener("htmx:responseError", ({ detail }) => {
    if (detail.xhr.status === 401) say(bar.dataset.out, { link: true });
  });
  document.addEventListener("htmx:sendError", () => lose("network"));
  document.addEventListener("htmx:afterOnLoad", () => regain("network"));
  window.addEventListener("offline", () => lose("network"));
  window.addEventListener("online", () => regain("network"));
  setInterval(() => missing.size && !document.hidden && refresh(["*"]), ASK);
}
