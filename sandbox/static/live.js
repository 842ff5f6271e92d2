// Keeps the posts of a page up to date, without moving what the hand is about to click.
import { tellTimes } from "./times.js";
import { concerns } from "./concerns.js";

const stream = () => document.getElementById("stream");
const TALKS = new Set(["conversation", "exchange"]); // read from the end
let waiting = 0;
let [behind, running] = [false, false]; // something happened that the page doesn't show yet; it is being fetched

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

function busy() {
  if (!document.getElementById("fresh")) return false;
  return scrollY > 200 || stream().querySelector("details[open]") || stream().matches(":has(:focus-visible)");
}

function hear(event) {
  const mine = JSON.parse(event.data).filter((news) => concerns(stream().dataset, news));
  if (mine.length === 0) return;
  waiting += mine.filter((news) => news.what === "post").length;
  behind = true;
  if (!running) catchUp();
}

// What happens meanwhile, or during the pause after, is fetched by the next round.
async function catchUp() {
  running = true;
  while (behind) {
    behind = false;
    if (busy()) offer();
    else await refresh().catch(() => undefined);
    await new Promise((resolve) => { setTimeout(resolve, 700); });
  }
  running = false;
}

function offer() {
  const fresh = document.getElementById("fresh");
  if (waiting) fresh.textContent = waiting === 1 ? "Show 1 new post" : `Show ${waiting} new posts`;
  fresh.hidden = waiting === 0;
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
