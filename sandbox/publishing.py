"""Saying something in public: posts, replies, quotes and edits, with the rules the network holds everyone to."""

from dataclasses import dataclass, replace

from sandbox import events
from sandbox.clock import now_ms
from sandbox.edit_window import is_editable
from sandbox.network import Network
from sandbox.refusing import BlockedByThem, Empty, MediaNotReady, NotEditable, NotThere, NotYours, SaidBefore, TooLong
from sandbox.watching import Happening, News
from sandbox.wording import POST_LIMIT, leading_names, mentioned_names, weight
from sandbox.world.posts import Post
from sandbox.world.ties import Tie
from sandbox.world.users import User

DUPLICATE_WINDOW_MS = 24 * 3600 * 1000


@dataclass(frozen=True)
class Draft:
    """`greets` puts the mention of whom it answers before a reply, as the network's own app does."""

    author: User
    text: str
    reply_to: str | None = None
    quote: str | None = None
    media_ids: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    greets: bool = True
    at: int | None = None
    lang: str = "und"
    source: str = "Sandbox X"
    deep_link: str | None = None


@dataclass(frozen=True)
class Manner:
    """`strict` holds to the limits of length and repetition; without `told` nobody hears of it (seeding)."""

    strict: bool = True
    told: bool = True


USUAL = Manner()


def publish(network: Network, draft: Draft, manner: Manner = USUAL) -> Post:
    """Raises a Refusal when the network would not take it."""
    parent = _parent(network, draft)
    quoted = _there(network, draft.quote) if draft.quote else None
    text, prefix = _greeted(network, draft, parent)
    if manner.strict:
        _check(network, draft, text, prefix)
    at = draft.at or now_ms()
    post_id = network.world.snowflakes.at(at)
    post = Post(
        id=post_id,
        author_id=draft.author.id,
        text=text,
        prefix=prefix,
        created_at=at,
        conversation_id=parent.conversation_id if parent else post_id,
        reply_to=parent.id if parent else None,
        reply_to_user=parent.author_id if parent else None,
        quoted=quoted.id if quoted else None,
        first_version=post_id,
        replaced_by=None,
        deleted_at=None,
        hidden_at=None,
        lang=draft.lang,
        source=draft.source,
        media_ids=draft.media_ids,
        deep_link=draft.deep_link,
    )
    return _say(network, post, manner)


def edit(network: Network, author: User, post_id: str, text: str, manner: Manner = USUAL) -> Post:
    """An edit is a new post with a new id that takes the old one's place."""
    before = _there(network, post_id)
    if before.author_id != author.id:
        raise NotYours("Only the author can edit a post.")
    if manner.strict and not is_editable(network, before):
        raise NotEditable("This post can no longer be edited.")
    new_text = before.text[: before.prefix] + text
    if manner.strict and weight(text) > POST_LIMIT:
        raise TooLong(_too_long(text))
    at = now_ms()
    after = replace(before, id=network.world.snowflakes.at(at), text=new_text, created_at=at)
    with network.world.database.together():
        network.world.posts.replace(before.id, after.id)
        return _say(network, after, manner)


def delete(network: Network, by: User, post_id: str, manner: Manner = USUAL) -> Post:
    """Takes every version away."""
    post = _there(network, post_id)
    if post.author_id != by.id:
        raise NotYours("Only the author can delete a post.")
    with network.world.database.together():
        network.world.posts.delete(post.first_version, now_ms())
        if manner.told:
            events.post_deleted(network, post)
    network.watchers.tell(News(Happening.GONE, post.id, post.conversation_id, post.author_id))
    return post


def _say(network: Network, post: Post, manner: Manner) -> Post:
    named = [user.id for name in mentioned_names(post.text) if (user := network.world.users.named(name))]
    with network.world.database.together():
        network.world.posts.add(post, named)
        if manner.told:
            events.post_made(network, post, named)
    network.watchers.tell(News(Happening.POST, post.id, post.conversation_id, post.author_id))
    return post


def _parent(network: Network, draft: Draft) -> Post | None:
    if draft.reply_to is None:
        return None
    parent = _there(network, draft.reply_to)
    if network.world.ties.stands(Tie.BLOCK, parent.author_id, draft.author.id):
        raise BlockedByThem("You have been blocked by the author of this post.")
    return parent


def _there(network: Network, post_id: str) -> Post:
    post = network.world.posts.get(post_id)
    if post is None:
        raise NotThere(f"There is no post {post_id}; it may have been deleted.")
    return post


def _greeted(network: Network, draft: Draft, parent: Post | None) -> tuple[str, int]:
    if parent is None:
        return draft.text, 0
    already = set(leading_names(draft.text + " "))
    greeted = _to_greet(network, draft, parent) if draft.greets else []
    prefix = "".join(f"@{user.username} " for user in greeted if user.username.lower() not in already)
    return prefix + draft.text, len(prefix)


def _to_greet(network: Network, draft: Draft, parent: Post) -> list[User]:
    thread = [parent.author_id, *network.world.posts.mentioned_in(parent.id)]
    left_out = {draft.author.id, *draft.exclude} - {parent.author_id}
    if parent.author_id == draft.author.id:
        left_out.add(draft.author.id)
    return network.world.users.several(user_id for user_id in thread if user_id not in left_out)


def _check(network: Network, draft: Draft, text: str, prefix: int) -> None:
    own = text[prefix:]
    if not own.strip() and not draft.media_ids:
        raise Empty("A post needs a text or a picture.")
    if weight(own) > POST_LIMIT:
        raise TooLong(_too_long(own))
    for media_id in draft.media_ids:
        media = network.world.media.get(media_id)
        if media is None or not media.is_ready(now_ms()) or media.owner_id != draft.author.id:
            raise MediaNotReady(f"Your media IDs are invalid: {media_id}.")
    since = now_ms() - DUPLICATE_WINDOW_MS
    if not draft.media_ids and network.world.posts.said_before(draft.author.id, text, draft.reply_to, since):
        raise SaidBefore("You are not allowed to create a Tweet with duplicate content.")


def _too_long(text: str) -> str:
    return f"Your Tweet text is too long: {weight(text)} of {POST_LIMIT}."
