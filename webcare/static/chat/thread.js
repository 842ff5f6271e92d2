// Follows the thread: asks for what is new, draws it, counts what is unread, and says what was read.
import { tell } from "./elsewhere.js";
import * as frame from "./frame.js";
import * as keeping from "./keeping.js";
import * as lines from "./lines.js";
import { ask, place, token } from "./session.js";

const status = document.getElementById("status");
const words = document.getElementById("words").dataset;
const unread = new Map();
let version = 0;
let told = 0;
let asking = null;
let mine = "";

async function look() {
  if (!token()) return;
  if (mine !== token()) begin();
  try {
    const thread = await ask(`thread?after=${version}`);
    if (thread.version > version) take(thread);
    document.getElementById("promise").textContent = thread.promise;
    tell(thread.onward);
    say("");
  } catch (error) {
    if (error.status !== 401) say(error.message || words.lost);
  }
}

export function refresh() { // one question at a time, and one more for whatever rang meanwhile
  asking = (asking ?? Promise.resolve()).then(look);
  return asking;
}

function take(thread) {
  const seen = Number(keeping.get(`seen${place()}`) || 0);
  for (const line of thread.lines) {
    lines.draw(line);
    if (line.ours && !line.gone && line.id > seen) unread.set(line.id, line);
  }
  version = thread.version;
  lines.toEnd();
  read();
}

export function read() {
  if (frame.isOpen() && unread.size) {
    keeping.set(`seen${place()}`, String(Math.max(...unread.keys())));
    unread.clear();
    if (told < version) ask("sight", { version: (told = version) }).catch(() => { told = 0; });
  }
  frame.news(unread.size, Boolean(token()));
}

export function say(sentence) { if (status.textContent !== sentence) status.textContent = sentence; }

function begin() { // another visitor than before: nothing of the former one stays on the screen
  mine = token();
  version = told = 0;
  unread.clear();
  lines.clear();
}
