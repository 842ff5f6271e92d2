// The one dialog that htmx fills: opens when something came, closes when what it asked was done.
import { behaviour } from "./behaviours.js";

behaviour("dialog", (dialog, signal) => {
  dialog.addEventListener("htmx:afterSwap", ({ target }) => {
    if (target === dialog && !dialog.open) dialog.showModal();
    dialog.querySelector("[autofocus]")?.focus();
  }, { signal });
  dialog.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.requestConfig.verb !== "get") dialog.close();
  }, { signal });
  dialog.addEventListener("close", () => dialog.replaceChildren(), { signal });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(), { signal });
});
