"""Private messages as the fans service pushes them. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from webcare.channels.inbound import Author, Inbound, InboundAttachment, Parsing, Received
from webcare.channels.weibo.fields import Shape

FILES = frozenset({"image", "voice"})
SPOKEN = FILES | {"text", "position"}  # an event (somebody follows, presses a menu) and whatever is new say nothing
COORDINATE = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?\Z")
FILE_ADDRESS = "https://upload.api.weibo.com/2/mss/msget?fid={}"
CHAT = "https://api.weibo.com/chat#/chat?to_uid={}"
SENDER = "sender"  # who wrote, where we asked for it
KNOWN_AS = "known_as"  # stands in the place of words that were taken out, from which the id was made


def thread_with(person: str) -> str:
    """The exchange with somebody; Weibo has one for each pair of people."""
    return f"message:{person}"


def told(event: Shape, parsing: Parsing) -> Sequence[Inbound]:
    """The message of a push; nothing where nobody said anything."""
    if event.words("type") not in SPOKEN:
        return []
    sender, receiver = event.identifier("sender_id"), event.identifier("receiver_id")
    ours = sender in parsing.own_ids  # two accounts of ours write to each other
    account, person = (sender, receiver) if ours else (receiver, sender)
    return [
        Received(
            account=account,
            external_id=known_as(event),
            author=_author(event, sender),
            text=_text(event),
            sent_at=event.moment("created_at"),
            thread_key=thread_with(person),
            private=True,
            ours=ours,
            recipient=Author(person) if ours else None,
            permalink=CHAT.format(person),
            attachments=_files(event),
        )
    ]


def _author(event: Shape, sender: str) -> Author:
    """A push has a number only; the name is asked for before."""
    user = event.maybe_shape(SENDER)
    if user is None or user.identifier("idstr", "id") != sender:
        return Author(sender)
    handle, name = user.maybe_words("screen_name", "name")[:255], user.maybe_words("name", "screen_name")[:255]
    return Author(sender, handle, name, user.maybe_count("followers_count"), user.flag("verified"))


def known_as(event: Shape) -> str:
    """Weibo gives its messages no id: who wrote to whom, when and what is the message."""
    if event.has(KNOWN_AS):
        return f"message:{event.words(KNOWN_AS)[:40]}"
    people, at = (event.identifier("sender_id"), event.identifier("receiver_id")), event.moment("created_at")
    said = (event.maybe_words("text"), *_file_ids(event), *_place(event))
    digest = hashlib.sha256("\n".join((*people, at.isoformat(), *said)).encode()).hexdigest()
    return f"message:{digest[:40]}"


def skeleton(value: dict[str, Any]) -> dict[str, Any]:
    """What may stay of a push when its words go: who, when, and the id that was made from them."""
    kept = {name: value[name] for name in ("type", "sender_id", "receiver_id", "created_at", SENDER) if name in value}
    return kept | {KNOWN_AS: known_as(Shape.at("", value)).removeprefix("message:")}


def _text(event: Shape) -> str:
    """What they wrote, or where they are. Weibo sends words of its own with a picture."""
    if event.words("type") == "text":
        return event.maybe_words("text").strip()
    place = _place(event)
    return f"https://www.openstreetmap.org/?mlat={place[0]}&mlon={place[1]}" if place else ""


def _place(event: Shape) -> tuple[str, ...]:
    data = event.maybe_shape("data") if event.words("type") == "position" else None
    if data is None:
        return ()
    found = tuple(data.maybe_words(name) for name in ("latitude", "longitude"))
    return found if all(COORDINATE.match(each) for each in found) else ()


def _file_ids(event: Shape) -> list[str]:
    """Each file has two ids, of which the second is for whoever receives it."""
    data = event.maybe_shape("data") if event.words("type") in FILES else None
    found = data.maybe_identifier("tovfid", "vfid") if data else ""
    return [found] if found else []


def _files(event: Shape) -> tuple[InboundAttachment, ...]:
    return tuple(InboundAttachment(external_id=fid, url=FILE_ADDRESS.format(fid)) for fid in _file_ids(event))
