// Speaks with the page around the frame: open or closed, how much is unread, who the site says the visitor is.
const alone = window.parent === window;
const heard = { hello: () => {}, open: () => {}, closed: () => {} };
let open = alone;

export const isOpen = () => open && !document.hidden;
export const isFramed = !alone;
export const on = (act, does) => { heard[act] = does; };
export const close = () => tell({ act: "close" });
export const news = (count, talked) => tell({ act: "news", count, talked });

export function begin() {
  if (alone) heard.hello({ person: "", open: true });
  else tell({ act: "ready" });
}

function tell(what) {
  if (!alone) window.parent.postMessage({ webcare: "chat", ...what }, "*"); // no word of anybody is in it
}

window.addEventListener("message", ({ source, data }) => {
  if (alone || source !== window.parent || data?.webcare !== "chat" || !(data.act in heard)) return;
  if (data.act === "hello") open = Boolean(data.open);
  else open = data.act === "open";
  heard[data.act](data);
});
