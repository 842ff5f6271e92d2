// Keeps times fresh, by the business clock of the server, in the same words as lib/duration.py.
const EVERY = 15000;
const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");
const meta = document.querySelector("meta[name=clock]");
const ahead = meta ? Date.parse(meta.content) - Date.parse(meta.dataset.real) : 0;
const skew = meta ? Date.parse(meta.dataset.real) - Date.now() : 0;

export function now() {
  return Date.now() + skew + ahead;
}

export function inWords(milliseconds) {
  const minutes = Math.max(0, Math.floor(milliseconds / 60000));
  if (minutes < 1) return words.moment;
  if (minutes < 60) return words.minutes.replace("%(minutes)s", minutes);
  if (minutes < 48 * 60) {
    const rest = String(minutes % 60).padStart(2, "0");
    return words.hours.replace("%(hours)s", Math.floor(minutes / 60)).replace("%(minutes)s", rest);
  }
  return words.days.replace("%(days)s", Math.floor(minutes / 1440));
}

function tick() {
  if (document.hidden) return;
  const at = now();
  for (const time of document.querySelectorAll("time[data-ago]")) {
    write(time, inWords(at - Date.parse(time.dateTime)));
  }
  for (const time of document.querySelectorAll("time[data-left]")) count(time, at);
}

function count(time, at) {
  const due = Date.parse(time.dateTime);
  const soon = Date.parse(time.dataset.soon);
  const level = at > due ? "late" : at >= soon ? "soon" : "fine";
  time.className = `left ${level}`;
  write(time, words[level].replace("%(span)s", inWords(Math.abs(due - at))));
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

setInterval(tick, EVERY);
document.addEventListener("visibilitychange", tick);
