// The newest message (or the one that the address names) is in sight when a conversation opens, and stays so while one is reading there.
import { behaviour } from "./behaviours.js";

const NEAR = 80;

behaviour("newest", (scroll, signal) => {
  let atEnd = !location.hash;
  const down = () => { scroll.scrollTop = scroll.scrollHeight; };
  const wanted = location.hash && scroll.querySelector(`#${CSS.escape(location.hash.slice(1))}`);
  if (wanted) wanted.scrollIntoView({ block: "center" });
  else down();
  scroll.addEventListener("scroll", () => {
    atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
  }, { signal, passive: true });
  const watch = new ResizeObserver(() => atEnd && down());
  watch.observe(scroll);
  const flow = scroll.querySelector("#flow");
  if (flow) watch.observe(flow);
  signal.addEventListener("abort", () => watch.disconnect());
});
