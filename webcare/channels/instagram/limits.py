"""What Instagram can do, how long and how large: the facts that pages and policies ask."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from webcare.channels.account import Account
from webcare.channels.capabilities import AttachmentRule, Capabilities, Length, Permission
from webcare.channels.meta import limits
from webcare.lib.limits import MIB

COMMENT = Length(2_200)  # where the application's settings name no other
MESSAGE = Length(1_000, "bytes")
PHOTOS = frozenset({"image/jpeg", "image/png", "image/gif"})
MESSAGE_FILES = PHOTOS | {"video/mp4", "audio/mp4", "audio/aac", "audio/wav", "application/pdf"}
COMPLETING = timedelta(
    minutes=10
)  # that an event may wait for what Instagram left out: a mention says nothing without it
PHOTO_BYTES, FILE_BYTES = 8 * MIB, 25 * MIB

PERMISSIONS = (
    Permission("instagram_basic", _("to see the account and what it published")),
    Permission("instagram_manage_comments", _("to read and answer comments and mentions, and to hide or remove them")),
    Permission("instagram_manage_messages", _("to read and write direct messages")),
    Permission("pages_show_list", _("to see which pages there are")),
    Permission("pages_read_engagement", _("to read the page's own posts and answers")),
    Permission("pages_manage_metadata", _("to be told when something happens on the page")),
)

CAPABILITIES = Capabilities(
    network="instagram",
    name="Instagram",
    badge="ig",
    public=COMMENT,
    private=MESSAGE,
    proves_sender=True,
    attachments_private=AttachmentRule(MESSAGE_FILES, 1, FILE_BYTES, alone=True),
    hide=True,
    take_down=True,
    block=True,
    hand_over=True,
    windows=True,
    private_link="https://ig.me/m/{handle}",
    oauth=True,
    several=True,
    permissions=PERMISSIONS,
    webhooks=True,
    polls=True,
    reconciles=True,
    insights=limits.INSIGHTS,
    completes=COMPLETING,
)


def length(account: Account, private: bool) -> Length:
    """As our registration with Meta says."""
    usual, name = (MESSAGE, "message_length") if private else (COMMENT, "comment_length")
    return limits.length(account, usual, name)
