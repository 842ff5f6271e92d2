"""An event of an official account becomes what the house understands. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.inbound import Author, Bounced, Inbound, InboundAttachment, Parsing, Received, Seen, Unparsable
from webcare.channels.wechat.fields import Shape

FILE_ADDRESS = "https://api.weixin.qq.com/cgi-bin/media/get?media_id={}"
FILES = {"image": "image/jpeg", "voice": "", "video": "video/mp4", "shortvideo": "video/mp4"}
SPOKEN = frozenset({"text", "location", "link", *FILES})
VOICES = {"amr": "audio/amr", "mp3": "audio/mpeg", "speex": "audio/speex"}
URL_CHARACTERS = 2000
TEMPLATE_SENT = "TEMPLATESENDJOBFINISH"
# Pages find these again in problems.py, and tell them in the reader's language.
BLOCKED = "WeChat could not deliver it: the follower takes no such messages from the account."
UNDELIVERED = "WeChat could not deliver it, and does not say why."


def thread_with(person: str) -> str:
    """The exchange with a follower; an account has one with each."""
    return f"message:{person}"


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """The follower's message; following, leaving and pressing a menu say nothing. Raises Unparsable, and nothing else."""
    event = Shape.of_event(payload)
    kind = event.words("MsgType")
    if kind == "event":
        return [_became(event)] if event.maybe_words("Event") == TEMPLATE_SENT else []
    if kind not in SPOKEN:
        raise Unparsable(f"A message of the kind {kind[:80]!r} is unknown.")
    account, person = event.identifier("ToUserName"), event.identifier("FromUserName")
    return [
        Received(
            account=account,
            external_id=message_id(event),
            author=Author(person),
            text=_text(event, kind),
            sent_at=event.moment("CreateTime"),
            thread_key=thread_with(person),
            private=True,
            attachments=_files(event, kind),
        )
    ]


def _became(event: Shape) -> Seen | Bounced:
    """What happened to a template message of ours."""
    account, status = event.identifier("ToUserName"), event.words("Status").lower()
    known = template_id(account, event.number("MsgID"))
    if status == "success":
        return Seen(account, event.moment("CreateTime"), (known,), delivered=True)
    return Bounced(account, known, BLOCKED if "user" in status else UNDELIVERED)


def template_id(account: str, number: str) -> str:
    """How the house knows a template message; WeChat counts them apart from all others."""
    return f"{account}:template:{number}"


def message_id(event: Shape) -> str:
    """Which message of which account."""
    return f"{event.identifier('ToUserName')}:{event.number('MsgId')}"


def event_key(payload: bytes) -> str:
    """By which a repeat is known: the message, or who did what when. Raises Unparsable."""
    event = Shape.of_event(payload)
    if event.values.get("MsgId"):
        return message_id(event)
    who = f"{event.identifier('ToUserName')}:{event.identifier('FromUserName')}:{event.number('CreateTime')}"
    return f"{who}:{event.maybe_words('Event')}:{event.maybe_words('EventKey')}"


def _text(event: Shape, kind: str) -> str:
    match kind:
        case "text":
            return event.maybe_words("Content").strip()
        case "voice":  # what WeChat understood of it, where the account asked for that
            return event.maybe_words("Recognition").strip()
        case "location":
            latitude, longitude = event.maybe_coordinate("Location_X"), event.maybe_coordinate("Location_Y")
            place = f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}" if latitude and longitude else ""
            return _lines(event.maybe_words("Label"), place)
        case "link":
            return _lines(event.maybe_words("Title"), event.maybe_words("Description"), event.maybe_words("Url"))
    return ""


def _lines(*parts: str) -> str:
    return "\n".join(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _files(event: Shape, kind: str) -> tuple[InboundAttachment, ...]:
    """A picture has an address of its own; everything else is given out by its id, for three days."""
    if kind not in FILES:
        return ()
    media, picture = event.maybe_media("MediaId"), event.maybe_words("PicUrl")
    shown = kind == "image" and picture.startswith(("http://", "https://")) and len(picture) <= URL_CHARACTERS
    url = picture if shown else FILE_ADDRESS.format(media) if media else ""
    content_type = VOICES.get(event.maybe_words("Format").lower(), "") if kind == "voice" else FILES[kind]
    return (InboundAttachment(external_id=media, url=url, content_type=content_type),) if url else ()
