"""A query in the words of PostgreSQL: each message is asked in its own language's dictionary.

Whoever searches does not say in which language. The index is asked for what fits in any of them, and each message that
it brings must then fit in its own: “koffi” would be cut to “koff” in French, and so is “Koffer” in German. The AND over
all words stands inside a language, because a dictionary leaves words out (“de”, “the”).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import BooleanField, Expression, F, Func, Q

from webcare.search.beginning import spelled
from webcare.search.dictionaries import Dictionaries, begins, both, either, literal, without
from webcare.search.query import Query, Term

Reading = Callable[[str, Term], str]


@dataclass(frozen=True, slots=True)
class Words:
    """`fitting` says which messages hold the words, `ranking` how well they do."""

    fitting: Q
    ranking: Expression


def words_of(query: Query, dictionaries: Dictionaries) -> Words | None:
    """What PostgreSQL looks for; None where nothing but filters is left.

    The index holds stems, and a beginning has none: `koffer` would be cut to the German `koff`, and find `koffie`. So
    the index proposes what might begin like an unfinished word, and the text itself confirms it.
    """
    if not query.terms:
        return None
    finished, ranking = _fitting(query, dictionaries, dictionaries.finished)
    beginnings = [term for term in query.terms if begins(term)]
    if not beginnings:
        return Words(finished, literal(ranking))
    proposed, wider = _fitting(query, dictionaries, dictionaries.proposed)
    confirmed = reduce(and_, [_confirmed(term, dictionaries) for term in beginnings])
    fitting = proposed & confirmed
    if not all(dictionaries.proposes_all(term) for term in beginnings):
        fitting = finished | fitting
    return Words(fitting, literal(either([ranking, wider])))


def _held(wanted: Expression) -> Q:
    return Q(Func(F("search"), wanted, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField()))


def _fitting(query: Query, dictionaries: Dictionaries, reading: Reading) -> tuple[Q, str]:
    """The messages that fit in their own language; and the words in any language, as the index can be asked."""
    wanted = [term for term in query.terms if not term.without]
    unwanted = [term for term in query.terms if term.without]

    def in_one(config: str) -> str:
        held = [reading(config, term) for term in wanted]
        return both([*held, *(without(dictionaries.finished(config, term)) for term in unwanted)])

    found = {config: in_one(config) for config in dictionaries.configs}
    fitting = _held(dictionaries.own(found))
    if not wanted:
        return fitting, found["simple"]
    anywhere = either(both(reading(config, term) for term in wanted) for config in dictionaries.configs)
    if not unwanted and len(set(found.values())) == 1:
        return fitting, anywhere
    return _held(literal(anywhere)) & fitting, anywhere


def _confirmed(term: Term, dictionaries: Dictionaries) -> Q:
    """The word as the message's dictionary knows it, or a word of the text that begins as it was typed."""
    known = dictionaries.own({config: dictionaries.finished(config, term) for config in dictionaries.configs})
    begin = rf"\m{spelled(term.text)}"
    return _held(known) | Q(text__regex=begin) | Q(subject__regex=begin)  # what costs least comes first
