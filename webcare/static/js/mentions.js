// In a note, @ and a few letters find a colleague or a team.
import { behaviour } from "./behaviours.js";
import { call } from "./request.js";
import { slot } from "./write.js";

const BEGUN = /(?:^|[\s(])@([\w-]*)$/;
const MOST = 7;
let colleagues = null;

behaviour("mentions", (form, signal) => {
  const text = form.elements.text;
  const list = slot(form, "suggest");
  let chosen = 0;

  const begun = () => form.dataset.mode === "note" && BEGUN.exec(text.value.slice(0, text.selectionStart))?.[1];
  const close = () => { list.hidden = true; text.removeAttribute("aria-activedescendant"); };
  const take = (slug) => {
    const start = text.selectionStart - begun().length;
    text.setRangeText(`${slug} `, start, text.selectionStart, "end");
    close();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const draw = async () => {
    if (typeof begun() !== "string") return close();
    colleagues ??= call("GET", "/colleagues").then((answer) => answer.json());
    const everybody = await colleagues;
    const letters = begun(); // one has gone on typing meanwhile
    if (typeof letters !== "string") return close();
    const found = everybody.filter(({ slug, name }) => `${slug} ${name}`.toLowerCase().includes(letters.toLowerCase())).slice(0, MOST);
    chosen = Math.max(0, Math.min(chosen, found.length - 1));
    list.replaceChildren(...found.map((one, place) => option(one, place, place === chosen, () => take(one.slug))));
    list.hidden = !found.length;
    if (found.length) text.setAttribute("aria-activedescendant", `colleague-${chosen}`);
  };
  text.addEventListener("input", () => { chosen = 0; draw(); }, { signal });
  text.addEventListener("blur", () => setTimeout(close, 150), { signal });
  text.addEventListener("keydown", (event) => {
    if (list.hidden || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { chosen += step; draw(); }
    else if (event.key === "Enter" || event.key === "Tab") list.children[chosen]?.click();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
});

function option({ slug, name }, place, selected, take) {
  const element = document.createElement("div");
  Object.assign(element, { className: "option", role: "option", id: `colleague-${place}`, ariaSelected: String(selected) });
  element.append(name, Object.assign(document.createElement("span"), { className: "faint push", textContent: `@${slug}` }));
  element.addEventListener("mousedown", (event) => event.preventDefault());
  element.addEventListener("click", take);
  return element;
}
