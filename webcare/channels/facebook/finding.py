"""After an unknown outcome: does our answer stand on Facebook? Read from below the post, or from the exchange itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta

from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing, Sent
from webcare.channels.delivery import Delivery
from webcare.channels.facebook.api import Api, path_id, understood
from webcare.channels.facebook.fields import IDENTIFIER, Shape
from webcare.channels.facebook.messenger import INBOX
from webcare.channels.facebook.sending import commented
from webcare.channels.inbound import Unparsable

SKEW = timedelta(seconds=5)  # by which Facebook's clock and ours may differ
COMMENT_FIELDS = "id,from,message,created_time,parent{id},permalink_url,attachment"
MESSAGE_FIELDS = "id,created_time,from,to,message,attachments"
PAGE = 50


def find_sent(account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
    """Our answer, if it is there. Raises DeliveryError where Facebook cannot be read."""
    with understood():
        found = _messages(account, outgoing, since - SKEW) if outgoing.private else _comments(account, outgoing, since)
        return next((sent for sent in found if not _belongs_to_another(account, outgoing, sent)), None)


def alike(text: str) -> str:
    """What of a text Facebook leaves as it was."""
    return " ".join(unicodedata.normalize("NFC", text).split())


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
            if stands_there and _is_ours(comment, account) and alike(comment.maybe_words("message")) == wanted:
                external_id = comment.identifier("id")
                yield Sent(external_id, at, f"https://www.facebook.com/{external_id}")


def _above(api: Api, answered: str, root: str) -> set[str]:
    """Below which our answer may stand: Facebook hangs an answer to an answer under the same comment."""
    if answered == root:
        return {root}
    parent = api.get(answered, fields="parent{id}").maybe_shape("parent")
    return {answered, *([parent.identifier("id")] if parent else [])}


def _messages(account: Account, outgoing: Outgoing, start: datetime) -> Iterator[Sent]:
    api, wanted = Api.of(account), alike(outgoing.text)
    for conversation in _conversations(api, account, outgoing):
        for page in api.pages(f"{conversation}/messages", fields=MESSAGE_FIELDS, limit=PAGE):
            for message in page.shapes("data"):
                at = moment(message)
                if at < start:
                    return
                text, files = alike(message.maybe_words("message")), message.shapes("attachments")
                if _is_ours(message, account) and text == wanted and bool(files) == bool(outgoing.files):
                    yield Sent(message.message_identifier("id"), at, INBOX)


def _conversations(api: Api, account: Account, outgoing: Outgoing) -> list[str]:
    """The exchange with this person, and the one that a private answer to a comment began."""
    path, found = f"{path_id(account.external_id)}/conversations", []
    if IDENTIFIER.match(outgoing.recipient):  # somebody nameless can only be found by their comment
        listed = api.get(path, platform="messenger", user_id=outgoing.recipient, fields="id")
        found = [message_thread(each) for each in listed.shapes("data")]
    if outgoing.goes_on_from and "comment_id" in commented(account, outgoing.goes_on_from):
        comment = api.get(path_id(outgoing.goes_on_from), fields="private_reply_conversation{id}")
        begun = comment.maybe_shape("private_reply_conversation")
        found += [message_thread(begun)] if begun else []
    return list(dict.fromkeys(found))


def message_thread(conversation: Shape) -> str:
    """The id of a conversation, as a part of an address."""
    known = conversation.words("id")
    if not known.isascii() or not known.replace("_", "").replace("-", "").isalnum():
        raise Unparsable(f"{conversation.where}.id is no id of a conversation.")
    return known


def moment(item: Shape) -> datetime:
    """When it was made."""
    at = item.maybe_moment("created_time")
    if at is None:
        raise Unparsable(f"{item.where}.created_time is missing.")
    return at


def _is_ours(item: Shape, account: Account) -> bool:
    author = item.maybe_shape("from")
    return author is not None and author.maybe_identifier("id") == account.external_id


def _belongs_to_another(account: Account, outgoing: Outgoing, sent: Sent) -> bool:
    """The same words may have gone out twice on purpose; one of them must not stand for both."""
    others = Delivery.objects.filter(account=account, external_id=sent.external_id).exclude(key=outgoing.key)
    return others.exists()
