"""A message as it was sent, with the pictures that came along and none from elsewhere."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from webcare.channels.html import Safe, shown
from webcare.conversations import filing

if TYPE_CHECKING:
    from webcare.conversations.message import Message

MOST_PICTURES = 40


def as_it_was_sent(message: Message) -> Safe:
    """Its HTML, safe for a frame of its own; each picture is the small one that we drew, and needs no further request.

    A frame that may do nothing has no session either, so that pictures at addresses of ours would not come.
    """
    pictures = message.attachments.exclude(external_id="").exclude(preview="")[:MOST_PICTURES]
    return shown(message.html, {each.external_id: _inline(each.preview) for each in pictures})


def _inline(preview: str) -> str:
    return f"data:image/webp;base64,{base64.b64encode(filing.read(preview)).decode()}"
