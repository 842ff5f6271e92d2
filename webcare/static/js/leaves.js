// How long an answer can still be taken back.
import { behaviour } from "./behaviours.js";
import { now } from "./clock.js";

behaviour("leaves", (state, signal) => {
  const slot = state.querySelector("[data-seconds]");
  const tick = () => {
    const seconds = Math.ceil((Date.parse(state.dataset.at) - now()) / 1000);
    slot.textContent = seconds > 0 ? slot.dataset.text.replace("%s", seconds) : "";
    const button = state.querySelector("[data-hotkey]");
    if (button) button.hidden = seconds <= 0;
  };
  tick();
  const timer = setInterval(tick, 1000);
  signal.addEventListener("abort", () => clearInterval(timer));
});
