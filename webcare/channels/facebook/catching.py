"""What came while the webhook was deaf: read from the Graph, and handed in as the events that it would have brought."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import RawEvent
from webcare.channels.facebook.api import Api, after_of, path_id, understood
from webcare.channels.facebook.fields import Shape
from webcare.channels.facebook.finding import COMMENT_FIELDS, MESSAGE_FIELDS, message_thread, moment
from webcare.lib.now import real_now

FIRST_LOOK = timedelta(hours=24)  # how far back a new page is read
OVERLAP = timedelta(minutes=2)  # since Facebook lists a comment a moment after it was made
POSTS_READ, COMMENTS_READ = 25, 50  # at once
LIVELY = timedelta(days=30)  # posts that are older than this are not searched for new comments
MOST_PAGES = 8  # of posts in one go, so that a page that posts a lot does not eat its quota
POST_FIELDS = "id,from,message,created_time,permalink_url,full_picture"


def catch_up(account: Account) -> Iterator[RawEvent]:
    """Posts, comments, mentions and messages since the cursor, which moves when all of them were read.

    What the webhook brought as well comes twice; it is the same message by its id.
    """
    started, since = real_now(), _since(account)
    with understood():
        for listing, field in (("feed", "feed"), ("tagged", "mention")):
            yield from _posts(account, listing, field, since)
        yield from _messages(account, since)
    account.cursor = {**account.cursor, "caught_up_at": started.isoformat()}


def _posts(account: Account, listing: str, field: str, since: datetime) -> Iterator[RawEvent]:
    """Each post with its newest comments in one call; what does not fit there is asked for."""
    api, page_id = Api.of(account), path_id(account.external_id)
    comments = f"comments.filter(stream).order(reverse_chronological).limit({COMMENTS_READ}){{{COMMENT_FIELDS}}}"
    pages = api.pages(f"{page_id}/{listing}", fields=f"{POST_FIELDS},{comments}", limit=POSTS_READ)
    for _number, page in zip(range(MOST_PAGES), pages, strict=False):
        for post in page.shapes("data"):
            if moment(post) < since - LIVELY:
                return
            if moment(post) >= since:
                yield _event(account, field, _post_value(post), post)
            for comment in _comments(api, post, since):
                yield _event(account, "feed", _comment_value(comment, post), comment)


def _comments(api: Api, post: Shape, since: datetime) -> Iterator[Shape]:
    """Newest first, as far as they are new."""
    for comment in post.shapes("comments"):
        if moment(comment) < since:
            return
        yield comment
    more = post.maybe_shape("comments")
    paging = more.maybe_shape("paging") if more else None
    after = after_of(paging.maybe_words("next")) if paging else ""
    if not after:
        return
    path, order = f"{post.identifier('id')}/comments", "reverse_chronological"
    for page in api.pages(path, fields=COMMENT_FIELDS, filter="stream", order=order, limit=COMMENTS_READ, after=after):
        for comment in page.shapes("data"):
            if moment(comment) < since:
                return
            yield comment


def _messages(account: Account, since: datetime) -> Iterator[RawEvent]:
    api, page_id = Api.of(account), path_id(account.external_id)
    for page in api.pages(f"{page_id}/conversations", platform="messenger", fields="id,updated_time", limit=POSTS_READ):
        for conversation in page.shapes("data"):
            updated = conversation.maybe_moment("updated_time")
            if updated and updated < since:
                return
            yield from _exchange(api, account, message_thread(conversation), since)


def _exchange(api: Api, account: Account, conversation: str, since: datetime) -> Iterator[RawEvent]:
    for page in api.pages(f"{conversation}/messages", fields=MESSAGE_FIELDS, limit=COMMENTS_READ):
        for message in page.shapes("data"):
            if moment(message) < since:
                return
            yield _message_event(account, message)


def _post_value(post: Shape) -> dict[str, Any]:
    picture = post.maybe_words("full_picture")
    value = _common(post, "photo" if picture else "status") | {"post_id": post.identifier("id")}
    return value | ({"link": picture} if picture else {})


def _comment_value(comment: Shape, post: Shape) -> dict[str, Any]:
    parent, root = comment.maybe_shape("parent"), post.identifier("id")
    attachment = comment.maybe_shape("attachment")
    media = attachment.maybe_shape("media") if attachment else None
    image = media.maybe_shape("image") if media else None
    photo = {"photo": image.maybe_words("src")} if image else {}
    above = parent.identifier("id") if parent else root
    ids = {"comment_id": comment.identifier("id"), "post_id": root, "parent_id": above}
    return _common(comment, "comment") | ids | photo


def _common(item: Shape, kind: str) -> dict[str, Any]:
    names = ("from", "message", "permalink_url")
    told = {name: item.values[name] for name in names if item.has(name)}
    return {"item": kind, "verb": "add", "created_time": int(moment(item).timestamp())} | told


def _event(account: Account, field: str, value: Mapping[str, Any], item: Shape) -> RawEvent:
    """As the webhook would have told it, so that one parser reads both."""
    entry = {"id": account.external_id, "changes": [{"field": field, "value": value}]}
    return _raw(entry, f"caught-up:{item.identifier('id')}")


def _message_event(account: Account, message: Shape) -> RawEvent:
    sender, mid = message.shape("from"), message.message_identifier("id")
    to = next(iter(message.shapes("to")), Shape({"id": account.external_id}, "to"))
    files = [each for one in message.shapes("attachments") if (each := _attachment(one))]
    event = {
        "sender": {"id": sender.identifier("id"), "name": sender.maybe_words("name")},
        "recipient": {"id": to.identifier("id"), "name": to.maybe_words("name")},
        "timestamp": int(moment(message).timestamp() * 1000),
        "message": {"mid": mid, "text": message.maybe_words("message"), "attachments": files},
    }
    return _raw({"id": account.external_id, "messaging": [event]}, f"caught-up:{mid}")


def _attachment(attachment: Shape) -> dict[str, Any] | None:
    """The Graph tells of files otherwise than the webhook does."""
    for name, kind in (("image_data", "image"), ("video_data", "video")):
        if data := attachment.maybe_shape(name):
            return {"type": kind, "payload": {"url": data.maybe_words("url")}}
    url = attachment.maybe_words("file_url")
    return {"type": "file", "payload": {"url": url}} if url else None


def _raw(entry: Mapping[str, Any], key: str) -> RawEvent:
    payload = json.dumps({"object": "page", "entry": [entry]}, separators=(",", ":"))
    return RawEvent(key[:255], payload.encode())


def _since(account: Account) -> datetime:
    """Where to begin: at the last time, or when the page was connected."""
    try:
        last = datetime.fromisoformat(str(account.cursor.get("caught_up_at")))
    except ValueError:
        last = account.connected_at or real_now() - FIRST_LOOK
    return min(last, real_now()) - OVERLAP
