// A conversation was opened: the list marks it and keeps the mark, the title names it, and who listens hears where they are.
import { behaviour } from "./behaviours.js";

let first = true;

// The list comes anew without knowing what is open on this screen.
behaviour("current", (row) => {
  const open = document.getElementById("work")?.dataset.conversation;
  if (open && row.id === `row-${open}`) row.setAttribute("aria-current", "true");
});

behaviour("opened", (work) => {
  document.title = work.dataset.title;
  for (const row of document.querySelectorAll("[data-item][aria-current]")) row.removeAttribute("aria-current");
  document.getElementById(`row-${work.dataset.conversation}`)?.setAttribute("aria-current", "true");
  if (!first) work.focus({ preventScroll: true });
  first = false;
});

// The first one may also be opened from the empty desk.
if (!document.querySelector("[data-conversation]")) first = false;
