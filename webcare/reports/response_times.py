"""How fast we answered and solved: the figures of a period, from the clocks, with the rows behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import F, Q, QuerySet

from webcare.clocks.clock import Clock, ClockQuerySet
from webcare.clocks.counting import answered, waiting
from webcare.clocks.figures import Figures, by_language, by_network, figures
from webcare.clocks.promise import Kind
from webcare.conversations.message import Message
from webcare.team.person import Person

Behind = Literal["answered", "kept", "broken", "late", "waiting", "overdue"]
"""What a figure counts: all answers, those within and beyond their promise, those to messages that the network handed
over late, what waits, and what waits beyond its promise."""


@dataclass(frozen=True, slots=True)
class Period:
    """Answers given in `[since, until)`; what waits is what waits at `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look; empty network: everywhere; language None: every one, empty: those that nobody could tell.

    `author`: only what this person answered or solved; what still waits is nobody's.
    """

    network: str = ""
    language: str | None = None
    author: int | None = None


EVERYWHERE = Place()


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of promise: all of it, and its parts. Definitions: docs/metrics.md. `automatic`: replies left out."""

    kind: Kind
    overall: Figures
    networks: dict[str, Figures]
    languages: dict[str, Figures]
    automatic: int


def report(person: Person, period: Period, kind: Kind, place: Place = EVERYWHERE) -> Report:
    """The figures of the brands that this person sees."""
    answers = answered(stopped(person, period, kind, place))
    waits = waiting(running(person, period.until, kind, place))
    at = period.until
    return Report(
        kind=kind,
        overall=figures(answers, waits, at),
        networks=by_network(answers, waits, at),
        languages=by_language(answers, waits, at),
        automatic=_automatic(person, period, place),
    )


def stopped(person: Person, period: Period, kind: Kind, place: Place) -> QuerySet[Clock]:
    """The rows behind the answers."""
    return _visible(person, kind, place).stopped(period.since, period.until)


def running(person: Person, at: datetime, kind: Kind, place: Place) -> QuerySet[Clock]:
    """The rows behind what waited at a moment, also one long past."""
    if place.author is not None:
        return Clock.objects.none()
    answered_later = Q(stopped_at=None) | Q(stopped_at__gte=at)
    settled_later = Q(cancelled_at=None) | Q(cancelled_at__gte=at)
    return _visible(person, kind, place).filter(answered_later, settled_later, started_at__lte=at)


def behind(person: Person, period: Period, kind: Kind, place: Place, figure: Behind) -> QuerySet[Clock]:
    """The rows behind one figure, the longest first."""
    if figure in ("waiting", "overdue"):
        rows = running(person, period.until, kind, place).order_by("started_at", "pk")
        return rows.filter(due_at__lt=period.until) if figure == "overdue" else rows
    rows = stopped(person, period, kind, place).annotate(took=F("stopped_at") - F("started_at")).order_by("-took", "pk")
    if figure == "late":
        return rows.filter(late_delivered=True)
    rows = rows.filter(late_delivered=False)
    if figure == "kept":
        return rows.filter(stopped_at__lte=F("due_at"))
    return rows.filter(stopped_at__gt=F("due_at")) if figure == "broken" else rows


def _visible(person: Person, kind: Kind, place: Place) -> ClockQuerySet:
    rows = Clock.objects.filter(promise_kind=kind, brand__in=person.brands())
    if place.network:
        rows = rows.filter(network=place.network)
    if place.language is not None:
        rows = rows.filter(language=place.language)
    if place.author is not None:
        theirs = Message.objects.filter(author=place.author).values("pk")
        solved = kind == "resolution"
        rows = rows.filter(case__closed_by=place.author) if solved else rows.filter(stopped_by_message__in=theirs)
    return rows


def _automatic(person: Person, period: Period, place: Place) -> int:
    rows = Message.objects.filter(ours=True, automatic=True, conversation__brand__in=person.brands())
    if place.author is not None:
        rows = rows.filter(author=place.author)
    rows = rows.filter(sent_at__gte=period.since, sent_at__lt=period.until)
    if place.network:
        rows = rows.filter(conversation__network=place.network)
    if place.language is not None:
        rows = rows.filter(conversation__language=place.language)
    return rows.count()
