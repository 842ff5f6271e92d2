// A list to choose from: arrows move, typing narrows, enter takes.
import { behaviour } from "./behaviours.js";

behaviour("options", (place, signal) => {
  const find = place.querySelector("[data-find]");
  const all = () => [...place.querySelectorAll(".option")];
  const seen = () => all().filter((option) => !option.hidden);

  find?.addEventListener("input", () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const option of all()) {
      option.hidden = !words.every((word) => option.textContent.toLowerCase().includes(word));
    }
    const none = place.querySelector("[data-none]");
    if (none) none.hidden = !all().length || seen().length > 0;
  }, { signal });

  place.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const options = seen();
    if (step && options.length) {
      const at = options.indexOf(document.activeElement);
      options[(at + step + options.length) % options.length].focus();
    } else if (event.key === "Enter" && event.target === find) options[0]?.click();
    else return;
    event.preventDefault();
  }, { signal });
});
