// Hears that there is something new; where no stream comes through, asks every few seconds.
import { token } from "./session.js";

const ASK = 5000;
const LONGEST = 60000;
let pause = 1000;
let connected = false;
let running = "";
let asking = 0;

export function listen(look) {
  if (!token() || running === token()) return;
  running = token();
  follow(look, running);
  clearInterval(asking);
  asking = setInterval(() => connected || document.hidden || !token() || look(), ASK);
}

async function follow(look, mine) {
  while (token() === mine) {
    try {
      const answer = await fetch(document.documentElement.dataset.live, { headers: { Authorization: `Bearer ${mine}` }, credentials: "omit" });
      if (!answer.ok) throw new Error(answer.status);
      connected = true;
      await read(answer.body.getReader(), look);
      pause = 1000;
    } catch { /* it is tried again, and asked for meanwhile */ }
    connected = false;
    await new Promise((go) => setTimeout(go, pause));
    pause = Math.min(2 * pause, LONGEST);
  }
  running = "";
}

async function read(reader, look) {
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const end = text.lastIndexOf("\n\n");
    if (end < 0) continue;
    if (text.slice(0, end).includes("event: change")) look();
    text = text.slice(end + 2);
  }
}
