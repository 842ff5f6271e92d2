"""Until when a network takes an answer: some allow it only for a while after the customer wrote."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from webcare.channels.registry import adapter
from webcare.conversations.conversation import Conversation
from webcare.conversations.replying import CannotReply
from webcare.lib.now import now


def check_open(conversation: Conversation, *, private: bool) -> None:
    """Raise CannotReply where the network takes no answer any more."""
    closed = closes_at(conversation, private=private)
    if closed and closed < now() and takes_templates(conversation, private=private):
        raise CannotReply(_("The network takes only templates here by now. Choose one instead of writing."))
    if closed and closed < now():
        raise CannotReply(
            _("The network took answers here until %(moment)s. Answer in public, or wait until they write again.")
            % {"moment": date_format(localtime(closed), "SHORT_DATETIME_FORMAT")}
        )

    if left(conversation, private=private) == 0:
        raise CannotReply(_("The network takes no more answers to this person until they write again."))


def left(conversation: Conversation, *, private: bool) -> int | None:
    """How many answers may still leave before the customer writes again; None where nobody counts them."""
    network = adapter(conversation.network)
    if not (private and conversation.private and network.capabilities.rations):
        return None
    given = conversation.messages.filter(ours=True).exclude(
        Q(delivery__failed_at__isnull=False) | Q(delivery__cancelled_at__isnull=False)
    )
    asked = conversation.newest_question()
    since = given.filter(counts_from__gt=asked.counts_from) if asked else given
    return max(network.ration(conversation.account) - since.count(), 0)


def takes_templates(conversation: Conversation, *, private: bool) -> bool:
    """Whether something may leave here even when the window has closed."""
    return private and conversation.private and adapter(conversation.network).capabilities.templates


def closes_at(conversation: Conversation, *, private: bool) -> datetime | None:
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
    asked = conversation.newest_question()
    begun = _private_exchange(conversation) if handed_over else None
    ends = asked.counts_from + lasts if asked else conversation.opened_at
    return max(ends, begun) if begun else ends


def _private_exchange(conversation: Conversation) -> datetime | None:
    """Until when the same person may be answered where they already write to us in private."""
    key = adapter(conversation.network).private_thread_key(conversation.account, conversation.handle.external_id)
    twin = Conversation.objects.filter(
        account=conversation.account, thread_key=key, handle=conversation.handle, private=True
    ).first()
    return closes_at(twin, private=True) if twin else None
