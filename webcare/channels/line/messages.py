"""A message of LINE becomes one of ours: what was said, and what is no text of it. Pure."""

from __future__ import annotations

from webcare.channels.inbound import Author, InboundAttachment, Received
from webcare.channels.line.fields import Shape
from webcare.channels.line.places import Place

CONTENT = "line-content:"
KINDS = {"image": "image/jpeg", "video": "video/mp4", "audio": "audio/mp4", "file": ""}
ENDINGS = {"image": "jpg", "video": "mp4", "audio": "m4a"}
STICKER = "(Sticker)"
UNKNOWN = "(LINE does not hand over what was sent here.)"
OUTSIDE = frozenset({"external"})
WORDS_OF_A_STICKER = 3
SOMEBODY = "unknown"  # in a group, who has not agreed to be told about


def received(event: Shape, account: str, people: Shape | None) -> Received:
    """`people` are the profiles that were asked for, by id."""
    message, place = event.shape("message"), Place.of(event.shape("source"))
    person = place.person or SOMEBODY
    kind = message.words("type")
    return Received(
        account=account,
        external_id=message.identifier("id"),
        author=author_of(person, people),
        text=_text(message, kind),
        sent_at=event.moment("timestamp"),
        thread_key=Place(place.kind, place.chat, person).key,
        private=place.private,
        parents=tuple(filter(None, [message.maybe_identifier("quotedMessageId")])),
        language_hint=_language(person, people),
        attachments=_files(message, kind),
    )


def pressed(event: Shape, account: str, people: Shape | None) -> Received | None:
    """A button of a message or of the menu; what it says is between the account's own programs."""
    place = Place.of(event.shape("source"))
    data = event.shape("postback").maybe_words("data")[:300]
    if not place.person:
        return None
    return Received(
        account=account,
        external_id=event.identifier("webhookEventId"),
        author=author_of(place.person, people),
        text=data,
        sent_at=event.moment("timestamp"),
        thread_key=place.key,
        private=place.private,
        automatic=True,
    )


def author_of(person: str, people: Shape | None) -> Author:
    """LINE tells names only to those who ask for them."""
    profile = people.maybe_shape(person) if people else None
    return Author(person, name=profile.maybe_words("displayName")[:200] if profile else "")


def _language(person: str, people: Shape | None) -> str:
    profile = people.maybe_shape(person) if people else None
    return profile.maybe_words("language")[:8] if profile else ""


def _text(message: Shape, kind: str) -> str:
    match kind:
        case "text":
            return message.maybe_words("text")
        case "sticker":
            said = message.maybe_words("text") or ", ".join(message.listed("keywords")[:WORDS_OF_A_STICKER])[:200]
            return f"{STICKER} {said}".strip()
        case "location":
            named = [message.maybe_words(name) for name in ("title", "address")]
            where = f"mlat={message.decimal('latitude'):.5f}&mlon={message.decimal('longitude'):.5f}"
            return "\n".join([*filter(None, named), f"https://www.openstreetmap.org/?{where}"])
    return "" if kind in KINDS and not _outside(message) else _outside(message) or UNKNOWN


def _outside(message: Shape) -> str:
    """The address of a file that does not lie with LINE: it is shown, and not fetched."""
    provider = message.maybe_shape("contentProvider")
    if provider is None or provider.maybe_words("type") not in OUTSIDE:
        return ""
    return provider.maybe_words("originalContentUrl")[:2_000]


def _files(message: Shape, kind: str) -> tuple[InboundAttachment, ...]:
    """By the id of the message, for as long as LINE keeps it."""
    if kind not in KINDS or _outside(message):
        return ()
    known = message.identifier("id")
    name = message.maybe_words("fileName")[-200:] or f"{kind}.{ENDINGS.get(kind, 'bin')}"
    return (InboundAttachment(known, CONTENT + known, None, KINDS[kind], name),)
