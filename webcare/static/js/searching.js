// The search box: arrow down goes into what was found, up from the first one comes back.
import { behaviour } from "./behaviours.js";

behaviour("searching", (form, signal) => {
  const box = form.querySelector("input[type=search]");
  const place = document.getElementById("results");
  const hits = () => [...place.querySelectorAll("[data-item]")];
  document.addEventListener("keydown", (event) => {
    const first = hits()[0];
    if (event.key !== "ArrowDown" || !first || ![box, document.body].includes(event.target)) return;
    event.preventDefault();
    first.focus();
  }, { signal });
  place.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = hits();
    const at = all.indexOf(event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    (all[at + step] ?? (step < 0 ? box : all[at])).focus();
  }, { signal });
});
