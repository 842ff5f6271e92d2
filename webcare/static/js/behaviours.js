// A behaviour is a function that an element asks for by name. It starts when the element comes into the page, by
// whatever way, and its listeners (registered with the given signal) end when the element leaves.
import { remember } from "./memory.js";

const known = new Map();
const running = new Map();

export function behaviour(name, start) {
  known.set(name, start);
}

export function begin() {
  enter(document.documentElement);
  new MutationObserver((records) => {
    for (const record of records) {
      for (const node of record.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) enter(node);
    }
    leave();
  }).observe(document.documentElement, { childList: true, subtree: true });
}

function enter(root) {
  remember(root);
  if (root.dataset.behaviour) start(root);
  for (const element of root.querySelectorAll("[data-behaviour]")) start(element);
}

function start(element) {
  if (running.has(element)) return;
  const end = new AbortController();
  running.set(element, end);
  for (const name of element.dataset.behaviour.split(/\s+/)) known.get(name)?.(element, end.signal);
}

function leave() {
  for (const [element, end] of running) {
    if (element.isConnected) continue;
    end.abort();
    running.delete(element);
  }
}
