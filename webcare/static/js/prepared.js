// A prepared answer, or the link for a private message, goes into the box with one key; what was written stays.
import { behaviour } from "./behaviours.js";
import { leaveNote } from "./write.js";

behaviour("prepared", (form, signal) => {
  const text = form.elements.text;
  form.querySelector("[data-link]")?.addEventListener("click", ({ currentTarget }) => {
    insert(text, currentTarget.dataset.link);
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }, { signal });
  let put = "";
  document.addEventListener("click", (event) => {
    const answer = event.target.closest("[data-answer]");
    if (!answer) return;
    leaveNote(form);
    const words = answer.querySelector("span").textContent;
    if (!text.value.trim() || text.value === put) text.value = words;
    else insert(text, words);
    put = text.value;
    form.elements.macro.value = answer.dataset.macro;
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }, { signal });
});

// A word that touches another one, or a link, would be another word or link.
function insert(text, words) {
  const [before, after] = [text.value.slice(0, text.selectionStart), text.value.slice(text.selectionEnd)];
  const apart = (side, edge) => (side && !edge.test(side) ? " " : "");
  text.setRangeText(`${apart(before, /\s$/)}${words}${apart(after, /^\s/)}`, text.selectionStart, text.selectionEnd, "end");
}
