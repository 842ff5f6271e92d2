"""Answer a customer: the reply and its delivery are one transaction, and a double click is one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webcare.channels.adapter import Outgoing
from webcare.channels.delivery import Delivery
from webcare.channels.length import measure
from webcare.channels.registry import adapter
from webcare.channels.template import Chosen
from webcare.conversations.addressing import outgoing
from webcare.ledger.change import changed
from webcare.ledger.recording import record
from webcare.lib.now import now, real_now
from webcare.lib.waking import WORK, wake
from webcare.team.organisation import organisation
from webcare.team.person import Person

if TYPE_CHECKING:
    from webcare.conversations.conversation import Conversation
    from webcare.conversations.message import Message
    from webcare.conversations.windows import Windows


class CannotReply(Exception):
    """The answer cannot be sent as it is; the sentence says what to change."""


class KeyUsed(CannotReply):
    """The key from the browser has written something else already."""

    def __init__(self) -> None:
        super().__init__(_("This page is too old. Reload it; what you wrote is kept."))


class Replyable(models.Model):
    """What a conversation can do to be answered."""

    class Meta:
        abstract = True

    def reply(
        self: Conversation,
        by: Person,
        *,
        text: str,
        key: str,
        attachment_ids: Sequence[int] = (),
        private: bool | None = None,
        close: bool = False,
        automatic: bool = False,
        template: Chosen | None = None,
    ) -> Message:
        """Write an answer that leaves when it can no longer be taken back. `key` comes from the client, once per answer.

        With `private` on a public conversation it goes to the private one with the same person, and while the network is dark
        to where it goes on; it covers this one. An `automatic` one answers nothing: draft and claim stay. A `template` leaves
        at any time; `text` is how it reads. Raises CannotReply, or claiming.Taken when somebody else holds the conversation.
        """
        with transaction.atomic():
            if known := self._written(by, key):
                return known
            to, covers, seen = self._way(private, automatic=automatic)
            if not automatic:
                self.claim(by)  # a second click at the same moment waits here
                if known := self._written(by, key):
                    self.release(by)
                    return known
            check(self if self.account_id == to.account_id else to, to, text, attachment_ids, template)
            message = _write(self, to, covers, by, text, key, seen_upto=seen, automatic=automatic, template=template)
            message.is_fresh = True
            message.take_files(by, attachment_ids)
            if not automatic:
                self.discard_draft(by, "reply")
                self.release(by)
            record("reply.queued", message, by=by, under=self)
            if close:
                self.close(by, reason="answered")
            wake(WORK)
            changed(["queue", self.topic, to.topic])
        return message

    def _written(self: Conversation, by: Person, key: str) -> Message | None:
        """What this key wrote before; a key of somebody else's answer, or of one elsewhere, would swallow this text."""
        from webcare.conversations.message import Message  # noqa: PLC0415 - message.py needs conversation.py

        known = Message.objects.filter(key=key).first()
        if known and (known.author_id != by.pk or self.pk not in {known.conversation_id, known.covers_id}):
            raise KeyUsed
        return known

    def private_place(self: Conversation) -> Conversation:
        """Where the same person reads us in private. Raises CannotReply."""
        return self._place(private=True)

    def _way(
        self: Conversation, private: bool | None, *, automatic: bool
    ) -> tuple[Conversation, Conversation | None, datetime | None]:
        """Where it leaves, which other conversation it answers, and up to when its writer has read."""
        from webcare.conversations.onward import goes_on_in, origin_of  # noqa: PLC0415 - it needs conversation.py

        to = (None if automatic else goes_on_in(self)) or self._place(private)
        covers = self if to.pk != self.pk else None if automatic else origin_of(self)
        return to, covers, self._seen_upto(to, covers)

    def _place(self: Conversation, private: bool | None) -> Conversation:
        if private is None or private == self.private:
            return self
        if self.private:
            raise CannotReply(_("This is a private conversation; it cannot be answered in public."))
        if not adapter(self.network).capabilities.hand_over:
            raise CannotReply(_("This network has no private messages."))
        return self._private_twin()

    def _private_twin(self: Conversation) -> Conversation:
        key = adapter(self.network).private_thread_key(self.account, self.handle.external_id)
        twin, _made = type(self).objects.get_or_create(
            account=self.account,
            thread_key=key,
            handle=self.handle,
            defaults={
                "brand": self.brand,
                "network": self.network,
                "private": True,
                "language": self.language,
                "opened_at": now(),
                "last_message_at": now(),
            },
        )
        return twin

    def _seen_upto(self: Conversation, to: Conversation, covers: Conversation | None) -> datetime | None:
        """The newest message that the writer can see; what is being stored at this moment is not among them."""
        from webcare.conversations.message import Message  # noqa: PLC0415 - message.py needs conversation.py

        twin = [to.pk] if to.account_id == self.account_id else []  # what goes on elsewhere is another page
        read = {self.pk, *twin, *([covers.pk] if covers else [])}
        newest = Max(Coalesce("stored_at", "received_at"))
        at: datetime | None = Message.objects.filter(conversation__in=read, ours=False).aggregate(at=newest)["at"]
        return at

    def newest_question(self: Conversation) -> Message | None:
        """The message that an answer answers: the newest of the customer."""
        return self.messages.filter(ours=False, deleted_at=None).order_by("-counts_from", "-pk").first()


def check(
    asked: Conversation,
    conversation: Conversation,
    text: str,
    attachment_ids: Sequence[int],
    template: Chosen | None = None,
    windows: Windows | None = None,
) -> None:
    """Raise CannotReply unless the network would take this text there; `asked` is what it answers.

    `windows` know about it already, where many are asked about together.
    """
    from webcare.conversations.windows import Windows  # noqa: PLC0415 - windows.py needs conversation.py

    if not text.strip() and not attachment_ids:
        raise CannotReply(_("Write something first."))
    room = adapter(conversation.network).length(conversation.account, conversation.private)
    if room is None:
        raise CannotReply(_("This network does not allow an answer in this place."))
    over = measure(text, room) - room.limit
    if over > 0 and not template:
        raise CannotReply(
            ngettext(
                "%(over)d character too long for this network.", "%(over)d characters too long for this network.", over
            )
            % {"over": over}
        )
    if text.strip() and attachment_ids and _goes_alone(conversation):
        raise CannotReply(_("This network takes a text or a file in one answer; send them one after the other."))
    if not conversation.account.is_connected:
        raise CannotReply(_("The account %(account)s is not connected.") % {"account": conversation.account.handle})
    if template is None:
        (windows or Windows([asked])).check(asked, private=conversation.private)
    elif attachment_ids:
        raise CannotReply(_("A template takes no files."))


def _goes_alone(conversation: Conversation) -> bool:
    can = adapter(conversation.network).capabilities
    rule = can.attachments_private if conversation.private else can.attachments_public
    return rule is not None and rule.alone


def _write(
    asked: Conversation,
    to: Conversation,
    covers: Conversation | None,
    by: Person,
    text: str,
    key: str,
    *,
    seen_upto: datetime | None,
    automatic: bool,
    template: Chosen | None,
) -> Message:
    from webcare.conversations.message import Message  # noqa: PLC0415 - message.py needs conversation.py
    from webcare.conversations.settling import settle  # noqa: PLC0415 - settling.py needs message.py

    target, at = asked.newest_question(), now()
    delivery = _delivery(to, outgoing(to, text, key, target, covers=covers, template=template), at)
    message = Message.objects.create(
        conversation=to,
        account=to.account,
        ours=True,
        private=to.private,
        author=by,
        delivery=delivery,
        key=key,
        answers=target,
        covers=covers,
        parent_external_id=delivery.outgoing["in_reply_to"],
        subject=delivery.outgoing["subject"],
        text=text,
        language=to.language,
        need="answer",
        automatic=automatic,
        received_at=at,
        seen_upto=seen_upto,
        counts_from=at,
    )
    type(to).objects.filter(pk=to.pk).update(last_message_at=at)
    settle([to.pk, *([covers.pk] if covers else [])])
    return message


def _delivery(to: Conversation, answer: Outgoing, at: datetime) -> Delivery:
    wait = organisation().take_back
    due = {"release_at": at + wait, "next_attempt_at": real_now() + wait}
    delivery, fresh = Delivery.objects.get_or_create(
        key=answer.key, defaults={"account": to.account, "outgoing": asdict(answer), **due}
    )
    if not fresh:  # written elsewhere at this very moment
        raise KeyUsed
    return delivery
