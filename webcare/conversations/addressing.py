"""An answer as the network gets it: to whom, in answer to what, in which exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webcare.channels.adapter import Outgoing
from webcare.channels.template import Chosen
from webcare.conversations.forging import network_id

if TYPE_CHECKING:
    from webcare.conversations.conversation import Conversation
    from webcare.conversations.message import Message

REFERENCES = 20  # how many earlier ids go along, for networks that thread by them


def outgoing(
    to: Conversation,
    text: str,
    key: str,
    target: Message | None,
    *,
    covers: Conversation | None,
    template: Chosen | None,
) -> Outgoing:
    """To whom, in answer to what, and after what was said before."""
    if covers and covers.account_id != to.account_id:  # another network knows nothing of what is answered here
        target, covers = to.newest_question(), None
    earlier = (
        to.messages.filter(external_id__isnull=False).order_by("-counts_from").values_list("external_id", flat=True)
    )
    subject = next((line for line in (target.subject if target else "", to.subject) if line), "")
    asked = network_id(target.external_id or "") if target else ""
    return Outgoing(
        key=key,
        text=text,
        private=to.private,
        recipient=to.handle.external_id,
        recipient_name=to.handle.name,
        in_reply_to="" if covers else asked,
        references=tuple(reversed([network_id(known) for known in earlier[:REFERENCES] if known])),
        thread_key=to.thread_key,
        sent_as=(target.addressed_to or "") if target else "",
        goes_on_from=asked if covers else "",
        subject=subject if not subject or subject.lower().startswith("re:") else f"Re: {subject}",
        conversation_id=to.pk,
        template=template,
    )
