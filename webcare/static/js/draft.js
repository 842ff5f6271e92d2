// What is written is never lost: a reload, a crash, a tunnel, another tab.
import { behaviour } from "./behaviours.js";
import { Keeping } from "./keeping.js";
import { modeOf, slot } from "./write.js";

const PAUSE = 700;

behaviour("draft", (form, signal) => {
  const text = form.elements.text;
  const drafts = {
    reply: new Keeping(form, "reply", text.value, Number(form.dataset.revisionReply)),
    note: new Keeping(form, "note", form.querySelector("[data-kept=note]").content.textContent, Number(form.dataset.revisionNote)),
  };
  let draft = drafts[modeOf(form).dataset.draft];
  let timer = 0;
  let theirs = "";

  const show = (value) => {
    if (text.value === value) return;
    text.value = value;
    text.dispatchEvent(new Event("input")); // counted, but nothing new to keep
  };
  const say = (what) => { slot(form, "kept").textContent = what ? slot(form, "kept").dataset[what] : ""; };
  const save = async () => {
    const mine = draft;
    const answer = await mine.save(modeOf(form).value);
    if (mine !== draft) return;
    if (answer.here) say("here");
    if (answer.kept) say(mine.text ? "kept" : "");
    if (answer.kept && answer.left !== null && text.value === mine.text) form.dispatchEvent(new CustomEvent("counted", { detail: answer.left }));
    theirs = answer.theirs ?? theirs;
    if (answer.theirs) slot(form, "stale").hidden = false;
  };
  const concerns = (detail) => String(detail.conversation) === form.dataset.conversation;
  const begin = (mode, value, revision) => {
    clearTimeout(timer);
    drafts[mode].begin(value, revision);
    if (drafts[mode] !== draft) return;
    show(value);
    say("");
  };

  text.addEventListener("input", (event) => {
    if (!event.bubbles) return;
    draft.note(text.value);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }, { signal });
  form.addEventListener("change", (event) => {
    if (event.target.name !== "mode") return;
    draft = drafts[modeOf(form).dataset.draft];
    show(draft.text);
  }, { signal });
  form.addEventListener("click", ({ target }) => {
    if (!target.dataset.take) return;
    slot(form, "stale").hidden = true;
    if (target.dataset.take === "theirs") { draft.note(theirs); show(theirs); }
    save();
  }, { signal });
  form.addEventListener("submit", () => { clearTimeout(timer); draft.stop(); }, { signal });
  document.addEventListener("online-again", () => draft.isOnlyHere && save(), { signal });
  document.addEventListener("written", ({ detail }) => concerns(detail) && begin(detail.mode, "", detail.revision), { signal });
  document.addEventListener("restored", ({ detail }) => {
    if (!concerns(detail)) return;
    begin("reply", detail.text, detail.revision);
    text.focus();
  }, { signal });
  window.addEventListener("beforeunload", () => draft.leave(), { signal });
  signal.addEventListener("abort", () => { clearTimeout(timer); if (draft.isOnlyHere) save(); });

  if (draft.isOnlyHere) { show(draft.text); save(); }
});
