"""What each dictionary makes of each word of a search: asked of PostgreSQL once, and then written out.

Most words are the same in most dictionaries. Written out, equal ones are asked for once, where nine dictionaries would have
the index look nine times for the same word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.contrib.postgres.search import SearchQueryField
from django.db import connection
from django.db.models import Case, Expression, Value, When
from django.db.models.functions import Cast

from webcare.conversations.message import RegConfigField
from webcare.reading.script import bigrams, is_cjk, regconfig
from webcare.search.beginning import bare, first_part
from webcare.search.query import Query, Term
from webcare.team.organisation import answered_languages

SHORTEST_STEM = 3
LONGEST_ENDING = 5  # letters that a stem lacks at most, roughly: “-eerde”, “-ments”
READ = """
SELECT CASE kind WHEN 'plain' THEN plainto_tsquery(config, said) WHEN 'phrase' THEN phraseto_tsquery(config, said)
       ELSE to_tsquery(config, said) END::text
  FROM unnest(%s::regconfig[], %s::text[], %s::text[]) WITH ORDINALITY AS asked (config, kind, said, place)
 ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Some words as one dictionary reads them: as they are, as a phrase, or raw, in PostgreSQL's own signs."""

    config: str
    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """Those of the languages that we answer in. What they made of words is a tsquery, empty where they leave them out."""

    configs: Sequence[str]
    made: Mapping[Asked, str]

    @classmethod
    def of(cls, query: Query) -> Self:
        """For all words of a search."""
        configs = sorted({"simple", *(regconfig(language) for language in answered_languages())})
        asked = {one for config in configs for term in query.terms for one in _asked(config, term)}
        return cls(configs, _made(sorted(asked, key=lambda one: (one.config, one.kind, one.said))))

    def finished(self, config: str, term: Term) -> str:
        """One term as one dictionary reads it; Chinese, Japanese and Korean stand as pairs of signs in every message."""
        return self.made[_as_it_is(config, term)]

    def proposed(self, config: str, term: Term) -> str:
        """Whatever might stand in the index for a word that begins so: `arrivi` and the stem `arriv` of what it will be."""
        if not begins(term):
            return self.finished(config, term)
        return either([self.made[one] for one in _beginnings(config, term)])

    def proposes_all(self, term: Term) -> bool:
        """Whether in every dictionary what is proposed holds what the finished word would find."""
        return all(
            bool(word := self.finished(config, term)) and self.made[_beginnings(config, term)[-1]] == f"{word}:*"
            for config in self.configs
        )

    def own(self, found: Mapping[str, str]) -> Expression:
        """What was found for each dictionary, to be held against the messages of that dictionary only."""
        by_text: dict[str, list[str]] = {}
        for config, text in found.items():
            if text != found["simple"]:
                by_text.setdefault(text, []).append(config)
        cases = [
            When(config__in=[Cast(Value(config), RegConfigField()) for config in configs], then=literal(text))
            for text, configs in by_text.items()
        ]
        if not cases:
            return literal(found["simple"])
        return Case(*cases, default=literal(found["simple"]), output_field=SearchQueryField())


def literal(text: str) -> Expression:
    """A tsquery as it was written out."""
    return Cast(Value(text), SearchQueryField())


def both(parts: Iterable[str]) -> str:
    """All of them; as PostgreSQL's `&&` does, without what is empty."""
    return " & ".join(f"({part})" for part in dict.fromkeys(parts) if part)


def either(parts: Iterable[str]) -> str:
    """One of them; as PostgreSQL's `||` does, without what is empty."""
    return " | ".join(f"({part})" for part in dict.fromkeys(parts) if part)


def without(part: str) -> str:
    """Not that one; of nothing there is no contrary."""
    return f"!({part})" if part else ""


def begins(term: Term) -> bool:
    """Whether a word may go on."""
    return term.unfinished and not term.without and not is_cjk(term.text) and bool(first_part(term.text))


def _made(asked: Sequence[Asked]) -> dict[Asked, str]:
    if not asked:
        return {}
    columns = [[one.config for one in asked], [one.kind for one in asked], [one.said for one in asked]]
    with connection.cursor() as cursor:
        cursor.execute(READ, columns)
        return {one: made for one, (made,) in zip(asked, cursor.fetchall(), strict=True)}


def _asked(config: str, term: Term) -> list[Asked]:
    return [_as_it_is(config, term), *(_beginnings(config, term) if begins(term) else [])]


def _as_it_is(config: str, term: Term) -> Asked:
    if is_cjk(term.text):
        signs = bigrams(term.text)
        return Asked("simple", "raw", _prefix(signs)) if len(signs) == 1 else Asked("simple", "phrase", signs)
    return Asked(config, "phrase" if term.phrase else "plain", term.text)


def _beginnings(config: str, term: Term) -> list[Asked]:
    """The beginning as it was typed, in lower case without accents, and with less of an ending; last its stem."""
    part = first_part(term.text)
    stems = {part[:-cut] for cut in range(1, LONGEST_ENDING + 1)} if len(part) > SHORTEST_STEM else set()
    shorter = [f"'{stem}'" for stem in sorted(stems) if len(stem) >= SHORTEST_STEM]
    typed = [Asked("simple", "raw", said) for said in (_prefix(part), _prefix(bare(part)), *shorter)]
    return [*typed, Asked(config, "raw", _prefix(part))]


def _prefix(word: str) -> str:
    quoted = word.replace("\\", " ").replace("'", "''")
    return f"'{quoted}':*"
