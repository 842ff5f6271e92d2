// What the visitor has said and the house does not have yet: kept over a reload, sent in order, each thing once.
import * as keeping from "./keeping.js";
import { ask, place } from "./session.js";
import { oneTabAtATime } from "./tabs.js";

const LONGEST = 30000;
let look = () => {};
let pause = 1000;
let timer = 0;
let busy = false;

export const waiting = () => JSON.parse(keeping.get(`out${place()}`) || "[]");
export const onChange = (seen) => { look = seen; };

function change(edit, where = place()) {
  keeping.set(`out${where}`, JSON.stringify(edit(JSON.parse(keeping.get(`out${where}`) || "[]"))));
  look();
}

// What was said before the site named its visitor goes on under that name: the thread does, too.
export function adopt() {
  const before = place() && JSON.parse(keeping.get("out") || "[]");
  if (!before?.length) return;
  keeping.set("out", "");
  change((all) => [...before, ...all]);
}

export function put(entry) {
  change((all) => [...all, { ...entry, name_of_it: crypto.randomUUID?.() ?? made(), at: new Date().toISOString() }]);
  flush();
}

export function again(name) {
  change((all) => all.map((one) => (one.name_of_it === name ? { ...one, why: undefined } : one)));
  flush();
}

export const drop = (name) => change((all) => all.filter((one) => one.name_of_it !== name));

export async function flush() {
  if (busy) return;
  busy = true;
  clearTimeout(timer);
  try {
    await oneTabAtATime(sendAll);
  } finally {
    busy = false;
  }
}

async function sendAll() {
  let next;
  while ((next = waiting().find((one) => !one.why))) {
    const where = place(); // a visitor may come to be named while it is under way
    try {
      const { path, at, ...body } = next;
      const line = await ask(path, body);
      pause = 1000;
      change((all) => all.filter((one) => one.name_of_it !== next.name_of_it), where);
      look(line);
    } catch (error) {
      if (error.isFinal) change((all) => all.map((one) => (one.name_of_it === next.name_of_it ? { ...one, why: error.message } : one)), where);
      else return later((error.wait || 0) * 1000);
    }
  }
}

function later(wait) {
  look();
  timer = setTimeout(flush, wait || pause);
  pause = Math.min(2 * pause, LONGEST);
}

function made() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

window.addEventListener("online", flush);
