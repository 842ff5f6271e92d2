// What is written is never lost: on this computer at every key, on the server at every pause.
import { behaviour } from "./behaviours.js";
import { call } from "./request.js";
import { modeOf, slot } from "./write.js";

const PAUSE = 700;

behaviour("draft", (form, signal) => {
  const text = form.elements.text;
  const kept = { reply: text.value, note: form.querySelector("[data-kept=note]").content.textContent };
  const revision = { reply: Number(form.dataset.revisionReply), note: Number(form.dataset.revisionNote) };
  const place = (name) => `draft:${form.dataset.conversation}:${name}`;
  let name = modeOf(form).dataset.draft;
  let timer = 0;
  let saving = null;
  let theirs = null;

  const show = (value) => {
    text.value = value;
    text.dispatchEvent(new Event("input", { bubbles: false }));
  };
  const say = (what) => { slot(form, "kept").textContent = what ? slot(form, "kept").dataset[what] : ""; };
  const save = async () => {
    saving?.abort();
    saving = new AbortController();
    const [mine, value] = [name, text.value];
    const data = { mode: modeOf(form).value, text: value, revision: revision[mine] };
    try {
      const response = await call("POST", form.dataset.draft, data, { signal: saving.signal });
      const answer = response.status === 200 || response.status === 409 ? await response.json() : null;
      if (response.status === 409) return conflict(mine, value, answer);
      if (!answer) return say("here");
      revision[mine] = answer.revision;
      if (localStorage.getItem(place(mine)) === value) localStorage.removeItem(place(mine));
      if (mine === name && text.value === value && answer.left !== null) form.dispatchEvent(new CustomEvent("counted", { detail: answer.left }));
      say(value ? "kept" : "");
    } catch (error) {
      if (error.name !== "AbortError") say("here");
    }
  };
  const conflict = (mine, value, answer) => {
    revision[mine] = answer.revision;
    if (!answer.text.trim() || answer.text === value) return save();
    theirs = answer.text;
    slot(form, "stale").hidden = false;
  };
  const stop = () => { clearTimeout(timer); saving?.abort(); };

  text.addEventListener("input", (event) => {
    kept[name] = text.value;
    if (!event.isTrusted && !event.bubbles) return;
    localStorage.setItem(place(name), text.value);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }, { signal });
  form.addEventListener("change", (event) => {
    if (event.target.name !== "mode") return;
    name = modeOf(form).dataset.draft;
    if (text.value !== kept[name]) show(kept[name]);
  }, { signal });
  form.addEventListener("click", ({ target }) => {
    if (!target.dataset.take) return;
    slot(form, "stale").hidden = true;
    if (target.dataset.take === "theirs") show(theirs);
    save();
  }, { signal });
  form.addEventListener("submit", stop, { signal });
  document.addEventListener("online-again", () => localStorage.getItem(place(name)) !== null && save(), { signal });
  document.addEventListener("written", ({ detail }) => {
    if (String(detail.conversation) !== form.dataset.conversation) return;
    stop();
    localStorage.removeItem(place(detail.mode));
    kept[detail.mode] = "";
    revision[detail.mode] = detail.revision;
    if (detail.mode === name) show("");
    say("");
  }, { signal });
  document.addEventListener("restored", ({ detail }) => {
    if (String(detail.conversation) !== form.dataset.conversation) return;
    revision.reply = detail.revision;
    kept.reply = detail.text;
    if (name === "reply") { show(detail.text); text.focus(); }
  }, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));

  for (const each of ["reply", "note"]) kept[each] = localStorage.getItem(place(each)) ?? kept[each];
  if (text.value !== kept[name]) { show(kept[name]); save(); }
});
