"""Where in a text the words were found: PostgreSQL marks words by their stem, we mark Chinese, Japanese and Korean."""

from __future__ import annotations

import re

from django.contrib.postgres.search import SearchHeadline
from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from webcare.reading.script import is_cjk
from webcare.search.beginning import spelled
from webcare.search.dictionaries import Dictionaries, either
from webcare.search.query import Query, Term

START, STOP = "\ue000", "\ue001"  # for private use: no keyboard writes them, and alone they mark nothing
_PAIR = re.compile(f"{START}([^{START}{STOP}]*){STOP}")
_STRAY = re.compile(f"[{START}{STOP}]")
LONGEST = 20_000
SHOWN = 500  # characters


def headline(column: str, query: Query, dictionaries: Dictionaries) -> Case | None:
    """The column with its found words between `START` and `STOP`, cut down where it is long; None: nothing to mark."""
    terms = [term for term in query.terms if not term.without and not is_cjk(term.text)]
    if not terms:
        return None
    wanted = dictionaries.own(
        {config: either(dictionaries.finished(config, term) for term in terms) for config in dictionaries.configs}
    )
    beginning = Func(F(column), Value(LONGEST), function="left", output_field=TextField())
    whole = SearchHeadline(beginning, wanted, config=F("config"), start_sel=START, stop_sel=STOP, highlight_all=True)
    parts = SearchHeadline(
        beginning, wanted, config=F("config"), start_sel=START, stop_sel=STOP,
        max_words=60, min_words=30, max_fragments=2, fragment_delimiter=" … ",
    )  # fmt: skip
    is_long = GreaterThan(Length(F(column)), SHOWN)
    return Case(When(is_long, then=parts), default=whole, output_field=TextField())


def marked(text: str, query: Query) -> str:
    """The same for what PostgreSQL has no stem of: signs that it cannot cut into words, and unfinished words."""
    for term in query.terms:
        if pattern := _pattern(term):
            text = pattern.sub(_mark, text)
    return text


def excerpt(text: str, query: Query) -> str:
    """As much of a text as one shows without marks of PostgreSQL: its beginning, or what stands around the first find."""
    found = (pattern.search(text) for term in query.terms if (pattern := _pattern(term)))
    first = min((place.start() for place in found if place and place.start() > SHOWN), default=0)
    begin = max(0, first - SHOWN // 4)
    cut = text[begin : begin + SHOWN]
    return f"{'… ' if begin else ''}{cut}{' …' if begin + SHOWN < len(text) else ''}"


def pieces(marked: str) -> list[tuple[str, bool]]:
    """The text in order, each piece with whether it was found; a mark without its partner is dropped."""
    parts = _PAIR.split(marked)
    cleaned = [(_STRAY.sub("", part), place % 2 == 1) for place, part in enumerate(parts)]
    return [piece for piece in cleaned if piece[0]]


def _pattern(term: Term) -> re.Pattern[str] | None:
    """What we mark ourselves; what is marked already comes first, so that it is passed over."""
    signs = spelled(term.text)
    if term.without or not signs:
        return None
    if is_cjk(term.text):
        return re.compile(f"{_PAIR.pattern}|{signs}")
    return re.compile(rf"{_PAIR.pattern}|(?<!\w){signs}\w*") if term.unfinished else None


def _mark(found: re.Match[str]) -> str:
    return found.group() if found.group().startswith(START) else f"{START}{found.group()}{STOP}"
