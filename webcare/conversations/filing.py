"""Put files into the storage under names that nobody guesses, and take them out again."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from webcare.conversations import inspecting
from webcare.conversations.previewing import picture

FOLDER = "attachments"


@dataclass(frozen=True, slots=True)
class Filed:
    """What an attachment knows of its file; the names are those of its columns."""

    stored: str
    preview: str
    filename: str
    content_type: str
    shown_type: str
    size: int
    width: int | None
    height: int | None
    digest: str


def store(content: bytes, filename: str) -> Filed:
    """Keep the bytes. `shown_type` is set only for pictures that we could decode, and for sound and film."""
    kind = inspecting.content_type(content)
    seen = picture(content) if inspecting.is_picture(kind) else None
    may_be_shown = seen is not None or kind in inspecting.PLAYED
    return Filed(
        stored=_save(content),
        preview=_save(seen.preview) if seen else "",
        filename=inspecting.filename(filename),
        content_type=kind,
        shown_type=kind if may_be_shown else "",
        size=len(content),
        width=seen.width if seen else None,
        height=seen.height if seen else None,
        digest=hashlib.sha256(content).hexdigest(),
    )


def read(stored: str) -> bytes:
    """The bytes of a file."""
    with default_storage.open(stored, "rb") as file:
        return bytes(file.read())


def remove_on_commit(names: Iterable[str]) -> None:
    """Delete the files once nothing points to them any more."""
    for name in names:
        if name:
            transaction.on_commit(partial(default_storage.delete, name))


def _save(content: bytes) -> str:
    name = secrets.token_urlsafe(24)
    return default_storage.save(f"{FOLDER}/{name[:2]}/{name}", ContentFile(content))
