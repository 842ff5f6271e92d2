"""Takes the words of a message out of its event, and leaves what tells that it was there. Pure."""

from __future__ import annotations

from collections.abc import Collection

from webcare.channels.inbound import Unparsable
from webcare.channels.wechat import markup
from webcare.channels.wechat.fields import Shape
from webcare.channels.wechat.parse import message_id

KEPT = ("ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId")


def redact(payload: bytes, external_ids: Collection[str]) -> bytes:
    """The event without what it said and showed; nothing of an event that cannot be read."""
    try:
        event = Shape.of_event(payload)
        if not event.values.get("MsgId") or message_id(event) not in external_ids:
            return payload
    except Unparsable:
        return b""
    return markup.write({name: str(event.values[name]) for name in KEPT if name in event.values})
