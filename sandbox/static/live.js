// Keeps the posts of a page up to date, without moving what the hand is about to click.
import { tellTimes } from "./times.js";

const stream = () => document.getElementById("stream");
const OF_ITS_OWN = new Set(["message", "mail", "wall", "chat"]); // shown on pages of their own
const TALKS = new Set(["conversation", "exchange"]); // read from the end
let waiting = 0;
let running = false;

export async function refresh({ follow = false } = {}) {
  if (!stream()) return location.reload();
  const atEnd = innerHeight + scrollY > document.documentElement.scrollHeight - 120;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  swap(page, "stream");
  swap(page, "ways");
  tellTimes();
  const fresh = document.getElementById("fresh");
  if (fresh) fresh.hidden = true;
  waiting = 0;
  if (TALKS.has(stream().dataset.live) && (atEnd || follow)) toEnd();
}

function swap(page, id) {
  const before = document.getElementById(id);
  const after = page.getElementById(id);
  if (!before || !after || before.innerHTML === after.innerHTML) return;
  const focused = before.contains(document.activeElement) ? document.activeElement.id : "";
  const unfolded = [...before.querySelectorAll("details[open] > summary[id]")].map((summary) => summary.id);
  before.replaceChildren(...after.childNodes);
  for (const id of unfolded) document.getElementById(id)?.parentElement.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function concerns(news) {
  const { live, thread, by, conversation, mailbox, wall, post, exchange } = stream().dataset;
  if (news.what === "reset") return true;
  if (live === "messages") return news.what === "message";
  if (live === "conversation") return news.what === "message" && news.about === conversation;
  if (live === "mail") return news.what === "mail" && news.about === mailbox;
  if (live === "walls") return news.what === "wall";
  if (live === "wall") return news.what === "wall" && news.thread === wall;
  if (live === "wall-post") return news.what === "wall" && news.about === post;
  if (live === "chats") return news.what === "chat";
  if (live === "exchange") return news.what === "chat" && news.about === exchange;
  if (OF_ITS_OWN.has(news.what)) return false;
  if (live === "thread") return news.thread === thread;
  if (live === "profile") return news.by === by || news.what === "like";
  return live === "timeline" && (news.what !== "post" || news.about === news.thread);
}

function busy() {
  return scrollY > 200 || stream().querySelector("details[open]") || stream().matches(":has(:focus-visible)");
}

async function hear(event) {
  const mine = JSON.parse(event.data).filter(concerns);
  if (mine.length === 0) return;
  const arrived = mine.filter((news) => news.what === "post").length;
  const fresh = document.getElementById("fresh");
  waiting += arrived;
  if (fresh && busy()) {
    if (waiting) fresh.textContent = waiting === 1 ? "Show 1 new post" : `Show ${waiting} new posts`;
    fresh.hidden = waiting === 0;
    return;
  }
  if (running) return;
  running = true;
  await refresh().catch(() => undefined);
  setTimeout(() => { running = false; if (waiting) refresh(); }, 700);
}

function toEnd() {
  scrollTo({ top: document.documentElement.scrollHeight });
}

export function stayLive() {
  if (!stream()?.dataset.live) return;
  if (TALKS.has(stream().dataset.live)) toEnd();
  document.getElementById("fresh")?.addEventListener("click", () => { scrollTo({ top: 0 }); refresh(); });
  const source = new EventSource(`/live?since=${document.body.dataset.news}`);
  const offline = document.getElementById("offline");
  source.onmessage = hear;
  source.onerror = () => { offline.hidden = false; };
  source.onopen = () => { offline.hidden = true; };
}
