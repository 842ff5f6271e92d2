"""Until when a network takes an answer: some allow it only for a while after the customer wrote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from webcare.channels.registry import adapter
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.replying import CannotReply
from webcare.lib.now import now


class Windows:
    """Of some conversations, one or thousands; what decides about them is read once for all, when it is needed."""

    def __init__(self, conversations: Iterable[Conversation]) -> None:
        self.conversations = list(conversations)

    def check(self, conversation: Conversation, *, private: bool) -> None:
        """Raise CannotReply where the network takes no answer any more."""
        closed = self.closes_at(conversation, private=private)
        if closed and closed < now() and takes_templates(conversation, private=private):
            raise CannotReply(_("The network takes only templates here by now. Choose one instead of writing."))
        if closed and closed < now():
            raise CannotReply(
                _("The network took answers here until %(moment)s. Answer in public, or wait until they write again.")
                % {"moment": date_format(localtime(closed), "SHORT_DATETIME_FORMAT")}
            )
        if self.left(conversation, private=private) == 0:
            raise CannotReply(_("The network takes no more answers to this person until they write again."))

    def left(self, conversation: Conversation, *, private: bool) -> int | None:
        """How many answers may still leave before the customer writes again; None where nobody counts them."""
        if not (private and _is_rationed(conversation)):
            return None
        ration = adapter(conversation.network).ration(conversation.account)
        return max(ration - self._given.get(conversation.pk, 0), 0)

    def closes_at(self, conversation: Conversation, *, private: bool) -> datetime | None:
        """When the last answer may leave from here, in public or in private; None where there is no such moment.

        It counts from the customer's newest message. Where only we have written yet, nothing more may follow.
        """
        network = adapter(conversation.network)
        if not network.capabilities.windows:
            return None
        handed_over = private and not conversation.private
        if handed_over and not network.capabilities.hand_over:  # nothing goes on from there in private
            return None
        lasts = network.reply_window(conversation.account, private, handed_over)
        if lasts is None:
            return None
        asked = self._asked.get(conversation.pk)
        begun = self._private_exchange(conversation) if handed_over else None
        ends = asked + lasts if asked else conversation.opened_at
        return max(ends, begun) if begun else ends

    def _private_exchange(self, conversation: Conversation) -> datetime | None:
        """Until when the same person may be answered where they already write to us in private."""
        twin = self._twins.get(_twin_key(conversation))
        if twin is None:
            return None
        twin.account = conversation.account
        return self._of_twins.closes_at(twin, private=True)

    @cached_property
    def _asked(self) -> dict[int, datetime]:
        """When the customer wrote last, by conversation."""
        rows = Message.objects.filter(conversation__among=[one.pk for one in self.conversations])
        asked = rows.filter(ours=False, deleted_at=None).values("conversation").annotate(newest=Max("counts_from"))
        return {row["conversation"]: row["newest"] for row in asked}

    @cached_property
    def _given(self) -> dict[int, int]:
        """How often we have written since, by conversation."""
        rationed = [one.pk for one in self.conversations if _is_rationed(one)]
        questions = Message.objects.filter(conversation=OuterRef("conversation"), ours=False, deleted_at=None)
        newest = Subquery(questions.order_by("-counts_from").values("counts_from")[:1])
        undone = Q(delivery__failed_at__isnull=False) | Q(delivery__cancelled_at__isnull=False)
        given = Message.objects.filter(conversation__among=rationed, ours=True).exclude(undone).annotate(asked=newest)
        since = given.filter(Q(asked=None) | Q(counts_from__gt=F("asked")))
        counted = since.values("conversation").annotate(number=Count("pk"))
        return {row["conversation"]: row["number"] for row in counted}

    @cached_property
    def _twins(self) -> dict[tuple[int, int, str], Conversation]:
        """Private exchanges with those who wrote in public."""
        public = [one for one in self.conversations if not one.private and adapter(one.network).capabilities.hand_over]
        wanted = {_twin_key(one) for one in public}
        rows = Conversation.objects.filter(handle__among=[one.handle_id for one in public], private=True)
        found = {(row.account_id, row.handle_id, row.thread_key): row for row in rows}
        return {key: row for key, row in found.items() if key in wanted}

    @cached_property
    def _of_twins(self) -> Windows:
        return Windows(self._twins.values())


def left(conversation: Conversation, *, private: bool) -> int | None:
    """See Windows.left."""
    return Windows([conversation]).left(conversation, private=private)


def closes_at(conversation: Conversation, *, private: bool) -> datetime | None:
    """See Windows.closes_at."""
    return Windows([conversation]).closes_at(conversation, private=private)


def takes_templates(conversation: Conversation, *, private: bool) -> bool:
    """Whether something may leave here even when the window has closed."""
    return private and conversation.private and adapter(conversation.network).capabilities.templates


def _is_rationed(conversation: Conversation) -> bool:
    return conversation.private and adapter(conversation.network).capabilities.rations


def _twin_key(conversation: Conversation) -> tuple[int, int, str]:
    key = adapter(conversation.network).private_thread_key(conversation.account, conversation.handle.external_id)
    return conversation.account_id, conversation.handle_id, key
