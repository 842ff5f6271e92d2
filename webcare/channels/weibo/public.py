"""Posts that mention us and comments, as Weibo lists them. Pure."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from webcare.channels.inbound import Author, ContextPost, InboundAttachment, Parsing, Received
from webcare.channels.weibo.fields import Shape

URL_CHARACTERS = 2000
THUMBNAIL = re.compile(r"/(?:thumbnail|bmiddle|square)/")
CONTENT_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif"}
ANSWERS = re.compile(r"回复@[\w-]{1,40}[:：]\s*")  # what Weibo puts before an answer to a comment
HIDDEN = "?"  # somebody whose account is gone or closed to us


def status_id(number: str) -> str:
    """How the house knows a post; comments count on their own."""
    return f"status:{number}"


def comment_id(number: str) -> str:
    """How the house knows a comment."""
    return f"comment:{number}"


def thread_below(post: str, person: str) -> str:
    """The exchange with one person below one post."""
    return f"{post}:{person}"


def mentioned(account: str, status: Shape, parsing: Parsing) -> Received:
    """A post in which somebody names us."""
    number, author = status.identifier("idstr", "id"), _author(status)
    passed_on = status.maybe_shape("retweeted_status")
    ours = author.external_id in {account, *parsing.own_ids}
    return Received(
        account=author.external_id if ours else account,
        external_id=status_id(number),
        author=author,
        text=_text(status),
        sent_at=status.moment("created_at"),
        thread_key=thread_below(number, author.external_id),
        private=False,
        ours=ours,
        permalink=_permalink(author, number),
        attachments=_pictures(status),
        quoted=status_id(passed_on.identifier("idstr", "id")) if passed_on else "",
        context=(_context(passed_on, "quoted"),) if passed_on else (),
    )


def commented(account: str, comment: Shape, parsing: Parsing) -> Received:
    """A comment on a post, or an answer to another comment."""
    status, author = comment.shape("status"), _author(comment)
    post, answered = status.identifier("idstr", "id"), comment.maybe_shape("reply_comment")
    ours = author.external_id in {account, *parsing.own_ids}
    to = _author(answered or status) if ours else None
    person = to or author
    above = comment_id(answered.identifier("idstr", "id")) if answered else ""
    return Received(
        account=author.external_id if ours else account,
        external_id=comment_id(comment.identifier("idstr", "id")),
        author=author,
        text=ANSWERS.sub("", _text(comment), count=1),
        sent_at=comment.moment("created_at"),
        thread_key=thread_below(post, person.external_id),
        private=False,
        ours=ours,
        parents=tuple(each for each in (above, status_id(post)) if each),
        recipient=to,
        permalink=_permalink(_author(status), post),
        context=(_context(status, "parent"),),
    )


def _context(status: Shape, relation: str) -> ContextPost:
    at = status.moment("created_at") if status.has("created_at") else None
    return ContextPost(status_id(status.identifier("idstr", "id")), relation, _author(status), _text(status), at)


def _author(item: Shape) -> Author:
    """Of what was removed Weibo tells no author."""
    user = item.maybe_shape("user")
    if user is None or not user.maybe_identifier("idstr", "id"):
        return Author(HIDDEN)
    return Author(
        user.identifier("idstr", "id"),
        handle=user.maybe_words("screen_name", "name")[:255],
        name=user.maybe_words("name", "screen_name")[:255],
        followers=user.maybe_count("followers_count"),
        verified=user.flag("verified"),
    )


def _text(item: Shape) -> str:
    """The whole of a long post, where it was asked for."""
    long = item.maybe_shape("longText")
    return ((long.maybe_words("longTextContent") if long else "") or item.maybe_words("text")).strip()


def _permalink(author: Author, post: str) -> str:
    return f"https://m.weibo.cn/{author.external_id}/{post}" if author.external_id != HIDDEN else ""


def _pictures(status: Shape) -> tuple[InboundAttachment, ...]:
    """Large ones; Weibo lists small ones, which differ from them by one word of their address."""
    small = [each.maybe_words("thumbnail_pic") for each in status.shapes("pic_urls")]
    large = [THUMBNAIL.sub("/large/", url) for url in small] or [status.maybe_words("original_pic")]
    known = dict.fromkeys(
        url for url in large if url.startswith(("https://", "http://")) and len(url) <= URL_CHARACTERS
    )
    return tuple(InboundAttachment(url=url, filename=_name(url), content_type=_kind(url)) for url in known)


def _name(url: str) -> str:
    try:
        return re.sub(r"[^\w.\-]", "_", PurePosixPath(urlsplit(url).path).name)[:120]
    except ValueError:  # an address that is none; fetching it will say so
        return ""


def _kind(url: str) -> str:
    return CONTENT_TYPES.get(PurePosixPath(_name(url)).suffix.lower(), "")
