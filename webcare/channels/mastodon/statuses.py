"""A status becomes a message with its surroundings: who, where, what, which it answers, who may see it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from webcare.channels.inbound import Author, ContextPost, InboundAttachment, Received
from webcare.channels.mastodon.fields import Shape, known_as
from webcare.channels.mastodon.wording import is_only_names, plain, without_greeting

DIRECT = "direct"
ONLY_NAMES = "Only names us, without a word of its own."
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?\Z")
KINDS = {"image": "image/jpeg", "gifv": "video/mp4", "video": "video/mp4", "audio": "audio/mpeg"}
ENDINGS = {
    ".png": "image/png", ".webp": "image/webp", ".gif": "image/gif", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".avif": "image/avif", ".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg", ".ogg": "audio/ogg",
    ".oga": "audio/ogg", ".wav": "audio/wav", ".flac": "audio/flac", ".m4a": "audio/mp4",
}  # fmt: skip


def received(told: Shape, status: Shape, own_ids: frozenset[str]) -> Received:
    """`told` is the envelope around it."""
    server, us = told.server("server"), known_as(told.server("server"), told.identifier("account"))
    author, local = author_of(server, status.shape("account")), status.identifier("id")
    ours, private = author.external_id in own_ids | {us}, status.words("visibility") == DIRECT
    chain = told.shapes("chain")
    customer = _addressee(server, status, chain, own_ids | {us}) if ours else author
    files, text = attachments_of(server, status), _own_text(status) if ours else text_of(status)
    return Received(
        account=author.external_id if ours else us,
        external_id=known_as(server, local),
        author=author,
        text=text,
        sent_at=status.time("created_at"),
        thread_key=thread_key(server, DIRECT if private else _root(chain, local), customer or author),
        private=private,
        ours=ours,
        edited=status.has("edited_at"),
        parents=_parents(server, status, chain),
        quoted=_quoted_id(server, status),
        recipient=customer if ours else None,
        language_hint=_language(status),
        automatic=not ours and status.shape("account").flag("bot"),
        tag_only_reason=ONLY_NAMES if not ours and not files and is_only_names(text) else "",
        permalink=status.link("url", "uri"),
        attachments=files,
        context=_context(server, status, told),
    )


def thread_key(server: str, place: str, person: Author) -> str:
    """One person in one place: below one root, or in what only those who are named can read."""
    return f"{server}/{place}:{person.external_id.partition('/')[2]}"


def author_of(server: str, account: Shape) -> Author:
    """By the id that our server gives them; the name says from which server they are."""
    acct = account.maybe_words("acct")[:200]
    return Author(
        known_as(server, account.identifier("id")),
        handle=acct if "@" in acct or not acct else f"{acct}@{server}",
        name=(account.maybe_words("display_name") or account.maybe_words("username"))[:200],
        followers=account.count("followers_count"),
    )


def text_of(status: Shape) -> str:
    """With the warning above it, as people read it, and what of it is no text."""
    poll = status.maybe_shape("poll")
    options = [f"· {each.maybe_words('title')}" for each in poll.shapes("options")] if poll else []
    elsewhere = [each.link("remote_url") for each in status.shapes("media_attachments") if not each.link("url")]
    parts = (
        status.maybe_words("spoiler_text"),
        plain(status.words("content")),
        "\n".join([*options, *filter(None, elsewhere)]),
    )
    return "\n\n".join(part for part in parts if part)


def _own_text(status: Shape) -> str:
    """As it was written at the desk: without the names before it, and without the warning that it took over."""
    bare = {**status.values, "spoiler_text": ""} if status.has("in_reply_to_id") else status.values
    names = {each.maybe_words("username").casefold() for each in status.shapes("mentions")}
    return without_greeting(text_of(Shape(bare, status.where)), names)


def attachments_of(server: str, status: Shape) -> tuple[InboundAttachment, ...]:
    """Files that our server keeps a copy of."""
    found = []
    for each in status.shapes("media_attachments"):
        if url := each.link("url"):
            ending = PurePosixPath(urlsplit(url).path).suffix.lower()[:8]
            kind = ENDINGS.get(ending) or KINDS.get(each.maybe_words("type"), "")
            name, alt = each.identifier("id"), each.maybe_words("description")
            found.append(InboundAttachment(known_as(server, name), url, None, kind, f"{name}{ending}", alt[:1_500]))
    return tuple(found)


def _root(chain: Sequence[Shape], local: str) -> str:
    return chain[-1].identifier("id") if chain else local


def _parents(server: str, status: Shape, chain: Sequence[Shape]) -> tuple[str, ...]:
    """Nearest first, as far upwards as our server knows."""
    known = [each.identifier("id") for each in chain] or [status.maybe_identifier("in_reply_to_id")]
    return tuple(known_as(server, each) for each in known if each)


def _addressee(server: str, status: Shape, chain: Sequence[Shape], own: frozenset[str]) -> Author | None:
    """Whom our post answers; where it goes on from our own earlier answer, whom that one answered; else whom it names."""
    named = [author_of(server, each) for each in status.shapes("mentions")]
    people = [author_of(server, each.shape("account")) for each in chain]
    if direct := status.maybe_identifier("in_reply_to_account_id"):
        meant = known_as(server, direct)
        people = [each for each in (*named, *people) if each.external_id == meant] + people
    return next((each for each in (*people, *named) if each.external_id not in own), None)


def _quoted(status: Shape) -> Shape | None:
    quote = status.maybe_shape("quote")
    return quote.maybe_shape("quoted_status") if quote else None


def _quoted_id(server: str, status: Shape) -> str:
    quote, shown = status.maybe_shape("quote"), _quoted(status)
    local = shown.identifier("id") if shown else quote.maybe_identifier("quoted_status_id") if quote else ""
    return known_as(server, local) if local else ""


def _context(server: str, status: Shape, told: Shape) -> tuple[ContextPost, ...]:
    shown = {"parent": told.maybe_shape("above"), "quoted": _quoted(status)}
    return tuple(
        ContextPost(
            known_as(server, post.identifier("id")),
            relation,
            author_of(server, post.shape("account")),
            text_of(post),
            post.time("created_at"),
        )
        for relation, post in shown.items()
        if post
    )


def _language(status: Shape) -> str:
    told = status.maybe_words("language")
    return told if LANGUAGE.match(told) else ""
