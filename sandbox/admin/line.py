"""/sandbox/line: official accounts and their keys, writing to them and taking back, and reading everything back."""

import json

from sandbox.admin.door import BadWish, Json, Wish
from sandbox.admin.meta import manner_of, span_of
from sandbox.admin.people import app_of
from sandbox.admin.private import pair_of, whispered
from sandbox.line import chatting
from sandbox.line.door import KIND
from sandbox.line.naming import channel_of, line_id
from sandbox.world.callbacks import Callback

PLAN = 200  # messages that may be pushed in a month


async def keys(wish: Wish) -> Json:
    """A token that lasts; the address is entered by the program itself."""
    account, app, shelf = wish.user(), app_of(wish), wish.network.world.callbacks
    before, public_key = shelf.of(KIND, account.id), wish.text("public_key", "")
    if public_key and "kid" not in json.loads(public_key):
        raise BadWish("“public_key” is a key as JSON, with its kid.")
    url = before.url if before else ""
    plan = str(wish.number("plan", PLAN))
    shelf.enter(Callback("", KIND, account.id, app.id, url, app.consumer_secret, public_key, plan))
    token = wish.network.world.keys.issue(KIND, app.id, account.id, None)
    told = {"channel_id": channel_of(account), "channel_secret": app.consumer_secret}
    return {**told, "token": token, "user_id": line_id(account)}


async def person(wish: Wish) -> Json:
    return {"id": line_id(wish.user())}


async def follow(wish: Wish) -> Json:
    chatting.befriend(wish.network, wish.user("to"), wish.user())
    return {"follows": True}


async def leave(wish: Wish) -> Json:
    chatting.block(wish.network, wish.user("to"), wish.user())
    return {"follows": False}


async def write(wish: Wish) -> Json:
    account, person, from_account = pair_of(wish)
    words = chatting.Words(
        account, person, from_account, wish.text("text", ""), wish.maybe_text("media_id"), wish.time("at")
    )
    chat = chatting.write(wish.network, words, manner_of(wish))
    return whispered(wish.network, chat, chat.id)


async def unsend(wish: Wish) -> Json:
    return {"unsent": chatting.unsend(wish.network, wish.user(), wish.request.path_params["id"]).id}


async def chats(wish: Wish) -> Json:
    found = wish.network.world.line_chats.everything(span_of(wish, newest_first=False))
    return {"chats": [whispered(wish.network, each, each.id) for each in found]}
