"""Whoever leaves the team holds nothing any more: what was theirs waits for everybody."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from webcare.conversations.conversation import Conversation
from webcare.conversations.moving import Move, Unchanged, move_all
from webcare.ledger.event import Event


def give_up_work(events: Sequence[Event]) -> None:
    """For those who left; a team that had the conversation keeps it."""
    gone = [event.subject_id for event in events]
    giving_up = Move(
        verb="conversation.unassigned",
        possible=Q(assignee__in=gone) | Q(holder__in=gone),
        changes={"assignee_id": None, "holder_id": None, "held_until": None},
        refusal=lambda _conversation: Unchanged(_("It is nobody's already.")),
        why=_("left the team"),
    )
    move_all(Conversation.objects.open(), giving_up, None)
