"""What forwarders of a mail found out when it came to them, as a chain of seals that can be proven (ARC, RFC 8617)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from webcare.channels.email.dkim import (
    ALGORITHMS,
    CANONICAL,
    LONGEST,
    SEAL,
    Lookup,
    Signature,
    Written,
    decoded,
    fits,
    proves,
    tags_of,
    written_as,
)

MOST = 10  # forwarders of one mail that are looked at
RECORDS = 5  # keys under one name
RESULTS, MESSAGE, SEALED = b"arc-authentication-results", b"arc-message-signature", b"arc-seal"
_NUMBER = re.compile(rb"\s*i\s*=\s*(\d{1,2})\s*;")


@dataclass(frozen=True, slots=True)
class Link:
    """What one forwarder put on top: its findings as they stand there, its signature of the mail, its seal of the chain."""

    results: bytes
    message: Signature
    seal: Signature


def chain(mail: Written) -> list[Link]:
    """From the first forwarder to the last; nothing where a part is missing, or stands there twice."""
    found: dict[tuple[bytes, int], bytes] = {}
    for name, value in mail.fields:
        kind = name.lower()
        if kind not in {RESULTS, MESSAGE, SEALED}:
            continue
        number = _number(kind, value)
        if not 1 <= number <= MOST or (kind, number) in found:
            return []
        found[kind, number] = value
    count = len(found) // 3
    wanted = {(kind, number) for kind in (RESULTS, MESSAGE, SEALED) for number in range(1, count + 1)}
    links = [_link(found, number) for number in range(1, count + 1)] if wanted == set(found) else []
    return links if all(_is_usable(link, place == 1) for place, link in enumerate(links, 1)) else []


def holds(links: Sequence[Link], mail: Written, lookup: Lookup, at: datetime) -> bool:
    """Whether each seal was made by its forwarder, and the mail is as the last one sent it on. Passes on what `lookup` raises."""
    if not links or not proves(links[-1].message, mail, lookup, at):
        return False
    return all(_is_sealed(links[: place + 1], lookup) for place in reversed(range(len(links))))


def _is_sealed(links: Sequence[Link], lookup: Lookup) -> bool:
    """By the last of these, over all that stood there before."""
    seal = links[-1].seal
    said, made = b"\r\n".join(_said(links)), decoded(seal.tags["b"])
    records = lookup(f"{seal.tags['s']}._domainkey.{seal.domain}")
    return bool(made) and any(fits(record, seal, made, said) for record in records[:RECORDS])


def _said(links: Sequence[Link]) -> Iterator[bytes]:
    for link in links:
        yield written_as(RESULTS, link.results, "relaxed")
        yield written_as(MESSAGE, link.message.raw, "relaxed")
        raw = link.seal.raw
        yield written_as(SEALED, SEAL.sub(rb"\1", raw, count=1) if link is links[-1] else raw, "relaxed")


def _number(kind: bytes, value: bytes) -> int:
    """Which forwarder it was; 0 where it does not say."""
    if len(value) > LONGEST:
        return 0
    if kind == RESULTS:
        found = _NUMBER.match(value)
        return int(found[1]) if found else 0
    told = tags_of(value).get("i", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 3 else 0


def _link(found: dict[tuple[bytes, int], bytes], number: int) -> Link:
    """Here `i` is a number and not, as in DKIM, somebody for whom a domain speaks."""
    signed, sealed = (
        Signature({name: told for name, told in tags_of(value).items() if name != "i"}, value)
        for value in (found[MESSAGE, number], found[SEALED, number])
    )
    return Link(found[RESULTS, number], signed, sealed)


def _is_usable(link: Link, is_first: bool) -> bool:
    signed = {name.strip().lower() for name in link.message.tags.get("h", "").split(":")}
    return (
        all(one.tags.get("a", "").lower() in ALGORITHMS for one in (link.message, link.seal))
        and all(link.message.tags.get(name) for name in ("b", "bh", "s", "d"))
        and all(link.seal.tags.get(name) for name in ("b", "s", "d"))
        and "from" in signed
        and "arc-seal" not in signed
        and set(link.message.tags.get("c", "simple").lower().split("/")) <= CANONICAL
        and link.seal.tags.get("cv", "").lower() == ("none" if is_first else "pass")
        and "h" not in link.seal.tags
    )
