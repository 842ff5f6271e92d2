"""Messages that hold all words, each looked up in its own language's dictionary.

Newest first goes over the whole history; best first ranks the newest `RANKED` hits only, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.search import SearchRank
from django.db.models import DateTimeField, Exists, Expression, ExpressionWrapper, F, OuterRef, QuerySet

from webcare.conversations.attachment import Attachment
from webcare.conversations.message import Message
from webcare.search.dictionaries import Dictionaries
from webcare.search.marking import START, excerpt, headline, marked
from webcare.search.query import Query
from webcare.search.wording import words_of
from webcare.team.person import Person

PAGE = 30
FURTHEST = 200  # pages; whoever wants to see more wants a filter
RANKED = 2000
RECENT = 20_000
NEWEST = ("-counts_from", "-pk")


@dataclass(frozen=True, slots=True)
class Hit:
    """A message, and its text and subject with marks where the words were found (`marking.pieces` takes them apart)."""

    message: Message
    text: str
    subject: str


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of hits. `cut` says that best first looked at the newest `RANKED` only; `more` that there are further
    pages."""

    hits: list[Hit]
    more: bool
    cut: bool = False


def find(person: Person, query: Query, *, best_first: bool = False, page: int = 1) -> Hits:
    """The messages that this person may see and that fit."""
    rows = _filtered(_visible(person), query, ZoneInfo(person.time_zone))
    dictionaries = Dictionaries.of(query)
    words = words_of(query, dictionaries)
    start = (min(max(page, 1), FURTHEST) - 1) * PAGE
    upto = start + PAGE + 1
    if words is None:
        ids = list(rows.order_by(*NEWEST).values_list("pk", flat=True)[:upto])
        return _page(ids, start, query, dictionaries)
    rows = rows.filter(words.fitting)
    if best_first:
        newest = _newest(rows, RANKED + 1)
        return _page(
            _ranked(newest[:RANKED], words.ranking, upto), start, query, dictionaries, cut=len(newest) > RANKED
        )
    return _page(_newest(rows, upto), start, query, dictionaries)


def _newest(rows: QuerySet[Message], upto: int) -> list[int]:
    """The newest hits: among the newest messages first, then in the whole history.

    A frequent word fills its page from the first without sorting a million hits; a rare one is left to the index of
    words. PostgreSQL alone guesses wrong which of the two it is, and then reads everything for a word that nobody wrote.
    """
    edge = list(Message.objects.order_by(*NEWEST).values_list("counts_from", flat=True)[RECENT : RECENT + 1])
    if edge:
        recent = list(rows.filter(counts_from__gte=edge[0]).order_by(*NEWEST).values_list("pk", flat=True)[:upto])
        if len(recent) == upto:
            return recent
    no_index = ExpressionWrapper(F("counts_from") + timedelta(0), output_field=DateTimeField())  # has this order
    return list(rows.order_by(no_index.desc(), "-pk").values_list("pk", flat=True)[:upto])


def _ranked(ids: Sequence[int], words: Expression, upto: int) -> list[int]:
    ranked = Message.objects.filter(pk__in=ids).annotate(rank=SearchRank(F("search"), words))
    return list(ranked.order_by("-rank", *NEWEST).values_list("pk", flat=True)[:upto])


def _page(ids: Sequence[int], start: int, query: Query, dictionaries: Dictionaries, *, cut: bool = False) -> Hits:
    wanted = ids[start : start + PAGE]
    around = ("conversation__handle", "account", "handle", "author")
    rows = Message.objects.select_related(*around).defer("html", "folded", "search").filter(pk__in=wanted)
    marks = {
        f"marked_{column}": mark for column in ("text", "subject") if (mark := headline(column, query, dictionaries))
    }
    known = {row.pk: row for row in rows.annotate(**marks)}
    hits = [_hit(known[pk], query) for pk in wanted if pk in known]
    return Hits(hits, more=len(ids) > start + PAGE, cut=cut)


def _hit(message: Message, query: Query) -> Hit:
    subject = getattr(message, "marked_subject", None) or message.subject
    return Hit(message, marked(_shown(message, query), query), marked(subject, query))


def _shown(message: Message, query: Query) -> str:
    """As PostgreSQL marked it; where it found no stem to mark, what stands around the beginning that was typed."""
    text: str = getattr(message, "marked_text", None) or ""
    return text if START in text else excerpt(message.text, query)


def _visible(person: Person) -> QuerySet[Message]:
    return Message.objects.shown().filter(conversation__brand__in=list(person.brands().values_list("pk", flat=True)))


def _filtered(rows: QuerySet[Message], query: Query, zone: ZoneInfo) -> QuerySet[Message]:
    if query.network:
        rows = rows.filter(conversation__network=query.network)
    if query.language:
        rows = rows.filter(language=query.language)
    if query.author:
        rows = rows.filter(handle__handle__iexact=query.author)
    if query.after:
        rows = rows.filter(counts_from__gte=_midnight(query.after, zone))
    if query.before:
        rows = rows.filter(counts_from__lt=_midnight(query.before, zone))
    if query.private is not None:
        rows = rows.filter(private=query.private)
    if query.ours is not None:
        rows = rows.filter(ours=query.ours)
    if query.with_file:
        rows = rows.filter(Exists(Attachment.objects.filter(message=OuterRef("pk"))))
    return rows


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)
