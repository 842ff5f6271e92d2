"""An answer leaves for X: as a reply under the customer's post, or as a direct message."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, Sent
from webcare.channels.length import measure
from webcare.channels.x import limits, media
from webcare.channels.x.api import Api, path_id, understood
from webcare.channels.x.direct import conversation_of
from webcare.channels.x.snowflake import moment_of
from webcare.lib.sentence import Sentence

WEB, COMPOSE = "https://x.com", "/messages/compose?recipient_id="
MESSAGE_LINK = re.compile(r"\s*https://(?:x|twitter)\.com/messages/compose\?recipient_id=(\d{1,19})\b")

TOO_LONG = Sentence(_("The text takes %(taken)s of the %(limit)s characters that X has room for."))


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Publish once. Raises DeliveryError; with `unknown` where it may stand there all the same."""
    api = Api.of(account)
    text = tidy(at_home(account, outgoing.text))
    check(account, outgoing, text)
    media_ids = media.uploaded(api, outgoing.files, private=outgoing.private)
    return (
        _message(api, account, outgoing, text, media_ids)
        if outgoing.private
        else _post(api, account, outgoing, text, media_ids)
    )


def tidy(text: str) -> str:
    """Line ends as X counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def at_home(account: Account, text: str) -> str:
    """The text with X's own address where an invitation names the server that stands in for X."""
    return text.replace(f"{account.seen_at(WEB)}{COMPOSE}", f"{WEB}{COMPOSE}")


def without_message_link(text: str) -> str:
    """X shows the invitation to write privately as a button and not as a part of the text."""
    return MESSAGE_LINK.sub("", text).strip()


def check(account: Account, outgoing: Outgoing, text: str) -> None:
    """Raise what X would say about the text, before anything is sent."""
    if not text and not outgoing.files:
        raise DeliveryError(_("There is nothing to send."), True)
    length = limits.length(account, outgoing.private)
    told = text if outgoing.private else without_message_link(text)
    taken = measure(told, length, reply_mentions=(outgoing.recipient_name,))
    if taken > length.limit:
        raise DeliveryError(TOO_LONG(taken=taken, limit=length.limit), True)


def _post(api: Api, account: Account, outgoing: Outgoing, text: str, media_ids: list[str]) -> Sent:
    body: dict[str, Any] = {"text": without_message_link(text)}
    if outgoing.in_reply_to:
        parent = path_id(outgoing.in_reply_to)
        body["reply"] = {"in_reply_to_tweet_id": parent, "auto_populate_reply_metadata": True}
    if media_ids:
        body["media"] = {"media_ids": media_ids}
    if link := MESSAGE_LINK.search(text):
        body["direct_message_deep_link"] = link[0].strip()
    answer = api.call("POST", "/2/tweets", json=body, sends=True)
    with understood(sends=True):
        external_id = answer.shape("data").identifier("id")
    return Sent(external_id, moment_of(external_id), f"https://x.com/{account.handle or 'i'}/status/{external_id}")


def _message(api: Api, account: Account, outgoing: Outgoing, text: str, media_ids: list[str]) -> Sent:
    body: dict[str, Any] = {"text": text} if text else {}
    if media_ids:
        body["attachments"] = [{"media_id": media_id} for media_id in media_ids]
    recipient = path_id(outgoing.recipient)
    answer = api.call("POST", f"/2/dm_conversations/with/{recipient}/messages", json=body, sends=True)
    with understood(sends=True):
        data = answer.shape("data")
        external_id = data.identifier("dm_event_id")
        conversation = data.maybe_words("dm_conversation_id") or conversation_of(account.external_id, recipient)
    return Sent(external_id, moment_of(external_id), f"https://x.com/messages/{conversation}")
