"""Plain text out of the bodies of mail: from sanitised HTML, from flowed text, without files hidden in it."""

from __future__ import annotations

import binascii
import re
from html.parser import HTMLParser

_PARAGRAPHS = {"p", "div", "table", "ul", "ol", "dl", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "address"}
_LINES = {"br", "tr", "li", "dt", "dd", "caption", "hr"}
_BLANKS = re.compile(r"\n{3,}")
_UUENCODED = re.compile(
    r"^begin [0-7]{3,4} (?P<name>[^\n]{1,255})\n(?P<lines>(?:[^\n]{0,90}\n)*?)end[ \t]*$", re.MULTILINE
)


def from_html(html: str) -> str:
    """The text of HTML that `html.safe` made; quotations get a `>` before each line."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tidy(reader.text())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.pre = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "blockquote":
            self._break()
            self.quotes += 1
        elif tag in _PARAGRAPHS:
            self._break()
            self.pre += tag == "pre"
        elif tag in _LINES:
            self._break(always=tag == "br")
            self.line += ["- "] if tag == "li" else []
        elif tag in ("td", "th") and self.line:
            self.line.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._break()
            self.quotes = max(0, self.quotes - 1)
        elif tag in _PARAGRAPHS:
            self._break()
            self.pre -= tag == "pre"
            if tag not in ("div", "table"):
                self._blank()
        elif tag in _LINES:
            self._break()

    def handle_data(self, data: str) -> None:
        if self.pre > 0:
            *whole, last = data.split("\n")
            for piece in whole:
                self.line.append(piece)
                self._break(always=True)
            self.line.append(last)
        else:
            self.line.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def text(self) -> str:
        self._break()
        return "\n".join(self.lines)

    def _break(self, always: bool = False) -> None:
        line = "".join(self.line).strip()
        self.line = []
        if line or always:
            self.lines.append("> " * min(self.quotes, 10) + line)

    def _blank(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(("> " * min(self.quotes, 10)).rstrip())


def unflowed(text: str, delete_space: bool) -> str:
    """Text that was sent as format=flowed (RFC 3676): lines that end in a space go on in the next."""
    out: list[str] = []
    depth = -1  # of the line that is still open; -1 when none is
    for line in text.split("\n"):
        body = line.lstrip(">")
        quotes = len(line) - len(body)
        body = body.removeprefix(" ")
        if depth == quotes and body != "-- ":
            out[-1] += body
        else:
            out.append(">" * quotes + (" " if quotes else "") + body)
        flows = body.endswith(" ") and body != "-- "
        if flows and delete_space:
            out[-1] = out[-1][:-1]
        depth = quotes if flows else -1
    return "\n".join(out)


def without_uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without the files that were written into it the old way, and those files by name."""
    if "\nend" not in text:
        return text, []
    files: list[tuple[str, bytes]] = []

    def take(block: re.Match[str]) -> str:
        content = _uudecoded(block["lines"])
        if content is None:
            return block[0]
        files.append((block["name"].strip(), content))
        return ""

    return _UUENCODED.sub(take, text), files


def _uudecoded(lines: str) -> bytes | None:
    try:
        return b"".join(binascii.a2b_uu(line.encode("ascii")) for line in lines.split("\n") if line)
    except (ValueError, UnicodeError):
        return None


def tidy(text: str) -> str:
    """Without trailing spaces, and never more than one empty line in a row."""
    lines = [line.rstrip(" \t\u00a0") for line in text.split("\n")]
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n")
