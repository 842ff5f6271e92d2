// ctrl/⌘ k: everything that can be done here, found by typing a few letters of it.
import { behaviour } from "./behaviours.js";
import { caps } from "./help.js";
import { everyKey, press, register } from "./keys.js";

behaviour("palette", (dialog) => {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  let commands = [];
  let chosen = 0;

  const open = () => {
    commands = everyKey().filter(({ keys }) => keys !== "mod+k");
    input.value = "";
    draw();
    dialog.showModal();
    input.focus();
  };
  const fitting = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = commands.filter(({ says }) => words.every((word) => says.toLowerCase().includes(word)));
    return words.length ? [...found, searchFor(dialog, input.value.trim())] : found;
  };
  const run = (command) => {
    dialog.close();
    if (command?.run) command.run();
    else if (command) press(command.element);
  };
  const draw = () => {
    const found = fitting();
    chosen = Math.max(0, Math.min(chosen, found.length - 1));
    list.replaceChildren(...found.map((command, place) => option(command, place === chosen, () => run(command))));
    input.setAttribute("aria-activedescendant", found.length ? `palette-${chosen}` : "");
    [...list.children].forEach((element, place) => { element.id = `palette-${place}`; });
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("input", () => { chosen = 0; draw(); });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { chosen += step; draw(); }
    else if (event.key === "Enter") run(fitting()[chosen]);
    else return;
    event.preventDefault();
  });
  register("mod+k", input.getAttribute("aria-label"), open);
});

function searchFor(dialog, words) {
  const go = () => location.assign(`${dialog.dataset.search}?q=${encodeURIComponent(words)}`);
  return { keys: "/", says: dialog.dataset.searchSays.replace("%s", words), run: go };
}

function option({ keys, says }, selected, run) {
  const element = document.createElement("div");
  element.className = "option";
  element.role = "option";
  element.ariaSelected = String(selected);
  const keyboard = document.createElement("span");
  keyboard.className = "keyboard";
  keyboard.append(...caps(keys));
  element.append(says, keyboard);
  element.addEventListener("click", run);
  return element;
}
