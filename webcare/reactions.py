"""Cause → effects: what follows from what happened, in the same transaction. No logic here."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.cases.case import Case
from webcare.cases.following import follow, follow_along
from webcare.cases.forgetting import untitle
from webcare.cases.leaving import give_up_cases, give_up_cases_of_teams, give_up_reopened
from webcare.cases.opening import WAYS_BACK
from webcare.channels.webchat.forgetting import forget_lines
from webcare.channels.webchat.mailing import said_by_mail
from webcare.channels.webchat.stirring import look_again
from webcare.clocks.alerting import tell_of_soon
from webcare.clocks.winding import wind, wind_case
from webcare.conversations.alerting import FAILURES, tell_of_failures, tell_of_messages
from webcare.conversations.hiding import hiding_failed
from webcare.conversations.leaving import give_up_work, give_up_work_of_teams
from webcare.conversations.message import Message
from webcare.conversations.passing import take_passages
from webcare.conversations.proving import take_codes
from webcare.conversations.purging import when_forgotten, when_purged
from webcare.conversations.receiving import when_received
from webcare.conversations.relaying import when_answered_by_mail
from webcare.conversations.restricting import restriction_applied, restriction_failed
from webcare.conversations.undoing import restorable
from webcare.customers.handle import Handle
from webcare.customers.linking import lead_on
from webcare.ledger.event import Event
from webcare.ledger.recording import on
from webcare.routing.alerting import tell_of_work

# What a person or the network did that changes who waits for what.
TURNS = (
    "conversation.closed",
    "conversation.dismissed",
    "conversation.reopened",
    "conversation.language_corrected",
    "message.deleted",
    "reply.queued",
    "reply.taken_back",
    "reply.sent",
    "reply.failed",
    "reply.bounced",
    "reply.confirmed",
    "reply.retried",
    "reply.unconfirmed",
    "undo.done",
)
SOLUTIONS = ("case.opened", "case.closed", "case.reopened", "undo.done")

LINKS = ("handle.linked", "handle.unlinked", "undo.done")


def connect() -> None:
    """Called once, when the rooms are loaded."""
    restorable("handle", Handle, "customers", {})
    restorable("case", Case, "cases", WAYS_BACK)
    when_purged(untitle)
    when_forgotten(forget_lines)
    when_answered_by_mail(said_by_mail)
    when_received(take_codes)
    when_received(take_passages)
    when_received(wind)
    when_received(tell_of_messages)
    when_received(tell_of_work)
    for verb in TURNS:
        on(verb, _wind)
    for verb in FAILURES:
        on(verb, tell_of_failures)
    on("moderation.done", restriction_applied)
    on("moderation.failed", restriction_failed)
    on("moderation.failed", hiding_failed)
    on("clock.soon", tell_of_soon)
    on("person.left", give_up_work)
    on("person.changed", give_up_work)
    on("team.changed", give_up_work_of_teams)
    on("team.removed", give_up_work_of_teams)
    on("person.left", give_up_cases)
    on("person.changed", give_up_cases)
    on("team.changed", give_up_cases_of_teams)
    on("team.removed", give_up_cases_of_teams)
    on("case.reopened", give_up_reopened)
    on("undo.done", give_up_reopened)
    on("conversation.led", follow_along)
    on("conversation.passed", follow_along)
    on("conversation.passed", look_again)
    on("conversation.came_back", look_again)
    for verb in SOLUTIONS:
        on(verb, _wind_cases)
    for verb in LINKS:
        on(verb, _lead_on)


def _wind(events: Sequence[Event]) -> None:
    places = {
        key
        for event in events
        for kind, key in ((event.subject_kind, event.subject_id), (event.under_kind, event.under_id))
        if kind == "conversation" and key
    }
    answers = [event.subject_id for event in events if event.subject_kind == "message"]
    covered = Message.objects.filter(pk__in=answers, covers__isnull=False).values_list("covers_id", flat=True)
    wind(places | set(covered))


def _wind_cases(events: Sequence[Event]) -> None:
    ids = [event.subject_id for event in events if event.subject_kind == "case"]
    for case in Case.objects.filter(pk__in=ids).order_by("pk"):
        wind_case(case)


def _lead_on(events: Sequence[Event]) -> None:
    handles = [event.subject_id for event in events if event.subject_kind == "handle"]
    if handles:
        lead_on(handles)
        follow(handles)
