// Files that go along: uploaded as soon as they are chosen, each once, and named below the field.
import { button, text } from "./lines.js";
import { ask } from "./session.js";

const list = document.getElementById("files");
const words = document.getElementById("words").dataset;
const { mostFiles, mostBytes } = document.documentElement.dataset;
let chosen = [];

export const ready = () => chosen.filter((one) => one.kept).map((one) => one.kept);
export const isBusy = () => chosen.some((one) => !one.kept && !one.why);
export const clear = () => { chosen = []; draw(); };

export function add(files) {
  for (const file of files) {
    const one = { file, name: crypto.randomUUID?.() ?? `${Date.now()}-${chosen.length}-${Math.random()}`.replace(".", "") };
    chosen = [...chosen, one];
    if (chosen.length > Number(mostFiles)) one.why = words.tooMany;
    else if (file.size > Number(mostBytes)) one.why = words.tooLarge;
    else upload(one);
  }
  draw();
}

async function upload(one) {
  const form = new FormData();
  form.append("name", one.name);
  form.append("file", one.file);
  one.why = "";
  try {
    one.kept = await ask("files", form);
  } catch (error) {
    one.why = error.message && error.status ? error.message : words.lost;
    one.again = !error.isFinal;
  }
  draw();
}

function draw() {
  list.replaceChildren(...chosen.map((one) => {
    const row = text("li", `${one.file.name} · ${one.why || (one.kept ? words.there : words.sending)} `);
    if (one.again && one.why) row.append(button(words.again, () => { upload(one); draw(); }));
    row.append(button(words.drop, () => { chosen = chosen.filter((other) => other !== one); draw(); }));
    return row;
  }));
  list.hidden = !chosen.length;
}
