"""An answer leaves on WhatsApp: words, a file with words below it, or a template."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile, Sent
from webcare.channels.meta.api import path_id, understood
from webcare.channels.meta.outgoing import ONE_FILE, check_files, check_length, tidy
from webcare.channels.whatsapp import limits
from webcare.channels.whatsapp.api import Api, number_of
from webcare.channels.whatsapp.fields import PERSON, SCOPED
from webcare.channels.whatsapp.statuses import HANDLE
from webcare.channels.whatsapp.templates import written
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

CAPTION_TOO_LONG = Sentence(_("Below a file WhatsApp has room for %(limit)s characters; send the text for itself."))
NO_PERSON = Sentence(_("“%(written)s” is no telephone number; write it with its country, such as +31 20 123 4567."))


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Publish once. Raises DeliveryError; with `unknown` where it may have left all the same."""
    text = tidy(outgoing.text)
    check(account, outgoing, text)
    api = Api.of(account)
    body = {"messaging_product": "whatsapp", "recipient_type": "individual", **addressed(outgoing.recipient)}
    body |= {HANDLE: outgoing.key}
    answer = api.call(
        "POST",
        f"{path_id(number_of(account))}/messages",
        json=body | _content(api, account, outgoing, text),
        sends=True,
    )
    with understood(sends=True):
        sent = next(iter(answer.shapes("messages")), answer)
        return Sent(sent.message_identifier("id"), real_now())


def addressed(person: str) -> dict[str, str]:
    """Somebody is written to by their number or, where they keep that to themselves, by their id for our business."""
    if not PERSON.match(person):
        raise DeliveryError(NO_PERSON(written=person), True)
    return {"recipient": person} if SCOPED.match(person) else {"to": person}


def recipient(written_as: str) -> str:
    """A telephone number as WhatsApp writes it. Raises DeliveryError."""
    known = written_as.strip()
    if not SCOPED.match(known):
        known = "".join(sign for sign in known.removeprefix("00") if sign not in "+ -()./")
    if not PERSON.match(known):
        raise DeliveryError(NO_PERSON(written=written_as), True)
    return known


def check(account: Account, outgoing: Outgoing, text: str) -> None:
    """Raise what WhatsApp would say, before anything is sent."""
    length = limits.length(account, outgoing.private)
    if length is None:
        raise DeliveryError(_("WhatsApp has no public place."), True)
    if outgoing.template:
        return
    if not text and not outgoing.files:
        raise DeliveryError(_("There is nothing to send."), True)
    check_length("WhatsApp", length, text)
    if len(outgoing.files) > 1:
        raise DeliveryError(ONE_FILE(network="WhatsApp"), True)
    rule = limits.CAPABILITIES.attachments_private
    for file in outgoing.files:
        check_files("WhatsApp", outgoing, rule.types if rule else (), limits.most_bytes(file.content_type))
        if text and file.content_type in limits.SOUNDS:
            raise DeliveryError(_("WhatsApp takes no text with a sound; send them one after the other."), True)
        if len(text) > limits.CAPTION:
            raise DeliveryError(CAPTION_TOO_LONG(limit=limits.CAPTION), True)


def _content(api: Api, account: Account, outgoing: Outgoing, text: str) -> dict[str, Any]:
    if outgoing.template:
        return {"type": "template", "template": written(outgoing.template)}
    if not outgoing.files:
        return {"type": "text", "text": {"body": text, "preview_url": True}}
    file = outgoing.files[0]
    kind = kind_of(file.content_type)
    media: dict[str, str] = {"id": _uploaded(api, account, file)} | ({"caption": text} if text else {})
    media |= {"filename": file.filename} if kind == "document" else {}
    return {"type": kind, kind: media}


def kind_of(content_type: str) -> str:
    """What WhatsApp calls a file."""
    kind = content_type.partition("/")[0]
    return kind if kind in {"image", "video", "audio"} else "document"


def _uploaded(api: Api, account: Account, file: OutgoingFile) -> str:
    """The file handed over; nobody has it yet, so that this may be repeated."""
    data = {"messaging_product": "whatsapp", "type": file.content_type}
    content = {"file": (file.filename, file.content, file.content_type)}
    with understood():
        return api.call("POST", f"{path_id(number_of(account))}/media", data=data, files=content).identifier("id")
