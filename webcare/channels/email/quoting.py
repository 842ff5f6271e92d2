"""Parts what somebody wrote now from the earlier mail below or above it, so that the latter can be folded away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import regex
from mailparser_reply.parser import EmailMessage as Reply

# Polish and Czech of that library take a single line such as "Data:" for the head of a quoted mail.
LANGUAGES = ("en", "nl", "de", "fr", "es", "it", "da", "sv", "ja", "ko", "zh")
LOOKED_AT = 50_000  # characters in which the beginning of the quotation is sought
PATIENCE = 0.5  # seconds for the patterns; a text made to stall them is parted by its > alone

_ATTRIBUTION_LINES = 3
_FIELD = re.compile(r"[\s>*]*[^\s:：][^:：\n]{0,30}[:：]")
_DATED = re.compile(r"\d.*\d|[\w.+-]@[\w-]")
_FORWARDED = re.compile(r"\s*-{2,}\s*[^-\n]{4,60}?\s*-{2,}\s*")


@dataclass(frozen=True, slots=True)
class Parted:
    """`fresh` is never empty unless the text was: a mail that only passes on another one is fresh as a whole."""

    fresh: str
    folded: str = ""


def parted(text: str) -> Parted:
    """Find the quotation and part it from the rest; answers between quoted lines stay where they make sense."""
    lines = text.split("\n")
    start = _start(lines)
    if start is None:
        return Parted(text)
    above, below = lines[:start], lines[start:]
    fresh = _strip(above)
    written = _fresh_runs(below)
    if len(written) > 1 or (written and fresh and _is_quoted_above(below, written[0])):
        return Parted(text)
    if written:
        first, last = written[0]
        fresh = _strip([*above, "", *below[first:last]])
        below = [*below[:first], *below[last:]]
    return Parted(fresh, _strip(below)) if fresh else Parted(text)


def _start(lines: list[str]) -> int | None:
    """The line at which the quotation begins: at its attribution, or else at its first `>`."""
    known = _known_start(lines)
    quoted = next((number for number, line in enumerate(lines) if _is_quoted(line)), None)
    if known is not None and (quoted is None or known <= quoted):
        return known
    return None if quoted is None else _attribution(lines, quoted)


def _attribution(lines: list[str], quoted: int) -> int:
    """Where the words "… wrote:" that lead to the quoted line begin, in whatever language."""
    above = quoted - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    if above < 0 or not lines[above].rstrip().endswith((":", "：")):
        return quoted
    for first in range(above, max(-1, above - _ATTRIBUTION_LINES), -1):
        if not lines[first].strip():
            break
        if _DATED.search(" ".join(lines[first : above + 1])):
            return first
    return quoted


def _known_start(lines: list[str]) -> int | None:
    """Where mail-parser-reply sees the head of a quoted mail."""
    text = "\n".join(line.strip() for line in lines)[:LOOKED_AT]
    try:
        for found in _heads().finditer(text, timeout=PATIENCE):
            if _is_head(found[0]):
                offset = found.start() + len(found[0]) - len(found[0].lstrip("\n"))
                return _with_its_rule(lines, text.count("\n", 0, offset))
    except TimeoutError:
        return None
    return None


def _is_head(found: str) -> bool:
    """A block of fields needs an address or four of them: people write "From: Amsterdam, To: Rome" about a flight."""
    lines = [line for line in found.strip().split("\n") if line.strip()]
    if not lines or "@" in found or "---" in lines[0]:
        return bool(lines)
    if lines[-1].rstrip().endswith((":", "：")) and len(lines) <= _ATTRIBUTION_LINES:
        return bool(_DATED.search(found))
    return sum(1 for line in lines if _FIELD.match(line)) >= 4


def _with_its_rule(lines: list[str], number: int) -> int:
    """One line up where that is "----- Forwarded message -----" or a rule of underscores."""
    above = number - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    if above >= 0 and (_FORWARDED.fullmatch(lines[above]) or set(lines[above].strip()) == {"_"}):
        return above
    return number


@lru_cache(maxsize=1)
def _heads() -> regex.Pattern[str]:
    pattern = Reply(text="", languages=list(LANGUAGES)).HEADER_REGEX.pattern
    return regex.compile(pattern, regex.MULTILINE | regex.IGNORECASE)


def _fresh_runs(below: list[str]) -> list[tuple[int, int]]:
    """Stretches of unquoted text between or after lines with `>`; none where the quotation has no `>` at all."""
    first = next((number for number, line in enumerate(below) if _is_quoted(line)), None)
    if first is None:
        return []
    runs: list[tuple[int, int]] = []
    for number in range(first, len(below)):
        if _is_quoted(below[number]) or not below[number].strip():
            continue
        if runs and not any(_is_quoted(line) for line in below[runs[-1][1] : number]):
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs


def _is_quoted_above(below: list[str], run: tuple[int, int]) -> bool:
    """Whether more quotation follows the run, so that it stands between two quoted passages."""
    return any(_is_quoted(line) for line in below[run[1] :])


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith((">", "＞"))


def _strip(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
