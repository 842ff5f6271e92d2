// Raises a browser notification or a sound for what is new, in one tab only; the server says for what, and to which tab.
import { behaviour } from "./behaviours.js";
import { call } from "./request.js";

const CALM = 250;
let audio = null;

// A sound needs a touch first; the tab says which means it has.
const unlock = () => { audio ??= "AudioContext" in window ? new AudioContext() : null; audio?.resume(); };
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, unlock, { once: true });

const allowed = () => "Notification" in window && Notification.permission === "granted";

behaviour("notices", (bell, signal) => {
  let timer = 0;
  const ask = async () => {
    timer = 0;
    const means = { ...(allowed() && { browser: 1 }), ...(audio?.state === "running" && { sound: 1 }) };
    if (!Object.keys(means).length) return;
    const response = await call("POST", bell.dataset.claim, means, { byItself: true }).catch(() => null);
    if (response?.status !== 200) return;
    const { showings } = await response.json();
    for (const showing of showings) raise(showing);
    if (showings.some(({ sound }) => sound)) chime();
  };
  document.addEventListener("heard", ({ detail }) => {
    if (detail.kind !== "reset" && !detail.topics.includes(bell.dataset.person)) return;
    timer ||= setTimeout(ask, CALM);
  }, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
});

function raise({ browser, title, text, path, tag }) {
  if (!browser) return;
  const shown = new Notification(title, { body: text, tag, icon: document.querySelector("link[rel=icon]")?.href });
  shown.addEventListener("click", () => { window.focus(); location.assign(path); shown.close(); });
}

// Two soft tones.
function chime() {
  for (const [pitch, delay] of [[660, 0], [880, 0.14]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + delay;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.12, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.32);
  }
}

// The browser is asked for permission only when somebody clicks for it.
behaviour("permission", (place, signal) => {
  if (!("Notification" in window)) return;
  const button = place.querySelector("button");
  const tell = () => {
    const state = Notification.permission;
    place.querySelector("[data-slot=sentence]").textContent = place.querySelector(`[data-says=${state}]`).content.textContent;
    button.hidden = state !== "default";
    place.hidden = false;
  };
  button.addEventListener("click", async () => { await Notification.requestPermission(); tell(); }, { signal });
  tell();
});
