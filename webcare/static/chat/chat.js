// The panel: ties thread, outbox, stream and the page around the frame together.
import * as files from "./files.js";
import * as frame from "./frame.js";
import * as keeping from "./keeping.js";
import * as lines from "./lines.js";
import * as outbox from "./outbox.js";
import { become, place } from "./session.js";
import { listen } from "./stream.js";
import { read, refresh, say } from "./thread.js";

const form = document.getElementById("say");
const field = form.elements.text;
const contact = document.getElementById("contact");
const words = document.getElementById("words").dataset;

function drawWaiting(line) {
  if (line) { refresh(); listen(refresh); }
  lines.drawWaiting(outbox.waiting(), outbox);
  if (outbox.waiting().length) lines.toEnd();
}

async function drawOfOthers() { // what another tab has sent stands in the thread before it leaves what waits
  if (outbox.waiting().length < lines.waitingRows()) { listen(refresh); await refresh(); }
  drawWaiting();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (files.isBusy() || (!text && !files.ready().length)) return;
  outbox.put({ path: "messages", text, files: files.ready() });
  field.value = "";
  files.clear();
  field.focus();
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
form.elements.file.addEventListener("change", () => { files.add(form.elements.file.files); form.elements.file.value = ""; });
contact?.addEventListener("submit", (event) => {
  event.preventDefault();
  outbox.put({ path: "contact", name: contact.elements.name.value, email: contact.elements.email.value });
  contact.closest("details").open = false;
  field.focus();
});
document.addEventListener("keydown", (event) => event.key === "Escape" && frame.close());
document.getElementById("close").addEventListener("click", frame.close);
document.getElementById("close").hidden = !frame.isFramed;
document.addEventListener("visibilitychange", read);
outbox.onChange(drawWaiting);
frame.on("open", () => { read(); field.focus(); });
frame.on("hello", async ({ person, open }) => {
  await become(person).catch((error) => say(error.message || words.lost));
  outbox.adopt();
  keeping.onOthers(`out${place()}`, drawOfOthers);
  keeping.onOthers(`token${place()}`, () => { refresh(); listen(refresh); });
  drawWaiting();
  await refresh();
  listen(refresh);
  outbox.flush();
  if (open) field.focus();
});
frame.begin();
