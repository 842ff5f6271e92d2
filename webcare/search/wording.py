"""A query in the words of PostgreSQL: the OR over the organisation's languages, inside one the AND over all words.

Whoever searches does not say in which language. The AND stands inside, because a dictionary leaves words out (“de”,
“the”): outside, such a word would keep the messages of its own language from being found.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery

from webcare.reading.script import bigrams, is_cjk, regconfig
from webcare.search.query import Query, Term
from webcare.team.organisation import answered_languages

Found = SearchQuery | CombinedSearchQuery


def words_of(query: Query) -> Found | None:
    """What PostgreSQL looks for; None where nothing but filters is left."""
    if not query.terms:
        return None
    configs = configurations()
    wanted = [term for term in query.terms if not term.without]
    parts: list[Found] = []
    if wanted:
        parts.append(reduce(or_, [reduce(and_, [in_configuration(one, term) for term in wanted]) for one in configs]))
    parts += [~in_configuration(config, term) for term in query.terms if term.without for config in configs]
    return reduce(and_, parts)


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
    if term.phrase:
        return SearchQuery(term.text, config=config, search_type="phrase")
    if term.unfinished:
        return SearchQuery(_prefix(term.text), config=config, search_type="raw")
    return SearchQuery(term.text, config=config, search_type="plain")


def _prefix(word: str) -> str:
    quoted = word.replace("\\", " ").replace("'", "''")
    return f"'{quoted}':*"
