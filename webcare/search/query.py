"""What somebody typed into the search box, understood. Pure.

`"a phrase"`, `-without`, and filters: `network:x`, `lang:nl`, `from:bramdw`, `after:2026-03-01`, `before:…`,
`is:private`, `is:public`, `is:ours`, `has:file`. Everything else is a word; the last one may be unfinished.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

LONGEST = 400
MOST_TERMS = 16
YEARS = range(1990, 2200)  # beyond them PostgreSQL and people disagree
_TOKEN = re.compile(r'(-?)"([^"]*)"|(\S+)')
_FILTERS = frozenset({"network", "lang", "from", "after", "before", "is", "has"})


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase; `unfinished` words also find longer ones, `without` excludes."""

    text: str
    phrase: bool = False
    without: bool = False
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """`trouble` names filters that could not be understood, in the words that were typed."""

    terms: tuple[Term, ...] = ()
    network: str = ""
    language: str = ""
    author: str = ""
    after: date | None = None
    before: date | None = None
    private: bool | None = None
    ours: bool | None = None
    with_file: bool = False
    trouble: tuple[str, ...] = field(default=())

    @property
    def words(self) -> str:
        """What is looked for, without filters; for names and titles."""
        return " ".join(term.text for term in self.terms if not term.without)

    @property
    def is_empty(self) -> bool:
        return not any(not term.without for term in self.terms) and not self.has_filters

    @property
    def has_filters(self) -> bool:
        return self != replace(Query(), terms=self.terms, trouble=self.trouble)


def parse(typed: str) -> Query:
    """Understand a search; never fails."""
    query = Query()
    tokens = list(_TOKEN.finditer(typed[:LONGEST].replace("\x00", " ")))
    for place, token in enumerate(tokens):
        minus, phrase, word = token.group(1), token.group(2), token.group(3)
        if phrase is not None:
            query = _with_term(query, Term(phrase.strip(), phrase=True, without=bool(minus)))
        else:
            query = _with_word(query, word, is_last=place == len(tokens) - 1 and not typed.endswith(" "))
    return query


def _with_word(query: Query, word: str, *, is_last: bool) -> Query:
    name, colon, value = word.partition(":")
    if colon and name.lower() in _FILTERS and value:
        return _with_filter(query, name.lower(), value)
    without = word.startswith("-") and len(word) > 1
    text = word.lstrip("-") if without else word
    unfinished = text.endswith("*") or (is_last and not without)
    return _with_term(query, Term(text.rstrip("*"), without=without, unfinished=unfinished))


def _with_term(query: Query, term: Term) -> Query:
    if not term.text or len(query.terms) == MOST_TERMS:
        return query
    return replace(query, terms=(*query.terms, term))


def _with_filter(query: Query, name: str, value: str) -> Query:
    match name, value.lower():
        case "network", network:
            return replace(query, network=network)
        case "lang", language:
            return replace(query, language=language)
        case "from", author:
            return replace(query, author=author.lstrip("@"))
        case "is", ("private" | "public") as place:
            return replace(query, private=place == "private")
        case "is", "ours":
            return replace(query, ours=True)
        case "has", ("file" | "files"):
            return replace(query, with_file=True)
        case (("after" | "before"), day):
            return _with_day(query, name, day)
    return replace(query, trouble=(*query.trouble, f"{name}:{value}"))


def _with_day(query: Query, name: str, value: str) -> Query:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return replace(query, trouble=(*query.trouble, f"{name}:{value}"))
    if day.year not in YEARS:
        return replace(query, trouble=(*query.trouble, f"{name}:{value}"))
    return replace(query, after=day) if name == "after" else replace(query, before=day)
