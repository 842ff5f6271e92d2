// Tells colleagues that somebody is here, and that somebody is typing.
import { behaviour } from "./behaviours.js";
import { call } from "./request.js";

const EVERY = 20000;
const TYPING = 7000;

behaviour("presence", (work, signal) => {
  const url = `/conversations/${work.dataset.conversation}/presence`;
  let typedAt = 0;
  const tell = (typing) => document.hidden || call("POST", url, typing ? { typing: 1 } : {}, { byItself: !typing }).catch(() => {});
  tell(false);
  const timer = setInterval(() => tell(Date.now() - typedAt < TYPING), EVERY);
  work.addEventListener("input", (event) => {
    if (event.target.name !== "text" || Date.now() - typedAt < TYPING) return;
    typedAt = Date.now();
    tell(true);
  }, { signal });
  const leave = () => call("DELETE", url, {}, { keepalive: true, byItself: true }).catch(() => {});
  window.addEventListener("pagehide", leave, { signal });
  signal.addEventListener("abort", () => { clearInterval(timer); leave(); });
});
