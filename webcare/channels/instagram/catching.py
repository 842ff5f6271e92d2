"""What came while the webhook was deaf: read from the Graph, and handed in as the events that it would have brought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import RawEvent
from webcare.channels.instagram.api import Api, speaking
from webcare.channels.instagram.finding import COMMENT_FIELDS
from webcare.channels.listed import Aside
from webcare.channels.meta.api import path_id, understood
from webcare.channels.meta.asking import moment
from webcare.channels.meta.catching import missed_messages, raw, since_last
from webcare.channels.meta.fields import Shape
from webcare.lib.now import real_now

POSTS_READ, COMMENTS_READ = 25, 50  # at once
LIVELY = timedelta(days=30)  # posts that are older than this are not searched for new comments
MOST_PAGES = 8  # of posts in one go, so that an account that posts a lot does not eat its quota
ANSWERS = f"replies.limit({COMMENTS_READ}){{{COMMENT_FIELDS}}}"


def catch_up(account: Account) -> Iterator[RawEvent]:
    """Comments and messages since the cursor, which moves when all of them were read; mentions cannot be listed."""
    started, since, aside = real_now(), since_last(account), Aside()
    with understood():
        yield from _comments(account, since, aside)
        yield from missed_messages(speaking(account), "instagram", since, aside)
        yield from aside.events
    account.cursor = {**account.cursor, "caught_up_at": started.isoformat()}


def _comments(account: Account, since: datetime, aside: Aside) -> Iterator[RawEvent]:
    """Below every post that is not too old; the newest comments come with it, further ones are asked for."""
    api = Api.of(account)
    pages = api.pages(f"{path_id(account.external_id)}/media", fields="id,timestamp,permalink", limit=POSTS_READ)
    for _number, page in zip(range(MOST_PAGES), pages, strict=False):
        for media in aside.sound(page, "data", reads=_read_of_media):
            if moment(media) < since - LIVELY:
                return
            for comment in _below(api, media, aside):
                if moment(comment) >= since:
                    yield _event(account, comment, media)


def _below(api: Api, media: Shape, aside: Aside) -> Iterator[Shape]:
    """Each comment with the answers to it; Instagram promises no order."""
    fields = f"{COMMENT_FIELDS},{ANSWERS}"
    for page in api.pages(f"{media.identifier('id')}/comments", fields=fields, limit=COMMENTS_READ):
        for comment in aside.sound(page, "data", reads=_read_of_comment):
            yield comment
            yield from aside.sound(comment, "replies", reads=_read_of_comment)


def _read_of_media(media: Shape) -> tuple[object, ...]:
    return moment(media), media.identifier("id"), media.maybe_words("permalink")


def _read_of_comment(comment: Shape) -> tuple[object, ...]:
    return moment(comment), comment.identifier("id"), comment.every("replies")


def _event(account: Account, comment: Shape, media: Shape) -> RawEvent:
    """In the words of the webhook."""
    names = ("from", "username", "text", "timestamp", "parent_id")
    value: dict[str, Any] = {name: comment.values[name] for name in names if comment.has(name)}
    value |= {"id": comment.identifier("id"), "media": {"id": media.identifier("id")}}
    value |= {"permalink": media.maybe_words("permalink")}
    entry = {"id": account.external_id, "changes": [{"field": "comments", "value": value}]}
    return raw("instagram", entry, comment.identifier("id"))
