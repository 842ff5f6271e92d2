"""An answer leaves for Facebook: as a comment below the customer's words, or as a message in Messenger."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile, Sent
from webcare.channels.facebook import limits
from webcare.channels.facebook.api import Api
from webcare.channels.facebook.inbox import INBOX
from webcare.channels.length import measure
from webcare.channels.meta.api import path_id, understood
from webcare.channels.meta.direct import Direct
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
    if not outgoing.private:
        return _comment(api, account, outgoing, text)
    first = commented(account, outgoing.goes_on_from) if outgoing.goes_on_from else {}
    return speaking(api, account).send(outgoing, text, first)


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


def speaking(api: Api, account: Account) -> Direct:
    """The page in Messenger."""
    return Direct(api, account, account.external_id, INBOX)


def commented(account: Account, external_id: str) -> dict[str, str]:
    """The one who wrote a comment or, on our own page, a post."""
    kind = "post_id" if external_id.startswith(f"{account.external_id}_") else "comment_id"
    return {kind: path_id(external_id)}
