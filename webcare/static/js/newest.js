// The newest message is in sight when a conversation opens, and stays so while one is reading there.
import { behaviour } from "./behaviours.js";

const NEAR = 80;

behaviour("newest", (scroll, signal) => {
  let atEnd = true;
  const down = () => { scroll.scrollTop = scroll.scrollHeight; };
  down();
  scroll.addEventListener("scroll", () => {
    atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
  }, { signal, passive: true });
  const watch = new ResizeObserver(() => atEnd && down());
  watch.observe(scroll);
  const flow = scroll.querySelector("#flow");
  if (flow) watch.observe(flow);
  signal.addEventListener("abort", () => watch.disconnect());
});
