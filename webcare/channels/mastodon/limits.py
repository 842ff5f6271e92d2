"""What Mastodon can do, how long, how large and how often: the facts that pages and policies ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from webcare.channels.account import Account
from webcare.channels.adapter import AttachmentRule, Capabilities, Length, Permission, Profile
from webcare.lib.limits import ATTACHMENT_BYTES, MIB

USUAL = 500  # characters, where a server says nothing else
GREETING = 32  # that every answer begins with: "@", a name of at most 30, a space
TEXT = Length(USUAL - GREETING, "shortened")
ALT_CHARACTERS = 1_500
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
FILMS = frozenset({"video/mp4", "video/webm", "video/quicktime"})
SOUNDS = frozenset({"audio/mpeg", "audio/ogg", "audio/mp4", "audio/wav", "audio/flac"})
PICTURE_BYTES, MOST_FILES = 16 * MIB, 4
CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0
POLL_SECONDS = 20  # between two looks at the lists; a look takes five calls of the 300 in five minutes
USUAL_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
INSIGHTS = 20  # posts of ours in one call
ABOUT_US = Profile(Length(500), timedelta(minutes=15))  # a server names no limit for changes
CHARACTERS = "max_characters"  # the account's setting with what its server says
FILES = AttachmentRule(PICTURES | FILMS | SOUNDS, MOST_FILES, ATTACHMENT_BYTES, alone=False)

PERMISSIONS = (
    Permission("read", _("to read mentions and messages")),
    Permission("write:statuses", _("to answer, and to change or remove answers")),
    Permission("write:media", _("to send files")),
    Permission("write:mutes", _("to mute people")),
    Permission("write:blocks", _("to block people")),
    Permission("write:reports", _("to report people to the server")),
)

CAPABILITIES = Capabilities(
    network="mastodon",
    name="Mastodon",
    badge="M",
    public=TEXT,
    private=TEXT,
    proves_sender=True,
    attachments_public=FILES,
    attachments_private=FILES,
    take_down=True,
    edit=True,
    mute=True,
    block=True,
    report=True,
    hand_over=True,
    oauth=True,
    permissions=PERMISSIONS,
    polls=True,
    listens=True,
    reconciles=True,
    profile=ABOUT_US,
    insights=INSIGHTS,
)


def most(account: Account) -> int:
    """Characters that the account's server takes, everything counted."""
    told = str(account.settings.get(CHARACTERS, ""))
    return int(told) if told.isascii() and told.isdigit() and GREETING < int(told) < 10**6 else USUAL


def length(account: Account) -> Length:
    """What is left of that beside the name of whoever is answered."""
    return replace(TEXT, limit=most(account) - GREETING)


def largest(content_type: str) -> int:
    """How many bytes go along of this kind of file; 0 where it is not taken."""
    if content_type in PICTURES:
        return PICTURE_BYTES
    return ATTACHMENT_BYTES if content_type in FILMS | SOUNDS else 0
