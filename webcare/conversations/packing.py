"""An answer as its network gets it: what was written down when it was asked for, with its files."""

from __future__ import annotations

from webcare.channels.adapter import Outgoing, OutgoingFile
from webcare.channels.delivery import Delivery
from webcare.channels.template import Chosen
from webcare.conversations.message import Message


def packed(delivery: Delivery) -> Outgoing:
    """The answer with its files as they are now."""
    fields = dict(delivery.outgoing)
    fields["references"] = tuple(fields["references"])
    fields["template"] = Chosen(**chosen) if (chosen := fields.get("template")) else None
    message = Message.objects.filter(delivery=delivery).first()
    fields["files"] = tuple(
        OutgoingFile(file.filename, file.content_type, file.read(), file.alt) for file in message.attachments.all()
    ) if message else ()  # fmt: skip
    return Outgoing(**fields)
