"""What waits for whom, why, and how long; and Next, which never gives the same thing to two people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from webcare.clocks.clock import Clock
from webcare.conversations.conversation import Conversation, ConversationQuerySet
from webcare.conversations.moving import ReasonMissing
from webcare.ledger.change import changed
from webcare.ledger.recording import record
from webcare.lib.duration import in_words
from webcare.lib.now import now
from webcare.reading.urgency import Reason, sentence
from webcare.routing.view import Skip
from webcare.team.organisation import organisation
from webcare.team.person import Person

SKIPPED_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person wants to see of the queue; empty means everything."""

    tab: str = "waiting"  # waiting | mine | team | snoozed | all
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
    rows = _tab(Conversation.objects.visible_to(person), person, at, filters.tab)
    rows = _filtered(rows, filters)
    running = Clock.objects.running().filter(conversation=OuterRef("pk")).order_by("started_at")
    rows = rows.annotate(
        due_at=Subquery(running.values("due_at")[:1]),
        soon_from=Subquery(running.values("soon_from")[:1]),
        promise_minutes=Subquery(running.values("promise_minutes")[:1]),
    ).select_related("handle", "account", "assignee", "holder", "brand")
    if filters.tab == "all":
        return rows.order_by("-last_message_at", "-pk")
    if filters.tab == "snoozed":
        return rows.order_by("snoozed_until", "pk")
    return rows.order_by(F("due_at").asc(nulls_last=True), F("waiting_since").asc(nulls_last=True), "pk")


def next_for(person: Person, at: datetime) -> Offer | None:
    """Claim the most pressing conversation that this person can take; None when nothing waits for them."""
    with transaction.atomic():
        found = _most_pressing(person, at)
        if found is None:
            return None
        found.claim(person)
    return Offer(found, why(found, person, at))


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
    spoken = person.spoken()
    mine = Q(language__in=spoken) | Q(language="") | Q(assignee=person)
    if fallback in spoken:
        mine |= ~Q(Exists(Person.objects.working().filter(languages__language=OuterRef("language"))))
    my_team = Q(team=None) | Q(team__in=person.teams.all()) | Q(assignee=person)
    return rows.free_for(person, at).filter(mine, my_team)


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
    skipped = Skip.objects.filter(person=person, until__gt=at).values("conversation")
    rows = queue_of(person, at).exclude(pk__in=skipped)
    mine_first = Case(When(assignee=person, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        rows.annotate(mine_first=mine_first)
        .order_by("mine_first", F("due_at").asc(nulls_last=True), "waiting_since", "pk")
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
