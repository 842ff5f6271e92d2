"""What Facebook can do, how long, how large and how late: the facts that pages and policies ask."""

from __future__ import annotations

from datetime import timedelta

from webcare.channels.account import Account
from webcare.channels.adapter import AttachmentRule, Capabilities, Length
from webcare.lib.limits import MIB

COMMENT, MESSAGE = Length(8_000), Length(2_000)  # where the application's settings name no others
PHOTOS = frozenset({"image/jpeg", "image/png", "image/gif"})
MESSAGE_FILES = PHOTOS | {"video/mp4", "audio/mpeg", "audio/mp4", "application/pdf"}
PHOTO_BYTES, FILE_BYTES = 4 * MIB, 25 * MIB
CONNECT_SECONDS, READ_SECONDS = 5.0, 15.0
MESSAGE_WINDOW = timedelta(hours=24)  # after the customer's last message
AGENT_WINDOW = timedelta(days=7)  # the same, where Meta allows people of ours to answer later
PRIVATE_REPLY_WINDOW = timedelta(days=7)  # after a comment
BUSY = 80.0  # percent of a quota from which on we read nothing that can wait

CAPABILITIES = Capabilities(
    network="facebook",
    name="Facebook",
    badge="f",
    public=COMMENT,
    private=MESSAGE,
    proves_sender=True,
    attachments_public=AttachmentRule(PHOTOS, 1, PHOTO_BYTES),
    attachments_private=AttachmentRule(MESSAGE_FILES, 1, FILE_BYTES, alone=True),
    hide=True,
    take_down=True,
    edit=True,
    block=True,
    hand_over=True,
    windows=True,
    private_link="https://m.me/{account}",
    webhooks=True,
    polls=True,
    reconciles=True,
)


def length(account: Account, private: bool) -> Length:
    """Meta publishes neither limit, so that our registration with it may name others."""
    usual, name = (MESSAGE, "message_length") if private else (COMMENT, "comment_length")
    told = str(account.application.settings.get(name, "")) if account.application else ""
    return Length(int(told)) if told.isascii() and told.isdigit() and int(told) > 0 else usual


def answers_late(account: Account) -> bool:
    """Whether Meta lets people of this page answer up to seven days later."""
    return str(account.settings.get("human_agent", "")).lower() in {"true", "on", "1", "yes"}


def reply_window(account: Account, private: bool, handed_over: bool) -> timedelta | None:
    """How long after the customer's word; comments can be answered for ever."""
    if not private:
        return None
    if handed_over:
        return PRIVATE_REPLY_WINDOW
    return AGENT_WINDOW if answers_late(account) else MESSAGE_WINDOW
