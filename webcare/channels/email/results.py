"""Reads what the receiving mail server found out about a sender (Authentication-Results, RFC 8601)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webcare.channels.email.mail import Mail

FIELD = "authentication-results"
UNNAMED = "-"  # what an administrator enters for a server that leaves its name out, as Microsoft 365 does
_TOKEN = re.compile(
    r'"((?:[^"\\]|\\.)*)(?:"|\Z)'  # quoted words
    r"|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)"  # a comment, with others in it
    r'|[^"(]+|.',
    re.DOTALL,
)
_STRANGE = re.compile(r"[^\w.@+-]")
_METHOD = re.compile(r"([a-z][a-z0-9-]*)(?:/\d+)?\s*=\s*([a-z]+)")
_PROPERTY = re.compile(r"([a-z]+)\.([a-z-]+)\s*=\s*(\S+)")
_MOST = 4_000  # characters of a field that are looked at


@dataclass(frozen=True, slots=True)
class Finding:
    """What one method found: `dkim`, `spf` or `dmarc`, its result, and what it is about, such as `header.d`."""

    method: str
    result: str
    about: Mapping[str, str]


def findings(mail: Mail, server: str) -> list[Finding]:
    """Those of the server that an administrator named; what stands further down may be a sender's own invention.

    Each server puts its fields on top of what came. So the topmost ones of that name count, together with those that stand
    beside them, and none below the next Received.
    """
    found: list[Finding] = []
    met = False
    for name, value in mail.message.raw_items():
        if name.lower() == "received" and met:
            break
        if name.lower() == FIELD and (parts := _of(server, str(value)[:_MOST])) is not None:
            met = True
            found += _read(parts)
            if server == UNNAMED:
                break  # a second one without a name may be anybody's
    return found


def findings_of_forwarder(field: bytes) -> list[Finding]:
    """Those in the ARC-Authentication-Results of a forwarder whose seal is proven: behind its number and its name."""
    bare = _bare(field[:_MOST].decode("utf-8", "replace"))
    parts = [" ".join(part.split()).lower() for part in (bare or "").split(";")]
    return list(_read(parts[2:]))


def _of(server: str, value: str) -> list[str] | None:
    """The parts behind the name, if it is that server's."""
    bare = _bare(value)
    if bare is None:
        return []
    parts = [" ".join(part.split()).lower() for part in bare.split(";")]
    if server == UNNAMED:
        return parts if _METHOD.match(parts[0]) else None
    named = parts[0].split()
    return parts[1:] if named and named[0] == server.lower() else None


def _read(parts: list[str]) -> Iterator[Finding]:
    for part in parts:
        if method := _METHOD.match(part):
            about = {f"{kind}.{name}": value for kind, name, value in _PROPERTY.findall(part)}
            yield Finding(method[1], method[2], about)


def _bare(value: str) -> str | None:
    """Without comments, and with quoted words as one harmless word: a sender chooses what is quoted there.

    None where a comment holds a quotation mark, which a server may have copied from a sender as it stood.
    """
    told = ""
    for token in _TOKEN.finditer(value):
        if token[1] is not None:
            told += _STRANGE.sub("_", token[1])
        elif token[0].startswith("(") and len(token[0]) > 1:
            if '"' in token[0]:
                return None
            told += " "
        else:
            told += token[0]
    return told
