"""What few messages carry along: files, and what they said before they were edited."""

from __future__ import annotations

from collections.abc import Iterable

from webcare.conversations.attachment import Attachment
from webcare.conversations.message import Message, Revision


def with_what_they_carry(messages: Iterable[Message]) -> None:
    """Give each its `files` and `earlier_texts`: asked for by key, several times as fast as prefetching for all."""
    known = {message.pk: message for message in messages}
    for file in Attachment.objects.filter(message__among=list(known)).order_by("pk"):
        message = known[file.message_id or 0]
        message.files = [*message.files, file]
    revisions = Revision.objects.filter(message__among=list(known)).order_by("pk")
    for pk, text in revisions.values_list("message_id", "text"):
        known[pk].earlier_texts = [*known[pk].earlier_texts, text]
