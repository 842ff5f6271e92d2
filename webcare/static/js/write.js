// The box: who will read it, how much room is left, and where it goes.
import { behaviour } from "./behaviours.js";
import { measure } from "./counting.js";

const FAR = 2000; // where there is so much room, nobody counts

export const slot = (form, name) => form.querySelector(`[data-slot=${name}]`);
export const modeOf = (form) => form.querySelector("[name=mode]:checked");
// An answer is never written into a note by mistake: the customer would wait for it in vain.
export const leaveNote = (form) => modeOf(form).value === "note" && form.querySelector("[name=mode]").click();

behaviour("write", (form, signal) => {
  const text = form.elements.text;
  const turn = () => {
    const mode = modeOf(form);
    const isNote = mode.value === "note";
    form.dataset.mode = mode.value;
    slot(form, "readers").textContent = mode.dataset.readers;
    slot(form, "account").hidden = isNote;
    slot(form, "files").hidden = isNote;
    const templates = slot(form, "templates");
    if (templates) templates.hidden = templates.disabled = isNote;
    text.hidden = mode.value === "template";
    text.placeholder = isNote ? text.dataset.labelNote : "";
    for (const part of form.querySelectorAll("[data-answers]")) part.hidden = isNote;
    for (const part of form.querySelectorAll("[data-notes]")) part.hidden = !isNote;
    if (slot(form, "signature")) slot(form, "signature").hidden = isNote;
    slot(form, "file").accept = mode.dataset.accept;
    slot(form, "file").closest("label").hidden = !Number(mode.dataset.most);
    count();
  };
  const count = () => {
    const { unit, limit } = modeOf(form).dataset;
    if (unit) showLeft(form, Number(limit) - measure(signed(form, text.value), unit), Number(limit));
    else slot(form, "left").textContent = "";
  };
  form.addEventListener("change", ({ target }) => target.name === "mode" && turn(), { signal });
  form.addEventListener("click", ({ target }) => target.name === "mode" && text.focus(), { signal });
  text.addEventListener("input", count, { signal });
  text.addEventListener("asked", () => leaveNote(form), { signal });
  form.addEventListener("counted", ({ detail }) => showLeft(form, detail, Number(modeOf(form).dataset.limit)), { signal });
  form.addEventListener("htmx:configRequest", (event) => {
    if (event.target === form && form.dataset.mode === "note") event.detail.path = form.dataset.notes;
  }, { signal });
  document.addEventListener("written", ({ detail }) => {
    if (String(detail.conversation) !== form.dataset.conversation) return;
    form.elements.key.value = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    if (detail.mode === "reply") slot(form, "files").replaceChildren(); // those of an answer outlast a note
    if (document.activeElement === text) form.closest("main").focus({ preventScroll: true });
  }, { signal });
  turn();
});

function signed(form, text) {
  const signature = form.dataset.signature;
  const plain = text.trimEnd();
  return !signature || !plain || plain.endsWith(signature) ? plain : `${plain} ${signature}`;
}

function showLeft(form, left, limit) {
  const place = slot(form, "left");
  if (left > FAR) return void (place.textContent = "");
  place.textContent = (left < 0 ? place.dataset.over : place.dataset.text).replace("%s", Math.abs(left));
  place.classList.toggle("over", left < 0);
  place.classList.toggle("near", left >= 0 && left < limit / 10);
}
