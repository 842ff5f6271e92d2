// The first keystroke of an answer takes the conversation; reading does not.
import { behaviour } from "./behaviours.js";
import { call } from "./request.js";

const AGAIN = 4 * 60000;

behaviour("claims", (form, signal) => {
  let claimedAt = 0;
  form.elements.text.addEventListener("input", (event) => {
    const answers = form.dataset.mode !== "note" && form.elements.text.value.trim();
    if (!event.bubbles || !answers || Date.now() - claimedAt < AGAIN) return;
    claimedAt = Date.now();
    call("POST", form.dataset.claim).catch(() => { claimedAt = 0; });
  }, { signal });
});
