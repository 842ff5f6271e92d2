"""Messages that hold all words, each looked up in its own language's dictionary.

A query is the OR over the organisation's languages, since the searcher does not say which one they mean. Newest first
goes over the whole history; best first ranks the newest `RANKED` hits only, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import reduce
from operator import and_, or_
from typing import cast

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchRank
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable, NegatedExpression

from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.reading.script import bigrams, is_cjk, regconfig
from webcare.search.query import Query, Term
from webcare.team.organisation import answered_languages
from webcare.team.person import Person

PAGE = 30
RANKED = 2000
Found = SearchQuery | CombinedSearchQuery | NegatedExpression[Combinable]


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of messages. `cut` says that best first looked at the newest `RANKED` hits only; `more` that there are
    further pages."""

    messages: list[Message]
    more: bool
    cut: bool = False


def find(person: Person, query: Query, *, best_first: bool = False, page: int = 1) -> Hits:
    """The messages that this person may see and that fit."""
    rows = _filtered(_visible(person), query)
    words = _words(query.terms)
    if words is not None:
        rows = rows.filter(search=words)
    start = (max(page, 1) - 1) * PAGE
    if best_first and words is not None:
        return _best(rows, words, start)
    found = list(_with_context(rows).order_by("-counts_from", "-pk")[start : start + PAGE + 1])
    return Hits(found[:PAGE], more=len(found) > PAGE)


def _best(rows: QuerySet[Message], words: Found, start: int) -> Hits:
    newest = list(rows.order_by("-counts_from", "-pk").values_list("pk", flat=True)[: RANKED + 1])
    ranked = Message.objects.filter(pk__in=newest[:RANKED]).annotate(rank=SearchRank(F("search"), words))
    ordered = ranked.order_by("-rank", "-counts_from", "-pk")
    found = list(_with_context(ordered)[start : start + PAGE + 1])
    return Hits(found[:PAGE], more=len(found) > PAGE, cut=len(newest) > RANKED)


def _visible(person: Person) -> QuerySet[Message]:
    seen = Conversation.objects.visible_to(person)
    return Message.objects.shown().filter(conversation__in=seen.values("pk"))


def _with_context(rows: QuerySet[Message]) -> QuerySet[Message]:
    return rows.select_related("conversation__handle", "conversation__account", "handle", "author")


def _filtered(rows: QuerySet[Message], query: Query) -> QuerySet[Message]:
    if query.network:
        rows = rows.filter(conversation__network=query.network)
    if query.language:
        rows = rows.filter(language=query.language)
    if query.author:
        rows = rows.filter(handle__handle__iexact=query.author)
    if query.after:
        rows = rows.filter(counts_from__gte=datetime.combine(query.after, time.min, UTC))
    if query.before:
        rows = rows.filter(counts_from__lt=datetime.combine(query.before, time.min, UTC))
    if query.private is not None:
        rows = rows.filter(private=query.private)
    if query.ours is not None:
        rows = rows.filter(ours=query.ours)
    if query.with_file:
        rows = rows.filter(attachments__isnull=False).distinct()
    return rows


def _words(terms: Iterable[Term]) -> Found | None:
    """All terms that count, joined by AND; None where nothing is left to look for."""
    parts: list[Found] = [part for term in terms if (part := _term(term)) is not None]
    return cast(Found, reduce(and_, parts)) if parts else None


def _term(term: Term) -> Found | None:
    if is_cjk(term.text):
        found: Found = SearchQuery(bigrams(term.text), config="simple", search_type="phrase")
    else:
        configs = sorted({"simple", *(regconfig(language) for language in answered_languages())})
        found = reduce(or_, [_in(config, term) for config in configs])
    return ~found if term.without else found


def _in(config: str, term: Term) -> SearchQuery:
    if term.phrase:
        return SearchQuery(term.text, config=config, search_type="phrase")
    if term.unfinished:
        return SearchQuery(_prefix(term.text), config=config, search_type="raw")
    return SearchQuery(term.text, config=config, search_type="plain")


def _prefix(word: str) -> str:
    quoted = word.replace("\\", " ").replace("'", "''")
    return f"'{quoted}':*"
