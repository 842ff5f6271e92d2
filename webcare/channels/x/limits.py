"""What X can do, how long, how large and how often: the facts that pages and policies ask."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from webcare.channels.account import Account
from webcare.channels.adapter import AttachmentRule, Capabilities, Length, Permission
from webcare.channels.chosen import chosen
from webcare.channels.x.tariff import TARIFF
from webcare.lib.limits import MIB

POST = Length(280, "weighted")
LONG_POST = Length(25_000, "weighted")  # for accounts with X Premium
DIRECT_MESSAGE = Length(10_000)

PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})
GIFS = frozenset({"image/gif"})
VIDEOS = frozenset({"video/mp4", "video/quicktime"})
PHOTO_BYTES, GIF_BYTES, VIDEO_BYTES = 5 * MIB, 15 * MIB, 512 * MIB
MOST_PHOTOS = 4
ALT_CHARACTERS = 1000
MESSAGE_LINK = "https://x.com/messages/compose?recipient_id={account}"

CONNECT_SECONDS, READ_SECONDS = 5.0, 15.0
RATE_WINDOW = timedelta(minutes=15)
BUDGET_PAUSE = timedelta(hours=1)  # how often we ask again when the credits are used up
INSIGHTS = 100  # posts of ours in one call
LITTLE_LEFT = 0.1  # of a rate limit, where the connection test warns

PERMISSIONS = (
    Permission("tweet.read", _("to read mentions, answers and your own posts")),
    Permission("tweet.write", _("to answer in public, and to take answers down")),
    Permission("tweet.moderate.write", _("to hide replies below your own posts")),
    Permission("users.read", _("to see who writes")),
    Permission("dm.read", _("to read direct messages")),
    Permission("dm.write", _("to write direct messages")),
    Permission("media.write", _("to send pictures and films")),
    Permission("mute.write", _("to mute people")),
    Permission("like.read", _("to be told of likes, where that is wished")),
    Permission("offline.access", _("to stay connected after two hours")),
)

CAPABILITIES = Capabilities(
    network="x",
    name="X",
    badge="X",
    public=POST,
    private=DIRECT_MESSAGE,
    proves_sender=True,
    attachments_public=AttachmentRule(PHOTOS | GIFS | VIDEOS, MOST_PHOTOS, VIDEO_BYTES),
    attachments_private=AttachmentRule(PHOTOS | GIFS | VIDEOS, 1, VIDEO_BYTES),
    hide=True,
    take_down=True,
    mute=True,
    block=True,
    hand_over=True,
    private_link=MESSAGE_LINK,
    carrying_link=MESSAGE_LINK + "&text={text}",
    oauth=True,
    permissions=PERMISSIONS,
    webhooks=True,
    polls=True,
    follows=True,
    reconciles=True,
    insights=INSIGHTS,
    tariff=TARIFF,
)


def largest(content_type: str) -> int:
    """How many bytes X takes of this kind of file; 0 where it takes none."""
    if content_type in PHOTOS:
        return PHOTO_BYTES
    if content_type in GIFS:
        return GIF_BYTES
    return VIDEO_BYTES if content_type in VIDEOS else 0


def length(account: Account, private: bool) -> Length:
    """How long a text of this account may be; long posts come with its subscription. Our registration may say otherwise."""
    if private:
        return Length(chosen(account, "message_length", DIRECT_MESSAGE.limit))
    if is_ticked(account.settings.get("long_posts")):
        return Length(chosen(account, "long_post_length", LONG_POST.limit), LONG_POST.unit)
    return POST


def is_ticked(setting: object) -> bool:
    """How forms and programs say yes."""
    return str(setting).lower() in {"true", "on", "1", "yes"}
