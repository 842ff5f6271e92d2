"""What a customer and an account of ours write each other in private, as Messenger and Instagram tell it alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from webcare.channels.inbound import (
    Author,
    Deleted,
    Inbound,
    InboundAttachment,
    Parsing,
    Reacted,
    Received,
    Seen,
    Unparsable,
)
from webcare.channels.meta.fields import Shape
from webcare.channels.meta.files import file_at

FILES = frozenset({"image", "video", "audio", "file", "reel", "ig_reel", "ig_post", "share", "story_mention"})
SHARED = frozenset({"share", "ig_post"})  # files only where an address of a file comes along
SILENT = frozenset({
    "referral", "optin", "optout", "account_linking", "policy_enforcement",
    "pass_thread_control", "take_thread_control", "request_thread_control", "app_roles", "messaging_feedback",
})  # fmt: skip
BY_LINK = "SHORTLINK"  # whoever came by a link such as m.me/page, which may carry a word along
OF_STORY, IN_STORY = "The story that this answers", "A story that mentions us"
NOT_HANDED_OVER = "(The network does not hand over what was sent here.)"


@dataclass(frozen=True, slots=True)
class Inbox:
    """Where the private messages of a network lie: how its threads are named, and where people read them."""

    thread: str
    link: str

    def thread_with(self, person: str) -> str:
        """The exchange with somebody; there is one for each person and account."""
        return f"{self.thread}:{person}"

    def told(self, event: Shape, account: str, parsing: Parsing) -> Sequence[Inbound]:
        """What an event says of messages; nothing where somebody only came by."""
        came = self._came(event, account, parsing)
        if message := event.maybe_shape("message"):
            return [*came, self._message(event, message, account, parsing)]
        if edit := event.maybe_shape("message_edit"):
            return [self._received(event, edit, edit.maybe_words("text"), account, parsing, edited=True)]
        if postback := event.maybe_shape("postback"):  # a button that we offered was pressed: its words are theirs
            if came or not postback.has("mid"):  # the button with which an exchange begins says nothing of its own
                return came
            return [self._received(event, postback, postback.maybe_words("title"), account, parsing)]
        if reaction := event.maybe_shape("reaction"):
            return [_reaction(event, reaction, account, parsing)]
        for kind in ("read", "delivery"):
            if mark := event.maybe_shape(kind):
                return [self._seen(event, mark, account, delivered=kind == "delivery")]
        if came or any(event.has(kind) for kind in SILENT):
            return came
        raise Unparsable(f"{event.where} is an event that nobody knows.")

    def _came(self, event: Shape, account: str, parsing: Parsing) -> list[Received]:
        """With the word that a link of ours carried along, such as a code; nobody waits for an answer to that."""
        places = (event, event.maybe_shape("message"), event.maybe_shape("postback"))
        place = next((one for one in places if one and one.has("referral")), None)
        referral = place.maybe_shape("referral") if place else None
        if referral is None or referral.maybe_words("source") != BY_LINK or not referral.has("ref"):
            return []
        person, at = _person(event.shape("sender")), event.milliseconds("timestamp")
        known = Shape({"mid": arrival_id(event.values)}, event.where).message_identifier("mid")
        word = referral.maybe_words("ref")
        thread = self.thread_with(person.external_id)
        came = Received(account, known, person, word, at, thread, True, automatic=True, permalink=self.link)
        return [] if person.external_id in parsing.own_ids | {account} else [came]

    def _message(self, event: Shape, message: Shape, account: str, parsing: Parsing) -> Inbound:
        if message.flag("is_deleted"):
            return Deleted(account, message.message_identifier("mid"), parsing.received_at)
        return self._received(event, message, _text(message), account, parsing)

    def _received(
        self, event: Shape, message: Shape, text: str, account: str, parsing: Parsing, *, edited: bool = False
    ) -> Received:
        sender, recipient = _person(event.shape("sender")), _person(event.shape("recipient"))
        own = parsing.own_ids | {account}
        ours = sender.external_id in own or message.flag("is_echo")
        customer = recipient if ours else sender
        answered = message.maybe_shape("reply_to")
        return Received(
            account=sender.external_id if ours else account,
            external_id=message.message_identifier("mid"),
            author=sender,
            text=text,
            sent_at=event.milliseconds("timestamp"),
            thread_key=self.thread_with(customer.external_id),
            private=True,
            ours=ours,
            edited=edited,
            parents=(answered.message_identifier("mid"),) if answered and answered.has("mid") else (),
            recipient=recipient if ours else None,
            permalink=self.link,
            attachments=tuple(_files(message, answered)),
        )

    def _seen(self, event: Shape, mark: Shape, account: str, *, delivered: bool) -> Seen:
        """Everything up to a moment, as Messenger tells, or single messages."""
        named = [mark.message_identifier("mid")] if mark.has("mid") else mark.texts("mids")
        upto = mark.milliseconds("watermark") if mark.has("watermark") else None
        return Seen(
            account=account,
            at=event.milliseconds("timestamp") if event.has("timestamp") or upto is None else upto,
            external_ids=tuple(named),
            thread_key=self.thread_with(event.shape("sender").identifier("id")),
            upto=upto,
            delivered=delivered,
        )


def arrival_id(event: Mapping[str, Any]) -> str:
    """What an arrival by a link is called here: the button's message, where one was pressed; else whose it was, and when."""
    sender, button = event.get("sender"), event.get("postback")
    if isinstance(button, dict) and button.get("mid"):
        return str(button["mid"])
    return f"came:{sender.get('id') if isinstance(sender, dict) else ''}:{event.get('timestamp')}"


def _reaction(event: Shape, reaction: Shape, account: str, parsing: Parsing) -> Reacted:
    """Of one person one sign; another one comes in its place."""
    sender, sign = _person(event.shape("sender")), reaction.maybe_words("emoji") or reaction.maybe_words("reaction")
    signs = () if reaction.maybe_words("action") == "unreact" or not sign else (sign,)
    ours = sender.external_id in parsing.own_ids | {account}
    return Reacted(account, reaction.message_identifier("mid"), sender, signs, event.milliseconds("timestamp"), ours)


def _person(person: Shape) -> Author:
    return Author(person.identifier("id"), name=person.maybe_words("name"))


def _text(message: Shape) -> str:
    """What they wrote, and what of its attachments is no file: a shared link, a place."""
    shared = [_shared(each) for each in message.shapes("attachments") if not _file(each)]
    unknown = NOT_HANDED_OVER if message.flag("is_unsupported") else ""
    return "\n".join(part for part in (message.maybe_words("text").strip(), *shared, unknown) if part)


def _files(message: Shape, answered: Shape | None) -> list[InboundAttachment]:
    """Each file once: what was sent, and the story that it answers."""
    found = [_file(each) for each in message.shapes("attachments")]
    story = answered.maybe_shape("story") if answered else None
    found += [file_at(story.maybe_words("url"), OF_STORY)] if story else []
    return list({each.url: each for each in found if each}.values())


def _file(attachment: Shape) -> InboundAttachment | None:
    """None where the attachment is something else."""
    payload, kind = attachment.maybe_shape("payload"), attachment.maybe_words("type")
    if payload is None or kind not in FILES:
        return None
    file = file_at(payload.maybe_words("url"))
    if file is None or (kind in SHARED and not file.content_type):
        return None
    return replace(file, alt=IN_STORY) if kind == "story_mention" else file


def _shared(attachment: Shape) -> str:
    payload = attachment.maybe_shape("payload") or Shape({}, attachment.where)
    if place := payload.maybe_shape("coordinates"):
        latitude, longitude = place.maybe_number("lat"), place.maybe_number("long")
        if latitude is not None and longitude is not None:
            return f"https://www.openstreetmap.org/?mlat={latitude:.5f}&mlon={longitude:.5f}"
    told = (attachment.maybe_words("title") or payload.maybe_words("title"), payload.maybe_words("url"))
    return " ".join(dict.fromkeys(part for part in (*told, attachment.maybe_words("url")) if part))
