"""Hide a customer's public message where the network lets us, and show it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.inbound import Hidden
from webcare.channels.moderation import Moderation, ask, can
from webcare.conversations.known import Known
from webcare.conversations.moving import NotPossible, ReasonMissing, Unchanged
from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import record
from webcare.lib.now import now

if TYPE_CHECKING:
    from webcare.conversations.message import Message
    from webcare.team.person import Person


class Hideable(models.Model):
    """What a message can do to be out of sight on the network."""

    class Meta:
        abstract = True

    @property
    def can_be_hidden(self: Message) -> bool:
        """A customer's public message that still stands, on a network that can."""
        theirs = not self.ours and not self.private and self.deleted_at is None and bool(self.external_id)
        return theirs and can(self.account.network, "hide")

    def hide(self: Message, by: Person, reason: str) -> None:
        """Ask the network to hide it, and blur it here at once."""
        if not reason.strip():
            raise ReasonMissing
        if not self.can_be_hidden:
            raise NotPossible(_("This message cannot be hidden on its network."))
        with transaction.atomic():
            if not type(self).objects.filter(pk=self.pk, hidden_at=None).update(hidden_at=now(), hiding_told_at=now()):
                raise Unchanged(_("It is hidden already."))
            self._tell_network(by, "hide", "message.hidden", reason)

    def unhide(self: Message, by: Person) -> None:
        """Ask the network to show it again."""
        with transaction.atomic():
            shown = {"hidden_at": None, "hiding_told_at": now()}
            if not type(self).objects.filter(pk=self.pk, hidden_at__isnull=False).update(**shown):
                raise Unchanged(_("It is not hidden."))
            self._tell_network(by, "unhide", "message.unhidden", "")

    def _tell_network(self: Message, by: Person, action: str, verb: str, why: str) -> None:
        author = self.handle.external_id if self.handle else ""
        ask(self.account, action, external_id=self.external_id or "", handle_id=author)
        record(verb, self, by=by, under=self.conversation, why=why)
        changed([self.conversation.topic])
        self.refresh_from_db(fields=["hidden_at"])


def hidden_there(account: Account, told: Hidden) -> None:
    """Somebody hid it, or showed it again, in the network's own app. Older news than we have changes nothing, nor does
    news of what is not here."""
    from webcare.conversations.message import Message  # noqa: PLC0415 - message.py inherits from Hideable

    news = Q(hiding_told_at=None) | Q(hiding_told_at__lte=told.at)
    message = Message.objects.filter(account=account, external_id=told.external_id, ours=False, deleted_at=None).first()
    if message is None or not Message.objects.filter(news, pk=message.pk).update(hiding_told_at=told.at):
        return
    rows = Message.objects.filter(pk=message.pk, hidden_at__isnull=not told.shown)
    if rows.update(hidden_at=None if told.shown else told.at):
        record("message.unhidden" if told.shown else "message.hidden", message, under=Known(message.conversation_id))
        changed([f"conversation:{message.conversation_id}"])


def hiding_failed(events: Sequence[Event]) -> None:
    """The network refused to hide something: say so, since everybody can still read it. A reaction."""
    from webcare.conversations.message import Message  # noqa: PLC0415 - message.py inherits from Hideable

    refused = Moderation.objects.filter(pk__in=[event.subject_id for event in events], action="hide")
    for order in refused:
        message = Message.objects.filter(account=order.account, external_id=order.external_id).first()
        hidden = Message.objects.filter(pk=message.pk if message else None, hidden_at__isnull=False)
        if message and hidden.update(hidden_at=None, hiding_told_at=now()):
            record("message.unhidden", message, under=message.conversation, why=order.error)
            changed([message.conversation.topic])
