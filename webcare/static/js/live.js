// One stream of changes for all tabs of the browser: one tab listens and tells the others; a lost one heals itself.
import { keep, since } from "./lately.js";

const url = document.querySelector("meta[name=live]")?.content;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("webcare-live") : null;
const topics = new Set();
let last = "";
let pause = 1000;
let timer = 0;

if (url) {
  if (channel) channel.onmessage = ({ data }) => (data.begun ? since(data.begun).forEach((one) => channel.postMessage(one)) : hear(data));
  if (channel && navigator.locks) navigator.locks.request("webcare-live", () => new Promise(listen));
  else listen();
  channel?.postMessage({ begun: Date.now() - performance.now() });  // the tab that listens tells again what came since
  document.addEventListener("changed", ({ detail }) => refresh(detail.topics));
  document.addEventListener("visibilitychange", () => document.hidden || topics.size === 0 || flush());
}

function listen() {
  const from = last ? `?since=${encodeURIComponent(last)}` : `?age=${Math.ceil(performance.now())}`;
  const source = new EventSource(url + from, { withCredentials: true });
  const tell = (kind) => ({ data, lastEventId }) => {
    pause = 1000;
    share({ kind, topics: JSON.parse(data), id: lastEventId });
  };
  source.addEventListener("change", tell("change"));
  source.addEventListener("reset", tell("reset"));
  source.addEventListener("bye", () => again(source));
  source.onerror = () => {
    share({ kind: "lost" });
    if (source.readyState === EventSource.CLOSED || !last) again(source);
  };
}

// The browser gives up after an error of the server; we do not.
function again(source) {
  source.close();
  setTimeout(listen, pause + Math.random() * 500);
  pause = Math.min(pause * 2, 15000);
}

// Only the tab that listens says "heard", also while nobody looks at it.
function share(message) {
  channel?.postMessage(message);
  keep(message);
  if (message.topics) document.dispatchEvent(new CustomEvent("heard", { detail: message }));
  hear(message);
}

function hear({ kind, topics: changed, id }) {
  if (id) last = id;
  document.documentElement.dataset.live = kind === "lost" ? "off" : "on";
  document.dispatchEvent(new CustomEvent("connection", { detail: { lost: kind === "lost" } }));
  if (kind === "change") soon(changed);
  if (kind === "reset") soon(["*"]);
}

function soon(changed) {
  for (const topic of changed) topics.add(topic);
  if (topics.size && !timer) timer = setTimeout(flush, 40 + Math.random() * 60);
}

function flush() {
  timer = 0;
  if (document.hidden) return;
  const all = [...topics];
  topics.clear();
  refresh(all);
}

export function refresh(changed) {
  document.dispatchEvent(new CustomEvent("topics", { detail: changed }));
  for (const element of document.querySelectorAll("[data-live]")) {
    const wanted = element.dataset.live.split(" ");
    if (changed.includes("*") || wanted.some((topic) => changed.includes(topic))) window.htmx.trigger(element, "live");
  }
}
