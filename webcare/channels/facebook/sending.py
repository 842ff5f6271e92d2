"""An answer leaves for Facebook: as a comment below the customer's words, or as a message in Messenger."""

from __future__ import annotations

from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing, OutgoingFile, Sent
from webcare.channels.facebook import limits
from webcare.channels.facebook.api import Api
from webcare.channels.facebook.inbox import INBOX
from webcare.channels.meta.api import path_id, understood
from webcare.channels.meta.direct import Direct
from webcare.channels.meta.outgoing import check_files, check_text, tidy
from webcare.lib.now import real_now


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Publish once. Raises DeliveryError; with `unknown` where it may stand there all the same."""
    text = tidy(outgoing.text)
    check(account, outgoing, text)
    api = Api.of(account)
    if not outgoing.private:
        return _comment(api, account, outgoing, text)
    first = commented(account, outgoing.goes_on_from) if outgoing.goes_on_from else {}
    return speaking(api, account).send(outgoing, text, first)


def check(account: Account, outgoing: Outgoing, text: str) -> None:
    """Raise what Facebook would say, before anything is sent."""
    check_text("Facebook", limits.length(account, outgoing.private), outgoing, text)
    if outgoing.private:
        check_files("Messenger", outgoing, limits.MESSAGE_FILES, limits.FILE_BYTES)
    else:
        check_files("Facebook", outgoing, limits.PHOTOS, limits.PHOTO_BYTES)


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
