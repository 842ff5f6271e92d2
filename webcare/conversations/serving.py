"""How a file may be handed to a browser: shown only where it is surely a picture, sound or film, else saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from webcare.conversations.attachment import Attachment
from webcare.conversations.inspecting import UNKNOWN


@dataclass(frozen=True, slots=True)
class Disposition:
    """What the answer's headers say; `inline` False means that the browser saves the file."""

    stored: str
    content_type: str
    inline: bool
    filename: str


def disposition(attachment: Attachment, want: Literal["file", "preview"] = "file") -> Disposition | None:
    """How to serve it; None when there is nothing to serve (yet). What is saved never names a type that could run."""
    if attachment.fetched_at is None:
        return None
    if want == "preview":
        if not attachment.preview:
            return None
        return Disposition(attachment.preview, "image/webp", True, f"{attachment.filename or 'preview'}.webp")
    if not attachment.stored:
        return None
    name = attachment.filename or f"attachment-{attachment.pk}"
    if attachment.shown_type:
        return Disposition(attachment.stored, attachment.shown_type, True, name)
    return Disposition(attachment.stored, UNKNOWN, False, name)
