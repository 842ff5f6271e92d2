// How the chat will look, in both schemes, while its settings are being filled in: the real panel, in which nothing is begun.
import { behaviour } from "./behaviours.js";

const SHOWN = ["title", "greeting", "colour", "privacy_url"];
const PAUSE = 400; // a frame for each letter would flicker

behaviour("previews", (place, signal) => {
  const form = document.querySelector("form.form");
  const frames = [...place.querySelectorAll("iframe")];
  let timer = 0;
  const show = () => {
    const typed = SHOWN.map((name) => [name, form?.elements[name]?.value ?? ""]);
    for (const frame of frames) {
      const asked = new URLSearchParams([["preview", frame.dataset.scheme], ["lang", document.documentElement.lang], ...typed]);
      const address = `${place.dataset.at}?${asked}`;
      if (frame.getAttribute("src") !== address) frame.src = address;
    }
  };
  form?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  }, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  show();
});
