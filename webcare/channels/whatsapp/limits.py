"""What WhatsApp can do, how long and how large: the facts that pages and policies ask."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from webcare.channels.account import Account
from webcare.channels.capabilities import AttachmentRule, Capabilities, Length, Permission
from webcare.channels.meta import limits
from webcare.lib.limits import MIB

MESSAGE = Length(4_096)  # where the application's settings name no other
CAPTION = 1_024  # what may stand below a picture or a file
PHOTOS, PHOTO_BYTES = frozenset({"image/jpeg", "image/png"}), 5 * MIB
SOUNDS = frozenset({"audio/aac", "audio/mp4", "audio/mpeg", "audio/amr", "audio/ogg"})
FILMS, FILM_BYTES = frozenset({"video/mp4", "video/3gpp"}), 16 * MIB
PAPERS = frozenset({"application/pdf", "text/plain"})
PAPER_BYTES = 100 * MIB

PERMISSIONS = (
    Permission("whatsapp_business_messaging", _("to read and write messages")),
    Permission("whatsapp_business_management", _("to read the templates, and to be told what happens")),
)

CAPABILITIES = Capabilities(
    network="whatsapp",
    name="WhatsApp",
    badge="wa",
    private=MESSAGE,
    proves_sender=True,
    carrying_link="https://wa.me/{number}?text={text}",
    attachments_private=AttachmentRule(PHOTOS | SOUNDS | FILMS | PAPERS, 1, PAPER_BYTES),
    block=True,
    windows=True,
    templates=True,
    permissions=PERMISSIONS,
    webhooks=True,
)


def length(account: Account, private: bool) -> Length | None:
    """As our registration with Meta says; there is no public place."""
    return limits.length(account, MESSAGE, "message_length") if private else None


def most_bytes(content_type: str) -> int:
    """How large a file of this type may be."""
    if content_type in PHOTOS:
        return PHOTO_BYTES
    return FILM_BYTES if content_type in FILMS | SOUNDS else PAPER_BYTES
