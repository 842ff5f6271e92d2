"""What Bluesky can do, how long and how large: the facts that pages and policies ask."""

from __future__ import annotations

from datetime import timedelta

from webcare.channels.account import Account
from webcare.channels.adapter import AttachmentRule, Capabilities, Length, Profile

POST, MESSAGE = Length(300, "graphemes"), Length(1_000, "graphemes")
POST_BYTES, MESSAGE_BYTES = 3_000, 10_000  # both limits hold at once
ABOUT_US = Profile(Length(256, "graphemes"), timedelta(minutes=15))  # a write costs little of the day's allowance
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
PICTURE_BYTES, MOST_PICTURES = 1_000_000, 4
CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0
POLL_SECONDS, LEAST_SECONDS = 20, 2
INSIGHTS = 25  # posts of ours in one call
YES = frozenset({"1", "true", "yes", "on"})

CAPABILITIES = Capabilities(
    network="bluesky",
    name="Bluesky",
    badge="🦋",
    public=POST,
    private=MESSAGE,
    proves_sender=True,
    attachments_public=AttachmentRule(PICTURES, MOST_PICTURES, PICTURE_BYTES, alone=True),
    hide=True,
    take_down=True,
    mute=True,
    block=True,
    hand_over=True,
    polls=True,
    listens=True,
    reconciles=True,
    profile=ABOUT_US,
    insights=INSIGHTS,
)


def length(account: Account, private: bool) -> Length | None:
    """The same for every account; some keep out of chats."""
    if private:
        return MESSAGE if chats(account) else None
    return POST


def chats(account: Account) -> bool:
    """Whether private messages are read and written too."""
    return str(account.settings.get("chats", "yes")).lower() in YES


def poll_seconds(account: Account) -> int:
    """Between two looks."""
    told = str(account.settings.get("poll_seconds", ""))
    return max(int(told) if told.isascii() and told.isdigit() else POLL_SECONDS, LEAST_SECONDS)
