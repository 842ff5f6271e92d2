// Takes the conversation along: links that carry a code, and the code for whoever has to type it.
import { text } from "./lines.js";
import { ask } from "./session.js";

const words = document.getElementById("words").dataset;
const place = document.getElementById("ways");
const said = document.getElementById("onward");

export function tell(network) {
  const sentence = network ? filled(words.onward, { network }) : "";
  if (said.textContent !== sentence) said.textContent = sentence;
  said.hidden = !network;
}

async function offer() {
  place.textContent = words.sending;
  try {
    const { code, minutes, ways } = await ask("passages", {});
    const known = ways.filter(({ link }) => !link).map((way) => text("p", filled(words.to, { network: way.name, called: way.called })));
    const typed = text("p", filled(words.code, { minutes }));
    typed.append(" ", text("code", code));
    place.replaceChildren(...ways.filter(({ link }) => link).map(linked), typed, ...known);
  } catch (error) {
    place.textContent = error.status ? error.message : words.lost;
  }
}

function linked(way) {
  const link = text("a", filled(words.on, { network: way.name }), "way");
  link.href = way.link;
  link.rel = "noopener noreferrer";
  if (!way.link.startsWith("mailto:")) link.target = "_blank";
  return link;
}

function filled(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
}

document.getElementById("elsewhere")?.addEventListener("toggle", ({ target }) => { if (target.open) offer(); });
