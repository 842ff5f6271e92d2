"""What an official account can do, how long, how large and how late: the facts that pages and policies ask."""

from __future__ import annotations

from datetime import timedelta

from webcare.channels.account import Account
from webcare.channels.adapter import AttachmentRule, Capabilities, Length
from webcare.channels.chosen import chosen
from webcare.lib.limits import MIB

MESSAGE = Length(2_048, "bytes")
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif"})
VOICES, FILMS = frozenset({"audio/amr", "audio/mpeg"}), frozenset({"video/mp4"})
VOICE_BYTES, FILE_BYTES = 2 * MIB, 10 * MIB
CONNECT_SECONDS, READ_SECONDS = 5.0, 15.0
WINDOW_HOURS = 48  # after the follower's last message
ANSWERS = 5  # to each message of a follower; WeChat itself names several numbers

CAPABILITIES = Capabilities(
    network="wechat",
    name="WeChat",
    badge="信",
    private=MESSAGE,
    proves_sender=True,
    attachments_private=AttachmentRule(PICTURES | VOICES | FILMS, 1, FILE_BYTES, alone=True),
    windows=True,
    rations=True,
    templates=True,
    webhooks=True,
    seals=True,
)


def length(account: Account, private: bool) -> Length | None:
    """In bytes, since WeChat counts them; there is no public place."""
    return Length(chosen(account, "message_bytes", MESSAGE.limit), MESSAGE.unit) if private else None


def reply_window(account: Account, private: bool) -> timedelta | None:
    """How long after the follower's words."""
    return timedelta(hours=chosen(account, "window_hours", WINDOW_HOURS)) if private else None


def offers_notices(account: Account) -> bool:
    """Whether subscription notices are offered beside template messages, as somebody chose for this account."""
    return str(account.settings.get("notices", "")).lower() in {"true", "on", "1", "yes"}


def ration(account: Account) -> int:
    """How many answers after each message."""
    return chosen(account, "answers", ANSWERS)
