"""Close a conversation, find that it needs no answer, or open it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from webcare.conversations.claiming import free_or_mine, taken_by_another
from webcare.conversations.moving import Move, NotPossible, Unchanged, move
from webcare.ledger.event import Event
from webcare.lib.now import now

if TYPE_CHECKING:
    from webcare.conversations.conversation import Conversation
    from webcare.team.person import Person

DISMISSALS = ("spam", "tag_only", "chatter", "other")


class Closable(models.Model):
    """What a conversation can do to be done with."""

    class Meta:
        abstract = True

    def close(self: Conversation, by: Person | None, reason: str = "") -> Event:
        """It is done; whoever still waited in it waits no more."""
        return move(self, closing(by, reason), by)

    def dismiss(self: Conversation, by: Person, reason: str) -> Event:
        """It needs no answer, because it is one of DISMISSALS."""
        return move(self, dismissing(by, reason), by)

    def reopen(self: Conversation, by: Person) -> Event:
        """It is not done after all; who waited when it was closed waits again, since then."""
        return move(self, reopening(), by)


def closing(by: Person | None, reason: str = "") -> Move:
    """The transition behind `close`."""
    return _ending("conversation.closed", by, reason)


def dismissing(by: Person, reason: str) -> Move:
    """The transition behind `dismiss`."""
    if reason not in DISMISSALS:
        raise NotPossible(_("Say why it needs no answer: spam, only a tag, chatter, or something else."))
    return _ending("conversation.dismissed", by, reason)


def reopening() -> Move:
    """The transition behind `reopen`."""
    return Move(
        verb="conversation.reopened",
        possible=Q(closed_at__isnull=False),
        changes={"closed_at": None, "close_reason": ""},
        refusal=lambda _conversation: Unchanged(_("It is open already.")),
        first=wait_again,
        resettles=True,
    )


def wait_no_more(ids: Sequence[int], at: datetime) -> None:
    """Settle the messages that still wait; those that an answer covers stay as they are, should it fail."""
    from webcare.conversations.message import Message  # noqa: PLC0415 - message.py needs conversation.py

    Message.objects.unanswered().filter(
        conversation__in=ids, settled_at=None, counts_from__gte=F("conversation__waiting_since")
    ).update(settled_at=at)


def wait_again(ids: Sequence[int]) -> None:
    """Take back what the last close settled."""
    from webcare.conversations.message import Message  # noqa: PLC0415 - message.py needs conversation.py

    Message.objects.filter(conversation__in=ids, settled_at=F("conversation__closed_at")).update(settled_at=None)


def _ending(verb: str, by: Person | None, reason: str) -> Move:
    at = now()

    def refusal(conversation: Conversation) -> NotPossible:
        return taken_by_another(conversation, by, at) or Unchanged(_("It is closed already."))

    return Move(
        verb=verb,
        possible=Q(closed_at=None) & free_or_mine(by, at),
        changes={
            "closed_at": at,
            "close_reason": reason,
            "snoozed_until": None,
            "snoozed_at": None,
            "holder_id": None,
            "held_until": None,
        },
        refusal=refusal,
        why=reason,
        first=lambda ids: wait_no_more(ids, at),
        resettles=True,
    )
