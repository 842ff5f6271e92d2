"""Tell an agent what happened to a conversation of theirs: the customer wrote again, an answer did not arrive."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from webcare.conversations.claiming import free
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.ledger.event import Event
from webcare.lib.now import now
from webcare.team.notice import NoticeKind
from webcare.team.person import Person
from webcare.team.telling import Telling, tell_each

FAILURES = {
    "reply.held": gettext_lazy("Your answer to {handle} has not left yet: {why}"),
    "reply.failed": gettext_lazy("Your answer to {handle} could not be delivered: {why}"),
    "reply.bounced": gettext_lazy("Your answer to {handle} came back: {why}"),
    "reply.unconfirmed": gettext_lazy("Nobody knows whether your answer to {handle} arrived. Look, then decide."),
}


def tell_of_messages(conversation_ids: Collection[int]) -> None:
    """The customer wrote in a conversation that is assigned to somebody, or that somebody has right now."""
    rows = Conversation.objects.filter(pk__among=conversation_ids, waiting_since__isnull=False)
    at = now()
    theirs = rows.select_related("assignee", "holder", "handle").exclude(free(at), assignee=None)
    tell_each(NoticeKind.ANSWERED, [_wrote_again(one, person) for one in theirs if (person := one.whose(at))])


def tell_of_failures(events: Sequence[Event]) -> None:
    """An answer waits, failed, came back, or nobody knows: its author decides what to do."""
    messages = Message.objects.select_related("author", "conversation__handle").in_bulk([e.subject_id for e in events])
    authored = [(event, message) for event in events if (message := messages.get(event.subject_id))]
    tell_each(
        NoticeKind.FAILED, [_failed(event, message, message.author) for event, message in authored if message.author]
    )


def _wrote_again(conversation: Conversation, person: Person) -> Telling:
    sentence = format_lazy(gettext_lazy("{handle} wrote again."), handle=conversation.handle.shown)
    key = f"answered:{conversation.pk}:{conversation.waiting_since:%Y%m%dT%H%M%S.%f}"
    return Telling(person, key, sentence, conversation.path)


def _failed(event: Event, message: Message, author: Person) -> Telling:
    conversation = message.conversation
    sentence = format_lazy(FAILURES[event.verb], handle=conversation.handle.shown, why=event.why)
    return Telling(author, f"failed:{event.pk}", sentence, conversation.path)
