"""Messenger: what a customer and the page write each other in private. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from webcare.channels.facebook.fields import Shape
from webcare.channels.facebook.files import files_at
from webcare.channels.inbound import Author, Deleted, Inbound, Parsing, Received, Unparsable

FILES = frozenset({"image", "video", "audio", "file", "reel", "ig_reel"})
SILENT = frozenset({
    "read", "delivery", "reaction", "referral", "optin", "optout", "account_linking", "policy_enforcement",
    "pass_thread_control", "take_thread_control", "request_thread_control", "app_roles", "messaging_feedback",
})  # fmt: skip
INBOX = "https://business.facebook.com/latest/inbox/messenger"


def thread_with(person: str) -> str:
    """The exchange with somebody; Messenger has one for each person and page."""
    return f"messenger:{person}"


def told(event: Shape, page: str, parsing: Parsing) -> Sequence[Inbound]:
    """The message of an event; nothing where somebody only read, reacted or came by."""
    if message := event.maybe_shape("message"):
        return [_message(event, message, page, parsing)]
    if edit := event.maybe_shape("message_edit"):
        return [_received(event, edit, edit.maybe_words("text"), page, parsing, edited=True)]
    if postback := event.maybe_shape("postback"):  # a button that the page offered was pressed: its words are theirs
        return [_received(event, postback, postback.maybe_words("title"), page, parsing)] if postback.has("mid") else []
    if any(event.has(kind) for kind in SILENT):
        return []
    raise Unparsable(f"{event.where} is an event of Messenger that nobody knows.")


def _message(event: Shape, message: Shape, page: str, parsing: Parsing) -> Inbound:
    if message.flag("is_deleted"):
        return Deleted(page, message.message_identifier("mid"), parsing.received_at)
    return _received(event, message, _text(message), page, parsing)


def _received(
    event: Shape, message: Shape, text: str, page: str, parsing: Parsing, *, edited: bool = False
) -> Received:
    sender, recipient = _person(event.shape("sender")), _person(event.shape("recipient"))
    own = parsing.own_ids | {page}
    ours = sender.external_id in own or message.flag("is_echo")
    customer = recipient if ours else sender
    answered = message.maybe_shape("reply_to")
    return Received(
        account=sender.external_id if ours else page,
        external_id=message.message_identifier("mid"),
        author=sender,
        text=text,
        sent_at=event.milliseconds("timestamp"),
        thread_key=thread_with(customer.external_id),
        private=True,
        ours=ours,
        edited=edited,
        parents=(answered.message_identifier("mid"),) if answered and answered.has("mid") else (),
        recipient=recipient if ours else None,
        permalink=INBOX,
        attachments=files_at([url for each in message.shapes("attachments") if (url := _file(each))]),
    )


def _person(person: Shape) -> Author:
    return Author(person.identifier("id"), name=person.maybe_words("name"))


def _text(message: Shape) -> str:
    """What they wrote, and what of its attachments is no file: a shared link, a place."""
    shared = [_shared(each) for each in message.shapes("attachments") if not _file(each)]
    return "\n".join(part for part in (message.maybe_words("text").strip(), *shared) if part)


def _file(attachment: Shape) -> str:
    """The address of a file; empty where the attachment is something else."""
    payload = attachment.maybe_shape("payload")
    return payload.maybe_words("url") if payload and attachment.maybe_words("type") in FILES else ""


def _shared(attachment: Shape) -> str:
    payload = attachment.maybe_shape("payload") or Shape({}, attachment.where)
    if place := payload.maybe_shape("coordinates"):
        latitude, longitude = place.maybe_number("lat"), place.maybe_number("long")
        if latitude is not None and longitude is not None:
            return f"https://www.openstreetmap.org/?mlat={latitude:.5f}&mlon={longitude:.5f}"
    told = (attachment.maybe_words("title") or payload.maybe_words("title"), payload.maybe_words("url"))
    return " ".join(dict.fromkeys(part for part in (*told, attachment.maybe_words("url")) if part))
