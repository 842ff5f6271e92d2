"""What Weibo can do, how long and how late: the facts that pages and policies ask."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from webcare.channels.account import Account
from webcare.channels.adapter import Capabilities, Length, Permission
from webcare.channels.chosen import chosen

COMMENT = Length(140, "half-width")
MESSAGE = Length(300, "half-width")
CONNECT_SECONDS, READ_SECONDS = 5.0, 15.0
WINDOW_HOURS = 48  # after the customer's last private message
ANSWERS = 1  # private answers to each message of a customer
POLL_SECONDS = 60  # between two looks at the lists

PERMISSIONS = (  # Weibo asks whoever agrees for all of them at once; which ones an application has stands at open.weibo.com
    Permission("statuses/mentions", _("to read posts that name us")),
    Permission("comments/to_me", _("to read comments below our posts, and answers to ours")),
    Permission("comments/mentions", _("to read comments that name us")),
    Permission("comments/reply", _("to answer in public")),
    Permission("comments/destroy", _("to take an answer down")),
    Permission("users/show", _("to see who writes")),
)

CAPABILITIES = Capabilities(
    network="weibo",
    name="Weibo",
    badge="微",
    public=COMMENT,
    private=MESSAGE,
    proves_sender=True,
    take_down=True,
    windows=True,
    rations=True,
    oauth=True,
    permissions=PERMISSIONS,
    webhooks=True,
    completes=timedelta(minutes=5),
    polls=True,
    listens=True,
    reconciles=True,
)


def length(account: Account, private: bool) -> Length:
    """Accounts with a contract may write more; our registration says how much."""
    usual, name = (MESSAGE, "message_length") if private else (COMMENT, "comment_length")
    return Length(chosen(account, name, usual.limit), usual.unit)


def reply_window(account: Account, private: bool) -> timedelta | None:
    """How long after the customer's words; comments can be answered for ever."""
    return timedelta(hours=chosen(account, "window_hours", WINDOW_HOURS)) if private else None


def ration(account: Account) -> int:
    """How many answers after each message."""
    return chosen(account, "answers", ANSWERS)
