"""Everything that is read from a text at once, in a batch: what the other files of this room find, in one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webcare.reading.abuse import is_abusive
from webcare.reading.chatter import need
from webcare.reading.language import detect
from webcare.reading.script import bigrams, is_cjk, regconfig
from webcare.reading.urgency import urgency


@dataclass(frozen=True, slots=True)
class Reading:
    """`language` is empty where it is uncertain; `searchable` is None where the text itself is searched."""

    language: str
    need: str
    urgent: str
    abusive: bool
    config: str
    searchable: str | None


def read(
    texts: Sequence[str], languages: frozenset[str], now: datetime, known: Sequence[str] | None = None
) -> list[Reading]:
    """Read a batch of texts of an organisation that answers in `languages`; where one is `known`, it is not guessed."""
    votes = [vote.code or "" for vote in detect(texts, languages)]
    codes = [sure or vote for sure, vote in zip(known or votes, votes, strict=True)]
    return [_reading(text, code, now) for text, code in zip(texts, codes, strict=True)]


def _reading(text: str, language: str, now: datetime) -> Reading:
    verdict = urgency(text, language or None, now)
    return Reading(
        language=language,
        need=need(text).kind,
        urgent=verdict.reason if verdict.urgent else "",
        abusive=is_abusive(text).abusive,
        config=regconfig(language),
        searchable=bigrams(text) if is_cjk(text) else None,
    )
