"""What the widget can do, and how much of it: lengths, files, paces, how long a thread waits for its visitor."""

from __future__ import annotations

from datetime import timedelta

from webcare.channels.capabilities import AttachmentRule, Capabilities, Length
from webcare.lib.limits import MIB

NETWORK = "webchat"
TEXT = Length(4000)
FILES = AttachmentRule(
    types=frozenset({
        "application/msword", "application/pdf", "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "image/gif", "image/heic", "image/jpeg",
        "image/png", "image/webp", "text/calendar", "text/csv", "text/plain", "video/mp4",
    }),
    most=5,
    bytes=10 * MIB,
    alone=True,
)  # fmt: skip
CAPABILITIES = Capabilities(
    network=NETWORK,
    name="Web chat",
    badge="@w",
    private=TEXT,
    attachments_private=FILES,
    take_down=True,
    edit=True,
    reconciles=True,
    widget=True,
)

SESSION_BYTES = 30 * MIB  # of files in one thread
ACCOUNT_BYTES = 2048 * MIB  # of files in a day, in all threads: whoever opens thread after thread fills no disk
SAYINGS_A_MINUTE = 30  # of one visitor
FILES_A_MINUTE = 20
PASSAGES_A_MINUTE = 6  # codes to go on elsewhere
LOOKS_A_MINUTE = 240  # a tab without a stream asks every few seconds, and somebody has several
CHATS_A_MINUTE = 60  # begun from one address: an airport has one for all who wait there
FROM_ONE_ADDRESS = 600  # messages
FILES_FROM_ONE_ADDRESS = 60
BODY_BYTES = 64 * 1024  # of a call that brings no file
KEPT = timedelta(days=90)  # after which a thread to which nobody came back is gone from the widget
WAITS_FOR_ITS_MESSAGE = timedelta(days=2)  # a file that was uploaded and never sent
SHOWN = 200  # the newest lines of a thread
