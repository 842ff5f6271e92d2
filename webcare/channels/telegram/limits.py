"""What a bot can do on Telegram, how long, how large and how late: the facts that pages and policies ask."""

from __future__ import annotations

from datetime import timedelta

from webcare.channels.adapter import AttachmentRule, Capabilities, Length, Profile
from webcare.lib.limits import MIB

TEXT, CAPTION, DESCRIPTION = Length(4_096, "utf16"), Length(1_024, "utf16"), Length(512, "utf16")
CHANGED_EVERY = timedelta(minutes=15)  # the description; Telegram names no limit
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
FILES = PICTURES | {
    "image/gif", "video/mp4", "audio/mpeg", "audio/mp4", "audio/ogg", "application/pdf", "application/zip", "text/plain",
    "text/csv", "text/calendar",
}  # fmt: skip
PHOTO_BYTES, FILE_BYTES = 10 * MIB, 25 * MIB  # Telegram takes 50 MB; more than this we do not keep
GIVEN_BYTES = 20 * MIB  # of a file that a bot may fetch
CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0
WAIT_SECONDS = 15  # that Telegram holds the line while nothing happens; shorter than READ_SECONDS
AT_ONCE = 100  # updates in one answer

CAPABILITIES = Capabilities(
    network="telegram",
    name="Telegram",
    badge="✈",
    public=TEXT,
    private=TEXT,
    proves_sender=True,
    private_link="https://t.me/{handle}",
    carrying_link="https://t.me/{handle}?start={code}",
    attachments_public=AttachmentRule(FILES, 1, FILE_BYTES, alone=True),
    attachments_private=AttachmentRule(FILES, 1, FILE_BYTES, alone=True),
    take_down=True,
    edit=True,
    webhooks=True,
    polls=True,
    listens=True,
    profile=Profile(DESCRIPTION, CHANGED_EVERY),
)
