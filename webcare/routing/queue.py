"""What waits for whom, why, and how long; and Next, which never gives the same thing to two people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import cast

from django.db import connection, transaction
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from webcare.clocks.clock import Clock
from webcare.conversations.claiming import free_or_mine
from webcare.conversations.conversation import Conversation, ConversationQuerySet
from webcare.conversations.moving import ReasonMissing
from webcare.ledger.change import changed
from webcare.ledger.recording import record
from webcare.lib.duration import in_words
from webcare.lib.now import now
from webcare.reading.urgency import Reason, sentence
from webcare.routing.view import Skip
from webcare.team.organisation import organisation
from webcare.team.person import Person, heard

TABS = ("waiting", "mine", "team", "snoozed", "all")
SKIPPED_FOR = timedelta(minutes=30)
GLANCES = (250, 2_500)  # how many deadlines are looked at before all are
COUNTED = 1_000  # so many rows of a tab are counted; who waits behind them makes no difference to anybody


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person wants to see of the queue; empty means everything."""

    tab: str = "waiting"  # one of TABS
    network: str = ""
    language: str = ""  # a code, or "uncertain"
    team: int | None = None
    label: int | None = None
    urgent: bool = False
    privacy: str = ""  # "" | public | private


@dataclass(frozen=True, slots=True)
class Offer:
    """What Next gives: the conversation, now claimed, and the reason in a sentence."""

    conversation: Conversation
    why: str


def queue_of(person: Person, at: datetime, filters: Filters | None = None) -> QuerySet[Conversation]:
    """The conversations of one tab, each with `due_at`, `soon_from` and `fired_at` of its running clock, pressing first."""
    filters = filters or Filters()
    rows = _told(_rows(person, at, filters))
    if filters.tab == "all":
        return rows.order_by("-last_message_at", "-pk")
    if filters.tab == "snoozed":
        return rows.order_by("snoozed_until", "pk")
    return rows.order_by(F("due_at").asc(nulls_last=True), F("waiting_since").asc(nulls_last=True), "pk")


def first_of(person: Person, at: datetime, filters: Filters, count: int) -> list[int]:
    """The keys of the first so many rows of `queue_of`, without looking at all that wait."""
    rows = _rows(person, at, filters)
    if filters.tab in {"all", "snoozed"}:
        order = ("-last_message_at", "-pk") if filters.tab == "all" else ("snoozed_until", "pk")
        return list(rows.order_by(*order).values_list("pk", flat=True)[:count])
    ids: list[int] = []
    for some in _glances(rows):
        ids = list(some.values_list("pk", flat=True)[:count])
        if len(ids) == count:
            break
    else:
        ids += _without_deadline(rows).exclude(pk__in=ids).values_list("pk", flat=True)[: count - len(ids)]
    return ids


def counts(person: Person, at: datetime, filters: Filters) -> dict[str, int]:
    """How many rows each tab has with these filters, `COUNTED` at most; of *all* nobody counts the past."""
    tabs = [tab for tab in TABS if tab != "all"]
    some = [_rows(person, at, replace(filters, tab=tab)).values("pk")[:COUNTED] for tab in tabs]
    statements = [rows.query.sql_with_params() for rows in some]
    with connection.cursor() as cursor:
        columns = ", ".join(f"(SELECT count(*) FROM ({sql}) AS found)" for sql, _ in statements)  # noqa: S608 - Django's own
        cursor.execute(f"SELECT {columns}", [value for _, values in statements for value in values])
        return dict(zip(tabs, cursor.fetchone() or (), strict=True))


def next_for(person: Person, at: datetime) -> Offer | None:
    """Claim the most pressing conversation that this person can take; None when nothing waits for them."""
    with transaction.atomic():
        found = _most_pressing(person, at)
        if found is None:
            return None
        found.claim(person)
    return Offer(found, why(found, person, at))


def _rows(person: Person, at: datetime, filters: Filters) -> ConversationQuerySet:
    return _filtered(_tab(Conversation.objects.visible_to(person), person, at, filters.tab), filters)


def _told(rows: ConversationQuerySet) -> QuerySet[Conversation]:
    """With what a list says of each, and of the clock that began first of those that run."""
    running = Clock.objects.running().filter(conversation=OuterRef("pk")).order_by("started_at")
    return rows.annotate(
        due_at=Subquery(running.values("due_at")[:1]),
        soon_from=Subquery(running.values("soon_from")[:1]),
        promise_minutes=Subquery(running.values("promise_minutes")[:1]),
    ).select_related("handle", "account", "assignee", "holder", "brand")


def _by_deadline(rows: ConversationQuerySet, upto: datetime | None = None) -> QuerySet[Conversation]:
    """Those whose first running clock has a deadline, no later than `upto`; pressing first."""
    running = FilteredRelation("clocks", condition=Q(clocks__stopped_at=None, clocks__cancelled_at=None))
    earlier = Clock.objects.running().filter(
        conversation=OuterRef("pk"), started_at__lt=OuterRef("running__started_at")
    )
    near = Q(running__due_at__lte=upto) if upto else Q(running__due_at__isnull=False)
    found = rows.annotate(running=running).filter(near, ~Exists(earlier))
    return found.order_by("running__due_at", F("waiting_since").asc(nulls_last=True), "pk")


def _few_by_deadline(rows: ConversationQuerySet) -> QuerySet[Conversation]:
    """The same order, with those that have none behind: for rows so few that each is asked for its clock."""
    running = Clock.objects.running().filter(conversation=OuterRef("pk")).order_by("started_at")
    due_at = Subquery(running.values("due_at")[:1])
    return rows.order_by(due_at.asc(nulls_last=True), F("waiting_since").asc(nulls_last=True), "pk")


def _glances(rows: ConversationQuerySet) -> Iterator[QuerySet[Conversation]]:
    """Those of `rows` with the nearest deadlines, in order: among a few, then among more, then all of them.

    What presses most is nearly always among the first few hundred; PostgreSQL, which cannot know how many of them this
    person may take, would look at all of them first.
    """
    deadlines = Clock.objects.running().filter(due_at__isnull=False, conversation__isnull=False).order_by("due_at")
    for many in GLANCES:
        near = list(deadlines.values_list("conversation_id", "due_at")[:many])
        if len(near) < many:
            break
        farthest = near[-1][1]  # a later clock of somebody in `near` says nothing of who comes before them
        yield _by_deadline(rows.filter(pk__among=[pk for pk, _ in near]), farthest)
    yield _by_deadline(rows)


def _without_deadline(rows: ConversationQuerySet) -> QuerySet[Conversation]:
    """What comes after all deadlines; the caller leaves those out that have one."""
    return rows.order_by(F("waiting_since").asc(nulls_last=True), "pk")


def skip(conversation: Conversation, by: Person, reason: str) -> None:
    """Pass over it, with a reason that leads can read; Next does not bring it back to this person for a while."""
    if not reason.strip():
        raise ReasonMissing
    at = now()
    with transaction.atomic():
        Skip.objects.create(conversation=conversation, person=by, reason=reason.strip()[:200], until=at + SKIPPED_FOR)
        conversation.release(by)
        record("conversation.skipped", conversation, by=by, why=reason.strip())
        changed(["queue", conversation.topic])


def why(conversation: Conversation, person: Person, at: datetime) -> str:
    """The reason why this person gets this conversation now, in a sentence."""
    parts = []
    if conversation.assignee_id == person.pk:
        parts.append(_("It is assigned to you."))
    elif conversation.language and conversation.language in person.spoken():
        parts.append(_("You speak the customer's language."))
    elif conversation.language:
        parts.append(_("Nobody on this desk speaks the language; an answer in the fallback language is allowed."))
    else:
        parts.append(_("Its language is uncertain."))
    if conversation.urgent:
        parts.append(_(sentence(cast(Reason, conversation.urgent))))
    due_at = getattr(conversation, "due_at", None)
    if due_at:
        promised = _("%(span)s late.") if at > due_at else _("%(span)s left.")
        parts.append(promised % {"span": in_words(abs(due_at - at))})
    return " ".join(parts)


def _tab(rows: ConversationQuerySet, person: Person, at: datetime, tab: str) -> ConversationQuerySet:
    if tab == "mine":
        return rows.open().filter(Q(assignee=person) | Q(holder=person, held_until__gt=at))
    if tab == "team":
        return rows.waiting()
    if tab == "snoozed":
        return rows.snoozed()
    if tab == "all":
        return rows
    return takeable(rows.waiting(), person, at, organisation().fallback_language)


def takeable(rows: ConversationQuerySet, person: Person, at: datetime, fallback: str) -> ConversationQuerySet:
    """What this person can answer: free, of their teams, in a language of theirs, or that nobody here speaks."""
    return rows.filter(_can_take(person, at, fallback))


def _can_take(person: Person, at: datetime, fallback: str) -> Q:
    spoken = person.spoken()
    mine = Q(language__in=spoken) | Q(language="") | Q(assignee=person)
    if fallback in spoken:
        mine |= ~Q(language__in=heard())
    my_team = Q(team=None) | Q(team__in=person.reach().teams) | Q(assignee=person)
    nobody_elses = Q(assignee=None) | Q(assignee=person)
    return free_or_mine(person, at) & nobody_elses & mine & my_team


def _filtered(rows: ConversationQuerySet, filters: Filters) -> ConversationQuerySet:
    if filters.network:
        rows = rows.filter(network=filters.network)
    if filters.language:
        rows = rows.filter(language="" if filters.language == "uncertain" else filters.language)
    if filters.team:
        rows = rows.filter(team=filters.team)
    if filters.label:
        rows = rows.filter(labels=filters.label)
    if filters.urgent:
        rows = rows.exclude(urgent="")
    if filters.privacy:
        rows = rows.filter(private=filters.privacy == "private")
    return rows


def _most_pressing(person: Person, at: datetime) -> Conversation | None:
    """Locked; what is assigned to the person comes first, and what somebody else is just taking is passed over."""
    skipped = Skip.objects.filter(person=person, until__gt=at).values("conversation")
    rows = _rows(person, at, Filters()).exclude(pk__in=skipped)
    mine = rows.filter(assignee=person)
    for ordered in chain([_few_by_deadline(mine)], _glances(rows), [_without_deadline(rows)]):
        found = ordered.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True).first()
        if found is not None:
            return _told(Conversation.objects.filter(pk=found)).get()
    return None
