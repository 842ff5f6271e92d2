"""The text of a post, which servers give as HTML of strangers: read by a parser, never shown as it is. Pure."""

from __future__ import annotations

import re
from html.parser import HTMLParser

PARAGRAPHS = frozenset({"p", "pre", "blockquote", "ul", "ol", "div", "h1", "h2", "h3", "h4", "h5", "h6"})
UNSAID = frozenset({"script", "style", "template", "title"})
BLANKS, SPACES = re.compile(r"\n{3,}"), re.compile(r"[ \t\r\n\f]+")
MENTION = re.compile(r"(?<![=/\w])@([a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)(@\w+(?:[.-]+\w+)*)?", re.IGNORECASE)
MOST = 600_000  # characters that are read


def plain(html: str) -> str:
    """What a person would read; a link whose words are others shows its address behind them."""
    reader = _Reader()
    reader.feed(html[:MOST].replace("\x00", ""))
    reader.close()
    reader.turn()
    return BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in reader.lines)).strip()


def is_only_names(text: str) -> bool:
    """Whether the text names people and says nothing."""
    rest, names = MENTION.subn("", text)
    return names > 0 and not any(sign.isalnum() or ord(sign) > 0x2000 for sign in rest)


def without_greeting(text: str, names: set[str]) -> str:
    """Our own text without those whom it names before it begins; the server wants them there, the reader does not."""
    while (found := MENTION.match(text)) and found[1].casefold() in names:
        text = text[found.end() :].lstrip()
    return text


class _Reader(HTMLParser):
    """Lines of text; a link stands open until its words are known."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line: list[str] = []
        self._link: tuple[str, int] | None = None
        self._unsaid: str = ""
        self._as_typed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unsaid:
            return
        told = dict(attrs)
        classes = (told.get("class") or "").split()
        if tag in UNSAID or "quote-inline" in classes:
            self._unsaid = tag
        elif tag == "br":
            self.turn(always=True)
        elif tag in PARAGRAPHS:
            self._paragraph()
            self._as_typed += tag == "pre"
        elif tag == "li":
            self.turn()
            self._line.append("- ")
        elif tag == "a" and not {"mention", "hashtag"} & set(classes):
            self._link = (told.get("href") or "", len(self._line))

    def handle_endtag(self, tag: str) -> None:
        if self._unsaid:
            self._unsaid = "" if tag == self._unsaid else self._unsaid
        elif tag in PARAGRAPHS:
            self._paragraph()
            self._as_typed -= tag == "pre" and self._as_typed > 0
        elif tag == "a" and self._link:
            (leads_to, start), self._link = self._link, None
            words = "".join(self._line[start:]).strip()
            if leads_to.startswith(("https://", "http://")) and words not in {leads_to, leads_to.rstrip("/")}:
                self._line.append(f" ({leads_to})" if words else leads_to)

    def handle_data(self, data: str) -> None:
        if self._unsaid:
            return
        if not self._as_typed:
            self._line.append(SPACES.sub(" ", data))
            return
        *whole, last = data.split("\n")
        for line in whole:
            self._line.append(line)
            self.turn(always=True)
        self._line.append(last)

    def turn(self, *, always: bool = False) -> None:
        """A new line, if something stands on this one."""
        line = "".join(self._line)
        self._line, self._link = [], (self._link[0], 0) if self._link else None
        if line.strip() or always:
            self.lines.append(line if self._as_typed else line.strip())

    def _paragraph(self) -> None:
        self.turn()
        if self.lines and self.lines[-1]:
            self.lines.append("")
