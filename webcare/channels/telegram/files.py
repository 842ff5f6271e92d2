"""The files of a message, by the ids under which Telegram keeps them. Pure."""

from __future__ import annotations

import re

from webcare.channels.inbound import InboundAttachment
from webcare.channels.telegram.fields import Shape

SCHEME = "telegram-file:"
KINDS = {
    "document": "", "video": "video/mp4", "audio": "audio/mpeg", "voice": "audio/ogg", "animation": "video/mp4",
    "video_note": "video/mp4", "sticker": "image/webp",
}  # fmt: skip
ENDINGS = {"video/mp4": "mp4", "audio/mpeg": "mp3", "audio/ogg": "ogg", "image/webp": "webp"}
FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,200}\Z")


def files_of(message: Shape) -> tuple[InboundAttachment, ...]:
    """An animation comes as a document too; of a photo there are several sizes, of which the largest is taken."""
    named = [kind for kind in KINDS if message.has(kind) and not (kind == "document" and message.has("animation"))]
    found = [_file(message.shape(kind), KINDS[kind], kind) for kind in named]
    if sizes := message.shapes("photo"):
        largest = max(sizes, key=lambda size: (size.maybe_number("width") or 0) * (size.maybe_number("height") or 0))
        found.append(_file(largest, "image/jpeg", "photo"))
    return tuple(each for each in found if each)


def _file(file: Shape, usual: str, kind: str) -> InboundAttachment | None:
    file_id, told = file.maybe_words("file_id"), file.maybe_words("mime_type")
    if not FILE_ID.match(file_id):
        return None
    moving = kind == "sticker" and (file.flag("is_animated") or file.flag("is_video"))
    content_type = "" if moving else (told or usual)[:100]
    name = re.sub(r"[^\w.\- ]", "_", file.maybe_words("file_name"))[-120:]
    ending = "jpg" if kind == "photo" else ENDINGS.get(content_type, "")
    return InboundAttachment(
        external_id=file.maybe_words("file_unique_id")[:200],
        url=SCHEME + file_id,
        content_type=content_type,
        filename=name or (f"{kind}.{ending}" if ending else kind),
        alt=file.maybe_words("emoji")[:20] if kind == "sticker" else "",
    )
