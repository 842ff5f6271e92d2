"""An answer leaves for Facebook: as a comment below the customer's words, or as a message in Messenger."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile, Sent
from webcare.channels.facebook import limits
from webcare.channels.facebook.api import Api, path_id, understood
from webcare.channels.facebook.messenger import INBOX
from webcare.channels.facebook.problems import ANSWERED_BEFORE, Refused
from webcare.channels.length import measure
from webcare.lib.limits import MIB
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

TOO_LONG = Sentence(_("The text takes %(taken)s of the %(limit)s characters that Facebook has room for."))
NOT_TAKEN = Sentence(_("Facebook does not take %(file)s here."))
TOO_LARGE = Sentence(_("%(file)s is larger than the %(most)s MB that Facebook takes here."))


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Publish once. Raises DeliveryError; with `unknown` where it may stand there all the same."""
    text = tidy(outgoing.text)
    check(account, outgoing, text)
    api = Api.of(account)
    return _message(api, account, outgoing, text) if outgoing.private else _comment(api, account, outgoing, text)


def tidy(text: str) -> str:
    """Line ends as Facebook counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def check(account: Account, outgoing: Outgoing, text: str) -> None:
    """Raise what Facebook would say, before anything is sent."""
    if not text and not outgoing.files:
        raise DeliveryError(_("There is nothing to send."), True)
    length = limits.length(account, outgoing.private)
    if (taken := measure(text, length)) > length.limit:
        raise DeliveryError(TOO_LONG(taken=taken, limit=length.limit), True)
    if outgoing.private and text and outgoing.files:
        raise DeliveryError(_("Messenger takes a text or a file in one message; send them one after the other."), True)
    for file in outgoing.files:
        _check_file(file, private=outgoing.private)
    if len(outgoing.files) > 1:
        raise DeliveryError(_("Facebook takes only one file with one answer."), True)


def _check_file(file: OutgoingFile, *, private: bool) -> None:
    types = limits.MESSAGE_FILES if private else limits.PHOTOS
    most = limits.FILE_BYTES if private else limits.PHOTO_BYTES
    if file.content_type not in types:
        raise DeliveryError(NOT_TAKEN(file=file.filename), True)
    if len(file.content) > most:
        raise DeliveryError(TOO_LARGE(file=file.filename, most=most // MIB), True)


def _comment(api: Api, account: Account, outgoing: Outgoing, text: str) -> Sent:
    body: dict[str, Any] = {"message": text} if text else {}
    for file in outgoing.files:
        body["attachment_id"] = _photo(api, account, file)
    below = path_id(outgoing.in_reply_to)
    answer = api.call("POST", f"{below}/comments", json=body, sends=True)
    with understood(sends=True):
        external_id = answer.identifier("id")
    return Sent(external_id, real_now(), f"https://www.facebook.com/{external_id}")


def _photo(api: Api, account: Account, file: OutgoingFile) -> str:
    """The photo handed over, shown nowhere yet, so that this may be repeated."""
    data = {"published": "false", "alt_text_custom": file.alt} if file.alt else {"published": "false"}
    source = {"source": (file.filename, file.content, file.content_type)}
    with understood():
        return api.call("POST", f"{path_id(account.external_id)}/photos", data=data, files=source).identifier("id")


def _message(api: Api, account: Account, outgoing: Outgoing, text: str) -> Sent:
    message = {"text": text} if text else {"attachment": _attachment(api, account, outgoing.files[0])}
    if not outgoing.goes_on_from:
        return _to_person(api, account, outgoing.recipient, message)
    try:
        return _deliver(api, account, {"recipient": commented(account, outgoing.goes_on_from), "message": message})
    except Refused as refused:
        if refused.problem.code != ANSWERED_BEFORE:
            raise
    return _to_person(api, account, outgoing.recipient, message)  # the exchange has begun; it goes on the usual way


def commented(account: Account, external_id: str) -> dict[str, str]:
    """The one who wrote a comment or, on our own page, a post."""
    kind = "post_id" if external_id.startswith(f"{account.external_id}_") else "comment_id"
    return {kind: path_id(external_id)}


def _to_person(api: Api, account: Account, recipient: str, message: dict[str, Any]) -> Sent:
    """As an answer; where that is too late, as what a person of ours says, if Meta lets this page do so."""
    asked = {"recipient": {"id": path_id(recipient)}, "message": message}
    try:
        return _deliver(api, account, {**asked, "messaging_type": "RESPONSE"})
    except Refused as refused:
        if not (refused.problem.closes_the_window and limits.answers_late(account)):
            raise
    return _deliver(api, account, {**asked, "messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"})


def _deliver(api: Api, account: Account, body: dict[str, Any]) -> Sent:
    answer = api.call("POST", f"{path_id(account.external_id)}/messages", json=body, sends=True)
    with understood(sends=True):
        return Sent(answer.message_identifier("message_id"), real_now(), INBOX)


def _attachment(api: Api, account: Account, file: OutgoingFile) -> dict[str, Any]:
    kind = file.content_type.partition("/")[0]
    kind = kind if kind in {"image", "video", "audio"} else "file"
    wish = json.dumps({"attachment": {"type": kind, "payload": {"is_reusable": False}}})
    content = {"filedata": (file.filename, file.content, file.content_type)}
    path = f"{path_id(account.external_id)}/message_attachments"
    with understood():
        attachment_id = api.call("POST", path, data={"message": wish}, files=content).identifier("attachment_id")
    return {"type": kind, "payload": {"attachment_id": attachment_id}}
