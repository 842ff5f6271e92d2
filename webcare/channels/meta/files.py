"""The files that come with posts, comments and messages, as addresses from which they can be fetched. Pure."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from webcare.channels.inbound import InboundAttachment

CONTENT_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp",
                 ".gif": "image/gif", ".mp4": "video/mp4", ".mp3": "audio/mpeg", ".pdf": "application/pdf"}  # fmt: skip
URL_CHARACTERS = 2000


def file_at(url: str, alt: str = "") -> InboundAttachment | None:
    """A file by its address; None where that is none."""
    if not url.startswith(("https://", "http://")) or len(url) > URL_CHARACTERS:
        return None
    name = _name(url)
    kind = CONTENT_TYPES.get(PurePosixPath(name).suffix.lower(), "")
    return InboundAttachment(url=url, content_type=kind, filename=name, alt=alt)


def files_at(urls: list[str]) -> tuple[InboundAttachment, ...]:
    """Each file once, in their order."""
    return tuple(found for url in dict.fromkeys(urls) if (found := file_at(url)))


def _name(url: str) -> str:
    try:
        name = PurePosixPath(urlsplit(url).path).name
    except ValueError:  # an address that is none; fetching it will say so
        return ""
    return re.sub(r"[^\w.\-]", "_", name)[:120]
