"""/sandbox/wechat: following and writing to official accounts, their keys and address, and reading everything back."""

from sandbox.addressing import wrong_with
from sandbox.admin.door import BadWish, Json, Wish
from sandbox.admin.meta import manner_of, span_of
from sandbox.admin.people import app_of
from sandbox.admin.private import pair_of, whispered
from sandbox.delivering import Courier
from sandbox.network import Network
from sandbox.wechat import chatting
from sandbox.wechat.naming import app_id, openid, original_id
from sandbox.world.callbacks import COMPATIBLE, PLAIN, SAFE, Callback
from sandbox.world.chats import Chat


async def keys(wish: Wish) -> Json:
    """One account belongs to one app."""
    account, app = wish.user(), app_of(wish)
    before = wish.network.world.callbacks.of("wechat", account.id)
    if before is None or before.app_id != app.id:
        wish.network.world.callbacks.enter(Callback("", "wechat", account.id, app.id, "", ""))
    return {"app_id": app_id(app.id), "app_secret": app.consumer_secret, "original_id": original_id(account)}


async def enter(wish: Wish) -> Json:
    """What somebody does by hand in the server configuration."""
    account, url, word = wish.user(), wish.text("url"), wish.text("token")
    before = wish.network.world.callbacks.of("wechat", account.id)
    key, mode = wish.text("encoding_key", ""), wish.text("mode", PLAIN)
    courier: Courier = wish.request.app.state.courier
    if before is None:
        raise BadWish("The account has no keys yet.")
    if wrong := wrong_with(url):
        raise BadWish(wrong)
    if mode not in {PLAIN, COMPATIBLE, SAFE} or (mode != PLAIN and len(key) != 43):
        raise BadWish("The mode is plain, compatible or safe, and the last two need a key of 43 characters.")
    if not await courier.echo(url, word):
        raise BadWish(f"{url} did not answer as somebody who knows the token.")
    made = Callback(before.id, "wechat", account.id, before.app_id, url, word, key, mode)
    return {"id": wish.network.world.callbacks.enter(made).id}


async def person(wish: Wish) -> Json:
    return {"openid": openid(wish.user("to"), wish.user())}


async def follow(wish: Wish) -> Json:
    chatting.follow(wish.network, wish.user("to"), wish.user())
    return {"follows": True}


async def leave(wish: Wish) -> Json:
    chatting.leave(wish.network, wish.user("to"), wish.user())
    return {"follows": False}


async def agree(wish: Wish) -> Json:
    """To one notice of the account."""
    chatting.agree(wish.network, wish.user("to"), wish.user())
    return {"agreed": True}


async def write(wish: Wish) -> Json:
    account, person, from_account = pair_of(wish)
    words = chatting.Words(
        account, person, from_account, wish.text("text", ""), wish.maybe_text("media_id"), wish.time("at")
    )
    return _shown(wish.network, chatting.write(wish.network, words, manner_of(wish)))


async def chats(wish: Wish) -> Json:
    found = wish.network.world.wechat_chats.everything(span_of(wish, newest_first=False))
    return {"chats": [_shown(wish.network, each) for each in found]}


def _shown(network: Network, chat: Chat) -> Json:
    """With the name by which the account's program knows it."""
    account = network.world.users.get(chat.page_id)
    return whispered(network, chat, f"{original_id(account)}:{chat.id}" if account and not chat.from_page else "")
