"""Finds the addresses in a field of a mail, and never takes one out of a display name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webcare.channels.email.words import ENCODED, one_line, readable, unfolded
from webcare.channels.inbound import Unparsable

ADDRESS_LONGEST = 255
NAME_LONGEST = 255

_LOCAL = r"[^\s@<>,;:\"()\[\]\\]"
_ADDRESS = re.compile(rf"(?<!{_LOCAL}){_LOCAL}++@[^\s@<>,;:\"()\\]++(?!@)")
_ANGLE = re.compile(r"<([^<>]*)(?:>|$)")
_ROUTE = re.compile(r"^\s*@[^:]*:")  # RFC 5322's obsolete way through other servers, in front of the address
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_FLAT = r"\((?:[^()\\]|\\.)*\)"
_COMMENT = re.compile(rf"\((?:[^()\\]|\\.|{_FLAT})*\)")
# Read from left to right, as a mail server does; what is opened and never closed is an ordinary sign.
_WORDS = re.compile(f"{ENCODED.pattern}|{_QUOTED.pattern}|{_COMMENT.pattern}", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)")


def addresses_in(value: str) -> list[tuple[str, str]]:
    """Display names and addresses of a raw field; one that breaks the grammar still gives those that are certain."""
    written = " ".join(readable(value).split())
    bare = _bare(written)
    people = [_person(written[start:end], bare[start:end]) for start, end in _entries(bare)]
    return [(name, address) for name, address in people if address]


def senders_in(value: str) -> list[tuple[str, str]]:
    """The same of the field that says who wrote it. Raises Unparsable where servers may read it in different ways."""
    people = addresses_in(value)
    bare = _bare(" ".join(readable(value).split()))
    outside = _ANGLE.sub("", bare)
    is_group = ":" in outside and ";" in outside
    if is_group or (not people and len(set(_ADDRESS.findall(bare))) > 1):
        raise Unparsable("Its From names a sender in a way that can be read as several; no mail program writes that.")
    return people


def plain(address: str) -> str:
    """One address in lower case; empty if it is none."""
    text = one_line(unfolded(address), 1_000).strip("<>").lower()
    return text if len(text) <= ADDRESS_LONGEST and _ADDRESS.fullmatch(text) else ""


def ascii_domain(address: str) -> str:
    """The domain of an address as it stands in the name service; empty where it can stand in none."""
    try:
        return address.rpartition("@")[2].encode("idna").decode().lower().rstrip(".")
    except UnicodeError:
        return ""


def _bare(written: str) -> str:
    """As long as before, with blanks where something is a word only: encoded, quoted or a remark."""
    return _WORDS.sub(lambda found: " " * len(found[0]), written)


def _entries(bare: str) -> Iterator[tuple[int, int]]:
    """Where each person stands. A comma in a name that nobody quoted divides nothing: what names nobody goes along."""
    start = 0
    for end in [*(found.start() for found in re.finditer(r"[,;]", bare)), len(bare)]:
        if "@" in bare[start:end] or "<" in bare[start:end]:
            yield start, end
            start = end + 1


def _person(written: str, bare: str) -> tuple[str, str]:
    """Name and address of one entry: the last address in angles counts, and everything before it is the name."""
    angles = list(_ANGLE.finditer(bare))
    if angles:
        return _named(written[: angles[-1].start()]), plain(_ROUTE.sub("", angles[-1][1]))
    alone = set(_ADDRESS.findall(bare))
    if len(alone) != 1:
        return "", ""
    remark = _COMMENT.search(written)
    return _named(remark[0][1:-1]) if remark else "", plain(alone.pop())


def _named(text: str) -> str:
    """A display name as people read it, without the quotes and strokes that only keep it together."""
    unquoted = _QUOTED.sub(lambda found: _ESCAPE.sub(r"\1", found[0][1:-1]), text)
    return one_line(unfolded(unquoted), NAME_LONGEST)
