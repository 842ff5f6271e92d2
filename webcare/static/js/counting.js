// How long a text is as a network counts it, while one types; channels/length.py counts again, and its word is final.
const ENDINGS = "[a-z]{2}|com|net|org|info|biz|edu|gov|int|mil|name|app|dev|link|online|site|shop|store|xyz|club|blog|live|news|travel|tours|world|group|email|cloud|tech|agency|digital|media|social|page|eu";
const TAIL = "(?:[/?#](?:[^\\s)\\]}>'\"”’,;]*[^\\s)\\]}>'\"”’,;.!?:])?)?";
const LINK = new RegExp(`(?:https?://|(?<![\\w@.-]))(?:[\\p{L}\\d](?:[\\p{L}\\d-]*[\\p{L}\\d])?\\.)+(?:${ENDINGS})(?![\\w@-])(?!\\.\\w)${TAIL}`, "giu");
const EMOJI = /\p{RI}\p{RI}|[#*0-9]\ufe0f?\u20e3|\p{Emoji}(?:\p{EMod}|\ufe0f)?(?:\u200d\p{Emoji}(?:\p{EMod}|\ufe0f)?)*/gu;
const LINK_COSTS = 23;
const ELSEWHERE = /(?<![=/\w])(@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)@\w+(?:[.-]+\w+)*/gi;
const LIGHT = [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]];
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

const units = {
  weighted,
  characters: (text) => [...text.normalize("NFC")].length,
  bytes: (text) => new TextEncoder().encode(text).length,
  graphemes: (text) => [...segmenter.segment(text)].length,
  utf16: (text) => text.length,
  "half-width": halfWidth,
  shortened,
};

export function measure(text, unit) {
  return units[unit](text.replace(/\r\n?/g, "\n"));
}

function weighted(text) {
  let cost = 0;
  const plain = text.normalize("NFC")
    .replace(LINK, () => { cost += LINK_COSTS; return ""; })
    .replace(EMOJI, (found) => { if (isPicture(found)) { cost += 2; return ""; } return found; });
  for (const letter of plain) cost += isLight(letter.codePointAt(0)) ? 1 : 2;
  return cost;
}

function halfWidth(text) {
  const letters = [...text.normalize("NFC")];
  return letters.length - Math.floor(letters.filter((letter) => letter <= "\x7f").length / 2);
}

function shortened(text) {
  let cost = 0, last = 0;
  const count = (piece) => [...segmenter.segment(piece.replace(ELSEWHERE, "$1"))].length;
  for (const link of text.matchAll(LINK)) {
    if (!/^https?:/i.test(link[0])) continue;
    cost += LINK_COSTS + count(text.slice(last, link.index));
    last = link.index + link[0].length;
  }
  return cost + count(text.slice(last));
}

function isPicture(found) {
  return !/^[#*0-9]$/.test(found) && (/\p{Emoji_Presentation}|\ufe0f|\u20e3|\p{RI}|[©®]/u.test(found));
}

function isLight(code) {
  return LIGHT.some(([from, to]) => code >= from && code <= to);
}
