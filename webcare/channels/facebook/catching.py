"""What came while the webhook was deaf: read from the Graph, and handed in as the events that it would have brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import RawEvent
from webcare.channels.facebook.api import Api
from webcare.channels.facebook.completing import post_told
from webcare.channels.facebook.finding import COMMENT_FIELDS
from webcare.channels.facebook.sending import speaking
from webcare.channels.listed import Aside
from webcare.channels.meta.api import after_of, path_id, understood
from webcare.channels.meta.asking import moment
from webcare.channels.meta.catching import missed_messages, raw, since_last
from webcare.channels.meta.fields import Shape
from webcare.lib.now import real_now

POSTS_READ, COMMENTS_READ = 25, 50  # at once
LIVELY = timedelta(days=30)  # posts that are older than this are not searched for new comments
MOST_PAGES = 8  # of posts in one go, so that a page that posts a lot does not eat its quota
POST_FIELDS = "id,from,message,created_time,permalink_url,full_picture"


def catch_up(account: Account) -> Iterator[RawEvent]:
    """Posts, comments, mentions and messages since the cursor, which moves when all of them were read.

    What the webhook brought as well comes twice; it is the same message by its id.
    """
    started, since, aside = real_now(), since_last(account), Aside()
    with understood():
        for listing, field in (("feed", "feed"), ("tagged", "mention")):
            yield from _posts(account, listing, field, since, aside)
        yield from missed_messages(speaking(Api.of(account), account), "page", since, aside)
        yield from aside.events
    account.cursor = {**account.cursor, "caught_up_at": started.isoformat()}


def _posts(account: Account, listing: str, field: str, since: datetime, aside: Aside) -> Iterator[RawEvent]:
    """Each post with its newest comments in one call; what does not fit there is asked for."""
    api, page_id = Api.of(account), path_id(account.external_id)
    comments = f"comments.filter(stream).order(reverse_chronological).limit({COMMENTS_READ}){{{COMMENT_FIELDS}}}"
    pages = api.pages(f"{page_id}/{listing}", fields=f"{POST_FIELDS},{comments}", limit=POSTS_READ)
    for _number, page in zip(range(MOST_PAGES), pages, strict=False):
        for post in aside.sound(page, "data", reads=_read_of_post):
            if moment(post) < since - LIVELY:
                return
            if moment(post) >= since:
                yield _event(account, field, _post_value(post), post)
            for comment in _comments(api, post, since, aside):
                yield _event(account, "feed", _comment_value(comment, post), comment, above=post)


def _comments(api: Api, post: Shape, since: datetime, aside: Aside) -> Iterator[Shape]:
    """Newest first, as far as they are new."""
    for comment in aside.sound(post, "comments", reads=_read_of_comment):
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
        for comment in aside.sound(page, "data", reads=_read_of_comment):
            if moment(comment) < since:
                return
            yield comment


def _read_of_post(post: Shape) -> tuple[object, ...]:
    comments = post.maybe_shape("comments")
    paging = comments.maybe_shape("paging") if comments else None
    return _post_value(post), post_told(post, post.identifier("id")), paging and after_of(paging.maybe_words("next"))


def _read_of_comment(comment: Shape) -> tuple[object, ...]:
    return moment(comment), _comment_value(comment, comment)


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


def _event(
    account: Account, field: str, value: Mapping[str, Any], item: Shape, *, above: Shape | None = None
) -> RawEvent:
    """A post or a comment, in the words of the webhook, with the post that stands above it."""
    entry = {"id": account.external_id, "changes": [{"field": field, "value": value}]}
    posts = [post_told(above, above.identifier("id"))] if above else []
    return raw("page", entry, item.identifier("id"), posts)
