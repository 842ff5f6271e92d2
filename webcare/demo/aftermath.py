"""What the two weeks left behind: dismissals, closed conversations, clocks, and the cases that they led to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from webcare.cases.case import Case, Category
from webcare.clocks.clock import Clock
from webcare.clocks.winding import wind, wind_case
from webcare.conversations.conversation import Conversation
from webcare.conversations.settling import settle
from webcare.demo.played import Played
from webcare.ledger.event import Event
from webcare.ledger.recording import drafted
from webcare.lib.now import now
from webcare.team.person import Person

DEADLINE_PASSED = timedelta(hours=2)  # what waits longer than this was forgotten by the story, not by the desk


def leave_behind(played: Sequence[Played], homes: Sequence[Conversation], people: Mapping[str, Person]) -> None:
    """What needed no answer was dismissed, what was answered is closed, what led to a case has one; the rest waits."""
    at = now()
    for one, home in zip(played, homes, strict=True):
        _settle_last_words(one, home)
        forgotten = one.exchange.answer is None and at - one.exchange.when > DEADLINE_PASSED
        if one.exchange.no_answer or forgotten:
            closed_at = one.exchange.said[-1].when + timedelta(minutes=2)
            home.messages.filter(ours=False).update(settled_at=closed_at)
            home.closed_at, home.close_reason = (closed_at, one.exchange.no_answer or "chatter")
        elif at - one.exchange.said[-1].when > timedelta(days=1):
            home.closed_at, home.close_reason = (one.exchange.said[-1].when + timedelta(hours=4), "answered")
    Conversation.objects.bulk_update(homes, ["closed_at", "close_reason"])
    ids = [home.pk for home in homes]
    settle(ids)
    wind(ids)
    categories = {category.name: category for category in Category.objects.all()}
    for one, home in zip(played, homes, strict=True):
        _file(one, home, people, categories)
    _backdate(ids)
    _fire_what_is_late()


def _fire_what_is_late() -> None:
    """A promise that was broken during the two weeks was broken then, and not when the demo started."""
    at = now()
    late = list(Clock.objects.running().filter(fired_at=None, due_at__lte=at).select_related("conversation", "case"))
    for clock in late:
        clock.fired_at, clock.wake_at = clock.due_at, None
    Clock.objects.bulk_update(late, ["fired_at", "wake_at"])
    events = [drafted("clock.fired", clock, under=clock.conversation or clock.case) for clock in late]
    for clock, event in zip(late, events, strict=True):
        event.at = clock.due_at or at
    Event.objects.bulk_create(events)


def _settle_last_words(one: Played, home: Conversation) -> None:
    """What the customer said after the last answer was read, and needed none."""
    answers = [said.when for said in one.exchange.said if said.by]
    last = one.exchange.said[-1]
    if answers and last.by is None:
        home.messages.filter(ours=False, counts_from__gt=answers[-1]).update(
            settled_at=last.when + timedelta(minutes=3)
        )


def _file(one: Played, home: Conversation, people: Mapping[str, Person], categories: Mapping[str, Category]) -> None:
    filed, answer = one.exchange.case, one.exchange.answer
    if filed is None or answer is None or answer.by is None:
        return
    owner = people[answer.by.name]
    case = Case.objects.create(
        brand=home.brand,
        customer=home.handle.customer,
        title=filed.title[:200],
        category=categories[filed.category],
        status="working" if filed.closed_at is None else "new",
        owner=owner,
        opened_by=owner,
        opened_at=filed.opened_at,
        started_at=one.exchange.when,
        closed_at=filed.closed_at,
        closed_by=owner if filed.closed_at else None,
        resolution=filed.resolution or "",
    )
    case.gatherings.create(conversation=home, by=owner, at=filed.opened_at)
    wind_case(case)
    _write_down("case.opened", case, owner, filed.opened_at)
    if filed.closed_at:
        _write_down("case.closed", case, owner, filed.closed_at, why=filed.resolution or "")


def _write_down(verb: str, case: Case, by: Person, at: datetime, why: str = "") -> None:
    Event.objects.create(
        verb=verb, at=at, actor_kind="person", actor_id=by.pk, subject_kind="case", subject_id=case.pk, why=why
    )


def _backdate(ids: Iterable[int]) -> None:
    """What settling wrote into the ledger just now did not happen just now."""
    Event.objects.filter(subject_kind="conversation", subject_id__in=list(ids)).delete()
