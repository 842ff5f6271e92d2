"""An answer leaves for Telegram: a text, or a file with a few words below it, as an answer to what was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Length, Outgoing, OutgoingFile, Sent
from webcare.channels.length import measure
from webcare.channels.telegram.api import Api, understood
from webcare.channels.telegram.fields import Shape
from webcare.channels.telegram.limits import CAPTION, FILE_BYTES, FILES, PHOTO_BYTES, PICTURES, TEXT
from webcare.channels.telegram.messages import permalink
from webcare.channels.telegram.naming import BUSINESS, DIRECT, GROUP, PRIVATE, Exchange, Name
from webcare.channels.telegram.problems import Refused
from webcare.lib.limits import MIB
from webcare.lib.sentence import Sentence

TOO_LONG = Sentence(_("The text takes %(taken)s of the %(limit)s characters that Telegram has room for."))
TOO_LONG_BESIDE = Sentence(
    _("Beside a file Telegram takes %(limit)s characters, and the text takes %(taken)s. Send the file by itself.")
)
NOT_TAKEN = Sentence(_("Telegram does not take %(file)s here."))
TOO_LARGE = Sentence(_("%(file)s is larger than the %(most)s MB that go to Telegram."))
METHODS = {
    "video/mp4": ("sendVideo", "video"),
    "audio/mpeg": ("sendAudio", "audio"),
    "audio/mp4": ("sendAudio", "audio"),
}


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Publish once. Raises DeliveryError; with `unknown` where it may stand there all the same."""
    text = tidy(outgoing.text)
    _check(outgoing, text)
    api, place = Api.of(account), _place(outgoing)
    try:
        answer = _post(api, place, outgoing, text)
    except Refused as error:
        if not error.problem.moved_to:
            raise
        moved = replace(place, chat=error.problem.moved_to)  # nothing was sent; messages have other numbers there
        answer = _post(api, moved, replace(outgoing, in_reply_to=""), text)
    with understood(sends=True):
        return _sent(account, place, answer.shape("result"))


def tidy(text: str) -> str:
    """Line ends as Telegram counts them, and no space around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def check_length(text: str, length: Length = TEXT) -> None:
    """Raises DeliveryError when Telegram would refuse it."""
    if (taken := measure(text, length)) > length.limit:
        raise DeliveryError((TOO_LONG if length == TEXT else TOO_LONG_BESIDE)(taken=taken, limit=length.limit), True)


def _check(outgoing: Outgoing, text: str) -> None:
    if not text and not outgoing.files:
        raise DeliveryError(_("There is nothing to send."), True)
    check_length(text, CAPTION if outgoing.files else TEXT)
    if len(outgoing.files) > 1:
        raise DeliveryError(_("Telegram takes one file at a time."), True)
    for file in outgoing.files:
        if file.content_type not in FILES:
            raise DeliveryError(NOT_TAKEN(file=file.filename), True)
        if len(file.content) > FILE_BYTES:
            raise DeliveryError(TOO_LARGE(file=file.filename, most=FILE_BYTES // MIB), True)


def _place(outgoing: Outgoing) -> Exchange:
    """Where the exchange is; else in private with the person."""
    found = Exchange.of(outgoing.thread_key)
    return found or Exchange(PRIVATE, outgoing.recipient)


def _post(api: Api, place: Exchange, outgoing: Outgoing, text: str) -> Shape:
    asked = {**_where(place), "reply_parameters": _answered(place, outgoing)}
    if not outgoing.files:
        return api.call("sendMessage", {**asked, "text": text}, sends=True)
    file = outgoing.files[0]
    method, field = _method(file)
    content = (file.filename, file.content, file.content_type)
    return api.call(method, {**asked, "caption": text}, file=(field, content), sends=True)


def _method(file: OutgoingFile) -> tuple[str, str]:
    """A large picture, and whatever Telegram would change, goes as a document."""
    if file.content_type in PICTURES and len(file.content) <= PHOTO_BYTES:
        return "sendPhoto", "photo"
    return METHODS.get(file.content_type, ("sendDocument", "document"))


def _where(place: Exchange) -> Mapping[str, Any]:
    asked: dict[str, Any] = {"chat_id": int(place.chat)}
    if place.topic and place.kind == BUSINESS:
        asked["business_connection_id"] = place.topic
    elif place.topic:
        asked["direct_messages_topic_id" if place.kind == DIRECT else "message_thread_id"] = int(place.topic)
    return asked


def _answered(place: Exchange, outgoing: Outgoing) -> Mapping[str, Any] | None:
    """In a group an answer that hangs below nothing would be lost; in private it is clear without."""
    name = Name.of(outgoing.in_reply_to)
    if name is None or name.chat != place.chat:
        return None
    return {"message_id": int(name.number), "allow_sending_without_reply": place.kind != GROUP}


def _sent(account: Account, place: Exchange, message: Shape) -> Sent:
    chat, number = message.shape("chat"), str(message.number("message_id"))
    connection = place.topic if place.kind == BUSINESS else ""
    name = Name(account.external_id, str(chat.number("id")), number, connection)
    username = chat.maybe_words("username") if place.kind == GROUP else ""
    return Sent(name.external_id, message.moment("date"), permalink(username, number))
