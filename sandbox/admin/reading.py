"""Reading everything back: posts with their threads, messages, what the brands answered, counts."""

from dataclasses import asdict

from sandbox.admin.door import BadWish, Json, Wish
from sandbox.admin.showing import message_json, post_json
from sandbox.clock import iso
from sandbox.refusing import NotThere
from sandbox.world.messages import conversation_between
from sandbox.world.posts import Slice

MOST = 10_000


async def posts(wish: Wish) -> Json:
    """Newest first; filters: `handle`, `mentioning`, `conversation_id`, `since_id`, `since`, `limit`."""
    part = _part(wish)
    shelf = wish.network.world.posts
    if wish.maybe_text("conversation_id"):
        found = shelf.thread(_snowflake(wish, "conversation_id") or "0")
    elif wish.maybe_text("mentioning"):
        found = shelf.mentioning(wish.user("mentioning").id, part)
    elif wish.maybe_text("handle"):
        found = shelf.by(wish.user("handle").id, part)
    else:
        found = shelf.latest(part)
    return {"posts": [post_json(wish.network, post) for post in found]}


async def post(wish: Wish) -> Json:
    """One post with its whole thread, oldest first."""
    found = wish.network.world.posts.get(wish.request.path_params["id"])
    if found is None:
        raise NotThere("There is no such post, or not any more.")
    thread = wish.network.world.posts.thread(found.conversation_id)
    return {**post_json(wish.network, found), "thread": [post_json(wish.network, each) for each in thread]}


async def answers(wish: Wish) -> Json:
    """What brands said in reply, oldest first; filters: `in_reply_to`, `since_id`, `since`, `brand`."""
    parent = _snowflake(wish, "in_reply_to")
    brand = wish.user("brand").id if wish.maybe_text("brand") else None
    condition = "reply_to IS NOT NULL AND author_id IN (SELECT id FROM users WHERE is_brand AND id = coalesce(?, id))"
    values: list[int | None] = [None if brand is None else int(brand)]
    if parent is not None:
        condition += " AND reply_to = ?"
        values.append(int(parent))
    found = wish.network.world.posts.where(condition, values, _part(wish, oldest_first=True))
    return {"answers": [post_json(wish.network, each) for each in found]}


async def messages(wish: Wish) -> Json:
    """Oldest first; between two with `handle` and `with`, of one with `handle`, else all."""
    shelf, since = wish.network.world.messages, _snowflake(wish, "since_id")
    limit = min(wish.number("limit", 1000), MOST)
    if wish.maybe_text("with"):
        found = shelf.between(conversation_between(wish.user("handle").id, wish.user("with").id), limit=limit)[::-1]
    elif wish.maybe_text("handle"):
        found = shelf.of(wish.user("handle").id, limit=limit)[::-1]
    else:
        found = shelf.everything(since_id=since, limit=limit)
    kept = [each for each in found if since is None or int(each.id) > int(since)]
    return {"messages": [message_json(wish.network, each) for each in kept]}


async def visits(wish: Wish) -> Json:
    """What people said by hand on the pages since the start, oldest first; filter: `since`."""
    since = wish.time("since") or 0
    return {
        "visits": [{**asdict(each), "at": iso(each.at)} for each in wish.network.visits if each.at >= since],
    }


async def counts(wish: Wish) -> Json:
    world = wish.network.world
    return {
        "users": world.users.count(),
        "posts": world.posts.count(),
        "messages": world.messages.count(),
        "wall": world.wall.count(),
        "chats": world.chats.count(),
        "outbox": {**asdict(world.outbox.counts()), "last_error": world.outbox.last_error()},
        "webhooks": [{"id": each.id, "url": each.url, "valid": each.valid} for each in world.webhooks.everyone()],
    }


def _part(wish: Wish, *, oldest_first: bool = False) -> Slice:
    return Slice(
        since_id=_snowflake(wish, "since_id"),
        start=wish.time("since"),
        end=wish.time("until"),
        limit=min(wish.number("limit", 1000), MOST),
        oldest_first=oldest_first,
    )


def _snowflake(wish: Wish, name: str) -> str | None:
    text = wish.maybe_text(name)
    if text is not None and not text.isdigit():
        raise BadWish(f"“{name}” must be an id.")
    return text
