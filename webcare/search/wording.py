"""A query in the words of PostgreSQL: each message is asked in its own language's dictionary.

Whoever searches does not say in which language. The index is asked for what fits in any of them, and each message that
it brings must then fit in its own: “koffi” would be cut to “koff” in French, and so is “Koffer” in German. The AND over
all words stands inside a language, because a dictionary leaves words out (“de”, “the”).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchQueryField
from django.db.models import BooleanField, Case, F, Func, Q, Value, When
from django.db.models.functions import Cast

from webcare.conversations.message import RegConfigField
from webcare.reading.script import bigrams, is_cjk, regconfig
from webcare.search.beginning import bare, first_part, spelled
from webcare.search.query import Query, Term
from webcare.team.organisation import answered_languages

Found = SearchQuery | CombinedSearchQuery
Reading = Callable[[str, Term], Found]
SHORTEST_STEM = 3
LONGEST_ENDING = 5  # letters that a stem lacks at most, roughly: “-eerde”, “-ments”


@dataclass(frozen=True, slots=True)
class Words:
    """`fitting` says which messages hold the words, `ranking` how well they do."""

    fitting: Q
    ranking: Found


def words_of(query: Query) -> Words | None:
    """What PostgreSQL looks for; None where nothing but filters is left.

    The index holds stems, and a beginning has none: `koffer` would be cut to the German `koff`, and find `koffie`. So
    the index proposes what might begin like an unfinished word, and the text itself confirms it.
    """
    if not query.terms:
        return None
    configs = configurations()
    finished, ranking = _fitting(query, configs, in_configuration)
    beginnings = [term for term in query.terms if _begins(term)]
    if not beginnings:
        return Words(finished, ranking)
    proposed, wider = _fitting(query, configs, _proposed)
    confirmed = reduce(and_, [_confirmed(term, configs) for term in beginnings])
    return Words(finished | (proposed & confirmed), ranking | wider)


def own(configs: Sequence[str], reading: Callable[[str], Found]) -> Case:
    """What `reading` makes of each dictionary, to be held against the messages of that dictionary only."""
    cases = [
        When(config=Cast(Value(config), RegConfigField()), then=reading(config))
        for config in configs
        if config != "simple"
    ]
    return Case(*cases, default=reading("simple"), output_field=SearchQueryField())


def _held(wanted: Case) -> Q:
    return Q(Func(F("search"), wanted, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField()))


def _fitting(query: Query, configs: Sequence[str], reading: Reading) -> tuple[Q, Found]:
    """The messages that fit in their own language; and the words in any language, as the index can be asked."""
    wanted = [term for term in query.terms if not term.without]
    unwanted = [term for term in query.terms if term.without]

    def in_one(config: str) -> Found:
        held = [reading(config, term) for term in wanted]
        return reduce(and_, [*held, *(~in_configuration(config, term) for term in unwanted)])

    fitting = _held(own(configs, in_one))
    if not wanted:
        return fitting, in_one("simple")
    anywhere = reduce(or_, [reduce(and_, [reading(config, term) for term in wanted]) for config in configs])
    return Q(search=anywhere) & fitting, anywhere


def configurations() -> list[str]:
    """The dictionaries of the languages that we answer in, and the one that takes every word as it is."""
    return sorted({"simple", *(regconfig(language) for language in answered_languages())})


def in_configuration(config: str, term: Term) -> SearchQuery:
    """One term as one dictionary reads it; Chinese, Japanese and Korean stand as pairs of signs in every message."""
    if is_cjk(term.text):
        signs = bigrams(term.text)
        if len(signs) == 1:
            return SearchQuery(_prefix(signs), config="simple", search_type="raw")
        return SearchQuery(signs, config="simple", search_type="phrase")
    return SearchQuery(term.text, config=config, search_type="phrase" if term.phrase else "plain")


def _begins(term: Term) -> bool:
    return term.unfinished and not term.without and not is_cjk(term.text) and bool(first_part(term.text))


def _proposed(config: str, term: Term) -> Found:
    """Whatever might stand in the index for a word that begins so: `arrivi` and the stem `arriv` of what it will be."""
    if not _begins(term):
        return in_configuration(config, term)
    part = first_part(term.text)
    stems = {part[:-cut] for cut in range(1, LONGEST_ENDING + 1)} if len(part) > SHORTEST_STEM else set()
    shorter = [f"'{stem}'" for stem in sorted(stems) if len(stem) >= SHORTEST_STEM]
    as_typed = SearchQuery(
        " | ".join([_prefix(part), _prefix(bare(part)), *shorter]), config="simple", search_type="raw"
    )
    return as_typed | SearchQuery(_prefix(part), config=config, search_type="raw")


def _confirmed(term: Term, configs: Sequence[str]) -> Q:
    """The word as the message's dictionary knows it, or a word of the text that begins as it was typed."""
    begins = rf"\m{spelled(term.text)}"
    known = own(configs, lambda config: in_configuration(config, term))
    return Q(text__regex=begins) | Q(subject__regex=begins) | _held(known)


def _prefix(word: str) -> str:
    quoted = word.replace("\\", " ").replace("'", "''")
    return f"'{quoted}':*"
