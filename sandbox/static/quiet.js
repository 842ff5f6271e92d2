// Sends a form without leaving the page; what went wrong is shown as the page that would have come.
import { refresh } from "./live.js";

async function send(form, button) {
  const body = new FormData(form, button);
  const multipart = form.enctype === "multipart/form-data";
  if (button) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: multipart ? body : new URLSearchParams(body) });
    if (!answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      say(form, page.querySelector("[role=alert]")?.textContent ?? "That did not work.");
      return;
    }
    if (form.dataset.quiet === "empty") {
      form.reset();
      form.querySelector("[data-left]")?.replaceChildren();
    }
    say(form, "");
    await refresh({ follow: form.dataset.quiet === "empty" });
  } catch {
    say(form, "The network cannot be reached. Your text is still here.");
  } finally {
    if (button) button.disabled = false;
  }
}

function say(form, words) {
  let note = form.querySelector("[data-wrong]");
  if (!note && words) {
    note = Object.assign(document.createElement("p"), { className: "offline" });
    note.setAttribute("role", "alert");
    note.dataset.wrong = "";
    form.append(note);
  }
  if (note) note.textContent = words;
}

export function sendQuietly() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-quiet]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
}
