// Draws the thread: what stands there, and below it what is still on its way.
import { ask } from "./session.js";

const list = document.getElementById("lines");
const words = document.getElementById("words").dataset;
const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
const shown = new Map();

export function draw(line) {
  const row = made(line.ours, line.gone ? words.gone : line.text, line.at);
  row.dataset.id = line.id;
  if (line.gone) row.classList.add("gone");
  if (line.edited && !line.gone) row.querySelector("small").append(` · ${words.edited}`);
  row.querySelector("p").after(...line.files.map(linked));
  const before = shown.get(line.id);
  if (before) before.replaceWith(row);
  else list.insertBefore(row, list.querySelector(".waiting"));
  shown.set(line.id, row);
}

export function drawWaiting(entries, act) {
  list.querySelectorAll(".waiting").forEach((row) => row.remove());
  for (const entry of entries) {
    const row = made(false, entry.text ?? `${entry.name} <${entry.email}>`, entry.at);
    row.classList.add("waiting");
    row.querySelector("p").after(...(entry.files ?? []).map(({ filename }) => text("span", filename, "file")));
    row.querySelector("small").append(` · ${entry.why ?? words.sending}`);
    if (entry.why) row.append(button(words.again, () => act.again(entry.name_of_it)), button(words.drop, () => act.drop(entry.name_of_it)));
    list.append(row);
  }
}

export const waitingRows = () => list.querySelectorAll(".waiting").length;
export const clear = () => { shown.forEach((row) => row.remove()); shown.clear(); };
export const toEnd = () => { list.parentElement.scrollTop = list.parentElement.scrollHeight; };

function made(ours, said, at) {
  const row = document.createElement("li");
  const p = text("p", said);
  const small = text("small", "");
  row.className = ours ? "ours" : "theirs";
  p.dir = "auto";
  p.hidden = !said;
  small.append(text("span", ours ? words.us : words.you, "out-of-sight"), ` ${time.format(new Date(at))}`);
  row.append(p, small);
  return row;
}

function linked(file) {
  const weight = `${size.format(Math.max(file.size / 1048576, .1))} MB`;
  return button(`${file.filename} · ${weight}`, async () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await ask(`files/${file.key}`));
    link.download = file.filename;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }, "file");
}

export function button(label, press, kind = "small") {
  const made = text("button", label, kind);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

export function text(tag, content, kind = "") {
  const made = document.createElement(tag);
  made.textContent = content;
  if (kind) made.className = kind;
  return made;
}
