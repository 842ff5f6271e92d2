"""What a message says, of whatever type it is: its words, and the files that come with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from webcare.channels.inbound import InboundAttachment
from webcare.channels.whatsapp.fields import Shape

MEDIA = frozenset({"image", "video", "audio", "document", "sticker"})
MEDIA_URL = "whatsapp-media:"  # files have an id; where they lie is asked for when they are fetched
ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "video/mp4": ".mp4", "video/3gpp": ".3gp",
    "audio/aac": ".aac", "audio/mp4": ".m4a", "audio/mpeg": ".mp3", "audio/amr": ".amr", "audio/ogg": ".ogg",
    "application/pdf": ".pdf", "text/plain": ".txt",
}  # fmt: skip
NOT_HANDED_OVER = "(WhatsApp does not hand over what was sent here.)"


def text_of(message: Shape, kind: str) -> str:
    """In words, also where the app shows something else: a place, a card, a button that was pressed."""
    inner = message.maybe_shape(kind)
    if inner is None:
        return NOT_HANDED_OVER if message.has("errors") else ""
    return READERS.get(kind, _nothing_known)(inner).strip()


def file_of(message: Shape, kind: str) -> tuple[InboundAttachment, ...]:
    """The one file that a message may have."""
    media = message.maybe_shape(kind) if kind in MEDIA else None
    if media is None:
        return ()
    known, content_type = media.identifier("id"), media.maybe_words("mime_type").partition(";")[0].strip()[:100]
    given = re.sub(r"[^\w.\- ]", "_", media.maybe_words("filename"))[:120]
    name = given or f"{kind}{ENDINGS.get(content_type, '')}"
    return (InboundAttachment(url=f"{MEDIA_URL}{known}", content_type=content_type, filename=name),)


def _caption(media: Shape) -> str:
    return media.maybe_words("caption")


def _place(place: Shape) -> str:
    latitude, longitude = place.maybe_number("latitude"), place.maybe_number("longitude")
    named = [place.maybe_words("name"), place.maybe_words("address")]
    if latitude is not None and longitude is not None:
        named.append(f"https://www.openstreetmap.org/?mlat={latitude:.5f}&mlon={longitude:.5f}")
    return "\n".join(part for part in named if part)


def _chosen(interactive: Shape) -> str:
    """A button, a line of a list, or a form that was filled in."""
    for kind in ("button_reply", "list_reply"):
        if reply := interactive.maybe_shape(kind):
            return "\n".join(part for part in (reply.maybe_words("title"), reply.maybe_words("description")) if part)
    form = interactive.maybe_shape("nfm_reply")
    return form.maybe_words("body") if form else ""


def _order(order: Shape) -> str:
    lines = [order.maybe_words("text")]
    for item in order.shapes("product_items"):
        many, price = item.maybe_number("quantity"), item.maybe_number("item_price")
        cost = f" · {price:g} {item.maybe_words('currency')}".rstrip() if price is not None else ""
        lines.append(f"{1 if many is None else many:g} × {item.maybe_words('product_retailer_id')}{cost}")
    return "\n".join(line for line in lines if line)


def _nothing_known(_inner: Shape) -> str:
    return NOT_HANDED_OVER


READERS: dict[str, Callable[[Shape], str]] = {
    "text": lambda text: text.maybe_words("body"),
    "button": lambda button: button.maybe_words("text"),
    "system": lambda system: system.maybe_words("body"),
    "interactive": _chosen,
    "location": _place,
    "order": _order,
    **dict.fromkeys(MEDIA, _caption),
}


def cards_of(message: Shape) -> str:
    """Contacts that were shared: each with its name, numbers and addresses."""
    lines = []
    for card in message.shapes("contacts"):
        name = card.maybe_shape("name")
        numbers = [each.maybe_words("phone") for each in card.shapes("phones")]
        mails = [each.maybe_words("email") for each in card.shapes("emails")]
        lines.append(
            " · ".join(part for part in (name.maybe_words("formatted_name") if name else "", *numbers, *mails) if part)
        )
    return "\n".join(line for line in lines if line)
