"""/sandbox/bluesky: speaking as somebody on Bluesky, an account's app password and troubles, and reading everything back."""

from sandbox.admin.door import BadWish, Json, Wish
from sandbox.admin.meta import span_of
from sandbox.admin.private import pair_of, whispered
from sandbox.bluesky import chatting, naming, posting, repo
from sandbox.bluesky.naming import DECLARATION, POST
from sandbox.clock import iso
from sandbox.network import Network
from sandbox.refusing import NotThere
from sandbox.world.chats import Chat
from sandbox.world.sky import ACCESS, REFRESH, Record


async def keys(wish: Wish) -> Json:
    """As its owner would make it in the settings."""
    account = wish.user()
    password = wish.network.world.sky.new_password(account.id, chats=wish.truth("chats", True))
    return {"did": naming.did_of(account.id), "handle": naming.handle_of(account), "password": password}


async def expire(wish: Wish) -> Json:
    kind = wish.text("kind", ACCESS)
    if kind not in {ACCESS, REFRESH}:
        raise BadWish(f"“kind” must be {ACCESS} or {REFRESH}.")
    for each in {ACCESS, kind}:
        wish.network.world.sky.expire(wish.user().id, each)
    return {"expired": kind}


async def take_down(wish: Wish) -> Json:
    closed = wish.truth("closed", True)
    wish.network.world.sky.close(wish.user().id, closed=closed)
    return {"closed": closed}


async def post(wish: Wish) -> Json:
    """`alt` describes the picture."""
    if alt := wish.maybe_text("alt"):
        wish.network.world.media.describe(wish.text("media_id"), alt)
    words = posting.Words(
        wish.user(), wish.text("text", ""), wish.text("below", ""), wish.text("quotes", ""), wish.maybe_text("media_id"),
        wish.time("at"),
    )  # fmt: skip
    return post_json(wish.network, posting.post(wish.network, words))


async def remove(wish: Wish) -> Json:
    record = posting.there(wish.network, wish.request.path_params["number"])
    repo.remove(wish.network, record)
    return {"removed": record.uri}


async def like(wish: Wish) -> Json:
    likes = wish.request.method == "POST"
    return post_json(
        wish.network, posting.like(wish.network, wish.user(), wish.request.path_params["number"], likes=likes)
    )


async def posts(wish: Wish) -> Json:
    """Oldest first."""
    after = wish.text("since_id", "0")
    found = wish.network.world.sky.since(POST, int(after) if after.isdigit() else 0)
    brands = {each.id for each in wish.network.world.users.everyone(brands=True)}
    only = wish.truth("brands", False)
    return {"posts": [post_json(wish.network, each) for each in found if not only or each.owner_id in brands]}


async def declare(wish: Wish) -> Json:
    record = {"$type": DECLARATION, "allowIncoming": wish.text("whom")}
    return {"uri": repo.put(wish.network, wish.user(), DECLARATION, "self", record).uri}


async def write(wish: Wish) -> Json:
    account, person, from_account = pair_of(wish)
    words = chatting.Words(account, person, from_account, wish.text("text"), wish.time("at"))
    return _chat_json(wish.network, chatting.write(wish.network, words))


async def react(wish: Wish) -> Json:
    chat = wish.network.world.sky_chats.get(wish.request.path_params["id"])
    if chat is None:
        raise NotThere("There is no such message.")
    return _chat_json(wish.network, chatting.react(wish.network, wish.user(), chat, wish.text("sign", "")))


async def chats(wish: Wish) -> Json:
    found = wish.network.world.sky_chats.everything(span_of(wish, newest_first=False))
    return {"chats": [_chat_json(wish.network, each) for each in found]}


def post_json(network: Network, record: Record) -> Json:
    author = network.world.users.get(record.owner_id)
    reply, embed = record.value.get("reply") or {}, record.value.get("embed") or {}
    images = (embed.get("media") or embed).get("images") or []
    return {
        "number": str(record.number),
        "uri": record.uri,
        "handle": author.username if author else "",
        "did": naming.did_of(record.owner_id),
        "text": record.value["text"],
        "above": reply.get("parent", {}).get("uri", ""),
        "root": repo.root_of(record),
        "quotes": repo.quoted_in(record.value),
        "pictures": [each["alt"] for each in images],
        "facets": record.value.get("facets") or [],
        "hidden": repo.is_hidden(network, record),
        "created_at": iso(record.indexed_at),
    }


def _chat_json(network: Network, chat: Chat) -> Json:
    return whispered(network, chat, f"chat:{chat.id}")
