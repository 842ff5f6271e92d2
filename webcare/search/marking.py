"""Where in a text the words were found: PostgreSQL marks words by their stem, we mark Chinese, Japanese and Korean."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchHeadline
from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from webcare.reading.script import is_cjk
from webcare.search.query import Query, Term
from webcare.search.wording import Found, configurations, in_configuration

START, STOP = "\ue000", "\ue001"  # for private use: no keyboard writes them, and alone they mark nothing
_PAIR = re.compile(f"{START}([^{START}{STOP}]*){STOP}")
_STRAY = re.compile(f"[{START}{STOP}]")
LONGEST = 20_000
SHOWN = 500  # characters


def headline(column: str, query: Query) -> Case | None:
    """The column with its found words between `START` and `STOP`, cut down where it is long; None: nothing to mark."""
    terms = [term for term in query.terms if not term.without and not is_cjk(term.text)]
    if not terms:
        return None
    configs = configurations()
    wanted: Found = reduce(or_, [in_configuration(config, term) for term in terms for config in configs])
    beginning = Func(F(column), Value(LONGEST), function="left", output_field=TextField())
    whole = SearchHeadline(beginning, wanted, config=F("config"), start_sel=START, stop_sel=STOP, highlight_all=True)
    parts = SearchHeadline(
        beginning, wanted, config=F("config"), start_sel=START, stop_sel=STOP,
        max_words=60, min_words=30, max_fragments=2, fragment_delimiter=" … ",
    )  # fmt: skip
    is_long = GreaterThan(Length(F(column)), SHOWN)
    return Case(When(is_long, then=parts), default=whole, output_field=TextField())


def signs_marked(text: str, query: Query) -> str:
    """The same for signs that PostgreSQL cannot cut into words."""
    return reduce(_sign_marked, [t for t in query.terms if is_cjk(t.text) and not t.without], text)


def excerpt(text: str, query: Query) -> str:
    """As much of a text as one shows without marks of PostgreSQL: its beginning, or what stands around the first sign."""
    places = [text.find(term.text) for term in query.terms if not term.without]
    first = min((place for place in places if place > SHOWN), default=0)
    begin = max(0, first - SHOWN // 4)
    cut = text[begin : begin + SHOWN]
    return f"{'… ' if begin else ''}{cut}{' …' if begin + SHOWN < len(text) else ''}"


def pieces(marked: str) -> list[tuple[str, bool]]:
    """The text in order, each piece with whether it was found; a mark without its partner is dropped."""
    parts = _PAIR.split(marked)
    cleaned = [(_STRAY.sub("", part), place % 2 == 1) for place, part in enumerate(parts)]
    return [piece for piece in cleaned if piece[0]]


def _sign_marked(text: str, term: Term) -> str:
    return re.sub(re.escape(term.text), lambda found: f"{START}{found.group()}{STOP}", text, flags=re.IGNORECASE)
