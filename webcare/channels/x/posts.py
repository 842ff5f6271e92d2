"""Public posts, replies, mentions and quotes: an X post object becomes a message with its surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webcare.channels.inbound import Author, ContextPost, InboundAttachment, Received
from webcare.channels.x.fields import Shape
from webcare.channels.x.includes import Includes
from webcare.channels.x.wording import is_only_a_tag, links_of, plain

ONLY_A_TAG = "Only names us, without a word of its own."
NO_LANGUAGE = frozenset({"und", "zxx", "art"})  # undetermined, no words, artificial; those with q are X's own
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?\Z")
OLD_CODES = {"in": "id", "iw": "he"}
DEEPEST = 50  # posts that are followed upwards within one event


def received(post: Shape, includes: Includes, account: str, own_ids: frozenset[str]) -> Received | None:
    """The message, or None for a repost, which says nothing of its own.

    The exchange is the one with this customer under this root: several customers under one of our posts are several
    pieces of work. What one of our accounts writes belongs to that account, whichever subscription told us.
    """
    replied_to, quoted, is_repost = _references(post)
    if is_repost:
        return None
    author_id, external_id = post.identifier("author_id"), post.identifier("id")
    ours = author_id in own_ids or author_id == account
    customer = _addressee(post, includes, own_ids | {account}) if ours else author_id
    versions = post.identifiers("edit_history_tweet_ids", "edit_history_post_ids")
    root = post.maybe_identifier("conversation_id") or external_id
    root = versions[0] if root in versions else root  # an edit of the root does not begin another exchange
    attachments = includes.attachments(post)
    text = text_of(post, quoted if quoted in includes.posts else "", attachments)
    author = includes.author(author_id)
    return Received(
        account=author_id if ours else account,
        external_id=external_id,
        author=author,
        text=text,
        sent_at=post.time("created_at"),
        thread_key=f"{root}:{customer or author_id}",
        private=False,
        ours=ours,
        edited=len(versions) > 1,
        earlier_ids=tuple(version for version in versions if version != external_id),
        parents=tuple(_chain(replied_to, includes)),
        quoted=quoted,
        recipient=includes.author(customer) if ours and customer else None,
        language_hint=_language(post.maybe_words("lang")),
        tag_only_reason=ONLY_A_TAG if not ours and not attachments and is_only_a_tag(text) else "",
        permalink=permalink(author, external_id),
        attachments=attachments,
        context=_context(external_id, replied_to, quoted, root, includes),
    )


def text_of(post: Shape, shown_post: str = "", attachments: tuple[InboundAttachment, ...] = ()) -> str:
    """The whole text, also of a long post, of which `text` holds only the beginning."""
    long = post.maybe_shape("note_tweet", "note_post")
    links = links_of(post.maybe_shape("entities"), shown_media=bool(attachments), shown_post=shown_post)
    if long is None:
        return plain(post.maybe_words("text"), links)
    more = links_of(long.maybe_shape("entities"), shown_media=bool(attachments), shown_post=shown_post)
    return plain(long.words("text"), links | more)


def permalink(author: Author, external_id: str) -> str:
    """Where people read the post; X leads to the right one also without the name."""
    return f"https://x.com/{author.handle or 'i'}/status/{external_id}"


def replied_to_of(post: Shape) -> str:
    """The post that this one answers, or an empty string."""
    return _references(post)[0]


def _references(post: Shape) -> tuple[str, str, bool]:
    found = {each.words("type"): each.identifier("id") for each in post.shapes("referenced_tweets", "referenced_posts")}
    return found.get("replied_to", ""), found.get("quoted", ""), "retweeted" in found


def _chain(replied_to: str, includes: Includes) -> Iterator[str]:
    """The ids upwards, nearest first, as far as X sent the posts along."""
    seen: set[str] = set()
    while replied_to and replied_to not in seen and len(seen) < DEEPEST:
        yield replied_to
        seen.add(replied_to)
        parent = includes.posts.get(replied_to)
        replied_to = replied_to_of(parent) if parent else ""


def _addressee(post: Shape, includes: Includes, own_ids: frozenset[str]) -> str:
    """Whom our post answers; where it goes on from our own earlier answer, whom that one answered."""
    for each in (
        post,
        *(includes.posts[id_] for id_ in _chain(replied_to_of(post), includes) if id_ in includes.posts),
    ):
        person = each.maybe_identifier("in_reply_to_user_id")
        if person and person not in own_ids:
            return person
    return ""


def _context(external_id: str, replied_to: str, quoted: str, root: str, includes: Includes) -> tuple[ContextPost, ...]:
    wanted = {root: "original", quoted: "quoted", replied_to: "parent"}  # the nearer relation wins
    wanted.pop(external_id, None)
    shown = [(relation, includes.posts[id_]) for id_, relation in wanted.items() if id_ in includes.posts]
    return tuple(
        ContextPost(
            external_id=post.identifier("id"),
            relation=relation,
            author=includes.author(post.identifier("author_id")),
            text=text_of(post, attachments=includes.attachments(post)),
            sent_at=post.maybe_time("created_at"),
        )
        for relation, post in reversed(shown)
    )


def _language(code: str) -> str:
    """An ISO code, or nothing where X found none (its own codes begin with q)."""
    is_known = LANGUAGE.match(code) and code not in NO_LANGUAGE and not code.startswith("q")
    return OLD_CODES.get(code, code) if is_known else ""
