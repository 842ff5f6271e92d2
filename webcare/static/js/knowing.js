// On a narrow screen what we know lies over the conversation: shown and put away, and focus goes with it.
import { behaviour } from "./behaviours.js";

function show(work, shown) {
  work.classList.toggle("knowing", shown);
  const button = work.querySelector(".know-more");
  button.setAttribute("aria-expanded", String(shown));
  if (shown) work.querySelector(".know-close").focus();
  else button.focus();
}

behaviour("knowing", (button, signal) => button.addEventListener("click", () => {
  const work = button.closest(".work");
  show(work, !work.classList.contains("knowing"));
}, { signal }));

document.addEventListener("keydown", (event) => {
  const work = document.querySelector(".work.knowing");
  if (event.key !== "Escape" || !work?.querySelector(".know").contains(event.target)) return;
  event.preventDefault();
  show(work, false);
}, { capture: true });
