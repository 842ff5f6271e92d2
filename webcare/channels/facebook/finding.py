"""After an unknown outcome: does our answer stand on Facebook? Read from below the post, or from the exchange itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing, Sent
from webcare.channels.facebook.api import Api
from webcare.channels.facebook.sending import commented, speaking
from webcare.channels.meta.api import path_id, understood
from webcare.channels.meta.asking import (
    PAGE,
    SKEW,
    alike,
    belongs_to_another,
    message_thread,
    messages_like,
    moment,
    said_by,
)

COMMENT_FIELDS = "id,from,message,created_time,parent{id},permalink_url,attachment"


def find_sent(account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
    """Our answer, if it is there. Raises DeliveryError where Facebook cannot be read."""
    with understood():
        found = _messages(account, outgoing, since - SKEW) if outgoing.private else _comments(account, outgoing, since)
        return next((sent for sent in found if not belongs_to_another(account, outgoing, sent)), None)


def _comments(account: Account, outgoing: Outgoing, since: datetime) -> Iterator[Sent]:
    api, start, wanted = Api.of(account), since - SKEW, alike(outgoing.text)
    root = path_id(outgoing.thread_key.partition(":")[0] or outgoing.in_reply_to)
    above = _above(api, path_id(outgoing.in_reply_to), root)
    asked: dict[str, str | int] = {"filter": "stream", "order": "reverse_chronological", "limit": PAGE}
    for page in api.pages(f"{root}/comments", fields=COMMENT_FIELDS, since=int(start.timestamp()), **asked):
        for comment in page.shapes("data"):
            at = moment(comment)
            if at < start:
                return
            parent = comment.maybe_shape("parent")
            stands_there = (parent.identifier("id") if parent else root) in above
            if (
                stands_there
                and said_by(comment, {account.external_id})
                and alike(comment.maybe_words("message")) == wanted
            ):
                external_id = comment.identifier("id")
                yield Sent(external_id, at, f"https://www.facebook.com/{external_id}")


def _above(api: Api, answered: str, root: str) -> set[str]:
    """Below which our answer may stand: Facebook hangs an answer to an answer under the same comment."""
    if answered == root:
        return {root}
    parent = api.get(answered, fields="parent{id}").maybe_shape("parent")
    return {answered, *([parent.identifier("id")] if parent else [])}


def _messages(account: Account, outgoing: Outgoing, start: datetime) -> Iterator[Sent]:
    api = Api.of(account)
    return messages_like(speaking(api, account), outgoing, start, _begun_by(api, account, outgoing))


def _begun_by(api: Api, account: Account, outgoing: Outgoing) -> list[str]:
    """The exchange that a private answer to a comment began."""
    if not outgoing.goes_on_from or "comment_id" not in commented(account, outgoing.goes_on_from):
        return []
    comment = api.get(path_id(outgoing.goes_on_from), fields="private_reply_conversation{id}")
    begun = comment.maybe_shape("private_reply_conversation")
    return [message_thread(begun)] if begun else []
