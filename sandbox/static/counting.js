// Counts letters as the network does: wide ones and emoji weigh two, a link 23; ctrl+enter sends.
const narrow = [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]];
const letters = new Intl.Segmenter("en", { granularity: "grapheme" });
const link = /https?:\/\/\S+/g;
const emoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

function weigh(text) {
  const links = text.match(link) ?? [];
  let weight = links.length * 23;
  for (const { segment } of letters.segment(text.replace(link, "").normalize("NFC"))) {
    if (emoji.test(segment)) { weight += 2; continue; }
    for (const letter of segment) {
      const code = letter.codePointAt(0);
      weight += narrow.some(([from, to]) => code >= from && code <= to) ? 1 : 2;
    }
  }
  return weight;
}

function count(field) {
  const left = field.form.querySelector("[data-left]");
  if (!left) return;
  const rest = Number(field.dataset.limit) - weigh(field.value);
  left.textContent = field.value ? `${rest} left` : "";
  left.classList.toggle("over", rest < 0);
}

export function countLetters() {
  for (const field of document.querySelectorAll("textarea[data-limit]")) count(field);
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-limit]")) count(event.target);
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing || !field.matches("textarea")) return;
    const alone = "enter" in field.dataset && !event.shiftKey;
    if (alone || event.ctrlKey || event.metaKey) {
      event.preventDefault();
      field.form.requestSubmit();
    }
  });
}
