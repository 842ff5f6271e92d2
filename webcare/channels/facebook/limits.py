"""What Facebook can do, how long, how large and how late: the facts that pages and policies ask."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from webcare.channels.account import Account
from webcare.channels.adapter import AttachmentRule, Capabilities, Length, Permission
from webcare.channels.meta import limits
from webcare.lib.limits import MIB

COMMENT, MESSAGE = Length(8_000), Length(2_000)  # where the application's settings name no others
PHOTOS = frozenset({"image/jpeg", "image/png", "image/gif"})
MESSAGE_FILES = PHOTOS | {"video/mp4", "audio/mpeg", "audio/mp4", "application/pdf"}
PHOTO_BYTES, FILE_BYTES = 4 * MIB, 25 * MIB

PERMISSIONS = (
    Permission("pages_show_list", _("to see which pages there are")),
    Permission("pages_read_engagement", _("to read the page's own posts and answers")),
    Permission("pages_read_user_content", _("to read what customers post and comment")),
    Permission("pages_manage_engagement", _("to answer comments, and to hide or remove them")),
    Permission("pages_manage_metadata", _("to be told when something happens on the page")),
    Permission("pages_messaging", _("to read and write in Messenger")),
)

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
    carrying_link="https://m.me/{account}?ref={code}",
    oauth=True,
    several=True,
    permissions=PERMISSIONS,
    webhooks=True,
    polls=True,
    reconciles=True,
    insights=limits.INSIGHTS,
    completes=limits.COMPLETING,
)


def length(account: Account, private: bool) -> Length:
    """As our registration with Meta says."""
    return (
        limits.length(account, MESSAGE, "message_length")
        if private
        else limits.length(account, COMMENT, "comment_length")
    )
