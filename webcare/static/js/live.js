// One stream of changes for all tabs of the browser: one tab listens and tells the others; a lost one heals itself.
const url = document.querySelector("meta[name=live]")?.content;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("webcare-live") : null;
const topics = new Set();
let last = "";
let pause = 1000;
let timer = 0;

if (url) {
  if (channel) channel.onmessage = ({ data }) => hear(data);
  if (channel && navigator.locks) navigator.locks.request("webcare-live", () => new Promise(listen));
  else listen();
  document.addEventListener("changed", ({ detail }) => refresh(detail.topics));
  document.addEventListener("visibilitychange", () => document.hidden || topics.size === 0 || flush());
}

function listen() {
  const since = last ? `?since=${encodeURIComponent(last)}` : "";
  const source = new EventSource(url + since, { withCredentials: true });
  const tell = (kind) => ({ data, lastEventId }) => {
    pause = 1000;
    share({ kind, topics: JSON.parse(data), id: lastEventId });
  };
  source.addEventListener("change", tell("change"));
  source.addEventListener("reset", tell("reset"));
  source.addEventListener("bye", () => again(source));
  source.onerror = () => {
    share({ kind: "lost" });
    if (source.readyState === EventSource.CLOSED) again(source);
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
