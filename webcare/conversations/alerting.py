"""Tell an agent what happened to a conversation of theirs: the customer wrote again, an answer did not arrive."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.ledger.event import Event
from webcare.lib.now import now
from webcare.team.notice import NoticeKind
from webcare.team.telling import tell

FAILURES = {
    "reply.failed": gettext_lazy("Your answer to {handle} could not be delivered: {why}"),
    "reply.bounced": gettext_lazy("Your answer to {handle} came back: {why}"),
    "reply.unconfirmed": gettext_lazy("Nobody knows whether your answer to {handle} arrived. Look, then decide."),
}


def tell_of_messages(conversation_ids: Collection[int]) -> None:
    """The customer wrote in a conversation that is assigned to somebody, or that somebody has right now."""
    rows = Conversation.objects.filter(pk__among=conversation_ids, waiting_since__isnull=False)
    at = now()
    for conversation in rows.select_related("assignee", "holder", "handle").exclude(assignee=None, holder=None):
        person = conversation.assignee or conversation.holder_at(at)
        if person:
            sentence = format_lazy(gettext_lazy("{handle} wrote again."), handle=conversation.handle.shown)
            key = f"answered:{conversation.pk}:{conversation.waiting_since:%Y%m%dT%H%M%S.%f}"
            tell(person, NoticeKind.ANSWERED, key, sentence, conversation.path)


def tell_of_failures(events: Sequence[Event]) -> None:
    """An answer failed, came back, or nobody knows: its author decides what to do."""
    messages = Message.objects.select_related("author", "conversation__handle").in_bulk([e.subject_id for e in events])
    for event in events:
        message = messages.get(event.subject_id)
        if message and message.author:
            conversation = message.conversation
            sentence = format_lazy(FAILURES[event.verb], handle=conversation.handle.shown, why=event.why)
            tell(message.author, NoticeKind.FAILED, f"failed:{event.pk}", sentence, conversation.path)
