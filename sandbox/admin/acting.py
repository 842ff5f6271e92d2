"""Acting as a customer, or as a brand in the network's own app: posting, editing, deleting, writing, liking."""

import asyncio
from typing import Any

from sandbox import publishing, writing
from sandbox.admin.door import BadWish, Json, Wish
from sandbox.admin.showing import message_json, post_json
from sandbox.publishing import Draft, Manner
from sandbox.refusing import Refusal
from sandbox.world.media import SHOWABLE
from sandbox.world.posts import Post
from sandbox.world.ties import Tie
from sandbox.world.users import BadHandle, User
from sandbox.writing import Letter

MOST_AT_ONCE = 20_000
AT_A_TIME = 100


async def post(wish: Wish) -> Json:
    return post_json(wish.network, _publish(wish))


async def post_many(wish: Wish) -> Json:
    """In the order given, with room for other requests between; what cannot be said ends it there, and says where."""
    items = wish.members.get("posts")
    if not isinstance(items, list) or len(items) > MOST_AT_ONCE:
        raise BadWish(f"“posts” must be a list of at most {MOST_AT_ONCE} posts.")
    usual = {"strict": False, "greet": False} | {key: wish.members[key] for key in ("events",) if key in wish.members}
    ids: list[str] = []
    while len(ids) < len(items):
        wrong = _post_some(wish, usual, items[len(ids) : len(ids) + AT_A_TIME], ids)
        if wrong is not None:
            raise BadWish(f"Post {len(ids)}: {wrong} Those before it stand.")
        await asyncio.sleep(0)
    return {"ids": ids}


def _post_some(wish: Wish, usual: Json, items: list[Any], ids: list[str]) -> str | None:
    """What was wrong with the first that was not taken."""
    with wish.network.world.database.together():
        for item in items:
            try:
                ids.append(_publish(wish.within(item, usual), create=True).id)
            except (BadWish, BadHandle, Refusal) as error:
                return str(error)
    return None


async def edit(wish: Wish) -> Json:
    edited = publishing.edit(
        wish.network, _author(wish), wish.request.path_params["id"], wish.text("text"), _manner(wish)
    )
    return post_json(wish.network, edited)


async def delete(wish: Wish) -> Json:
    gone = publishing.delete(wish.network, _author(wish), wish.request.path_params["id"], _manner(wish))
    return {"deleted": gone.id}


async def like(wish: Wish) -> Json:
    return post_json(
        wish.network, writing.like(wish.network, wish.user(), wish.request.path_params["id"], _manner(wish))
    )


async def unlike(wish: Wish) -> Json:
    writing.unlike(wish.network, wish.user(), wish.request.path_params["id"])
    return {"liked": False}


async def write_message(wish: Wish) -> Json:
    letter = Letter(wish.user(), wish.user("to"), wish.text("text", ""), wish.maybe_text("media_id"), wish.time("at"))
    return message_json(wish.network, writing.write(wish.network, letter, _manner(wish)))


async def upload(wish: Wish) -> Json:
    """The raw bytes are the body; `as` and `alt` are query parameters."""
    media_type = wish.request.headers.get("content-type", "")
    if media_type not in SHOWABLE:
        raise BadWish(f"The content type must be one of {', '.join(sorted(SHOWABLE))}.")
    shelf = wish.network.world.media
    media = shelf.keep(wish.user().id, media_type, "tweet_image", await wish.request.body())
    shelf.describe(media.id, wish.text("alt", ""))
    return {"id": media.id, "media_key": media.key}


async def tie(wish: Wish) -> Json:
    kind = _kind(wish)
    wish.network.world.ties.make(kind, wish.user().id, wish.user("to").id)
    return {"kind": kind, "stands": True}


async def untie(wish: Wish) -> Json:
    kind = _kind(wish)
    wish.network.world.ties.undo(kind, wish.user().id, wish.user("to").id)
    return {"kind": kind, "stands": False}


def _publish(wish: Wish, *, create: bool = False) -> Post:
    draft = Draft(
        author=_poster(wish, create=create),
        text=wish.text("text", ""),
        reply_to=wish.maybe_text("in_reply_to"),
        quote=wish.maybe_text("quote"),
        media_ids=wish.texts("media_ids"),
        greets=wish.truth("greet", True),
        at=wish.time("at"),
        lang=wish.text("lang", "und"),
    )
    return publishing.publish(wish.network, draft, _manner(wish))


def _poster(wish: Wish, *, create: bool) -> User:
    return wish.network.world.users.named_or_created(wish.text("as")) if create else wish.user()


def _author(wish: Wish) -> User:
    """Without `as` it is the author, whoever that is."""
    found = wish.network.world.posts.get(wish.request.path_params["id"])
    author = wish.network.world.users.get(found.author_id) if found and not wish.maybe_text("as") else None
    return author or wish.user()


def _manner(wish: Wish) -> Manner:
    return Manner(strict=wish.truth("strict", True), told=wish.truth("events", True))


def _kind(wish: Wish) -> Tie:
    try:
        return Tie(wish.text("kind"))
    except ValueError:
        raise BadWish("“kind” must be follow, mute, block or dm_block.") from None
