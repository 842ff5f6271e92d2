"""/sandbox/weibo: speaking as somebody on Weibo, an account's keys and address, and reading everything back."""

from sandbox.addressing import wrong_with
from sandbox.admin.door import BadWish, Json, Wish
from sandbox.admin.meta import manner_of, span_of
from sandbox.admin.people import app_of
from sandbox.admin.private import pair_of, whispered
from sandbox.clock import iso
from sandbox.delivering import Courier
from sandbox.network import Network
from sandbox.weibo import chatting, posting
from sandbox.weibo.door import FANS, TOKEN
from sandbox.world.callbacks import Callback
from sandbox.world.wall import Entry, Span


async def keys(wish: Wish) -> Json:
    """A token as the account's owner would grant it, and one of the fans service."""
    account, app, shelf = wish.user(), app_of(wish), wish.network.world.keys
    life = wish.number("expires_in", 0) or None
    token, fans = shelf.issue(TOKEN, app.id, account.id, life), shelf.issue(FANS, app.id, account.id, None)
    named = {"account_id": account.id, "app_key": app.client_id, "app_secret": app.consumer_secret}
    return {"token": token, "fans_token": fans, **named}


async def enter(wish: Wish) -> Json:
    """What somebody does by hand in the developer mode of the fans service."""
    account, app, url = wish.user(), app_of(wish), wish.text("url")
    courier: Courier = wish.request.app.state.courier
    if wrong := wrong_with(url):
        raise BadWish(wrong)
    if not await courier.echo(url, app.consumer_secret):
        raise BadWish(f"{url} did not answer as somebody who knows the secret.")
    made = wish.network.world.callbacks.enter(Callback("", "weibo", account.id, app.id, url, app.consumer_secret))
    return {"id": made.id}


async def post(wish: Wish) -> Json:
    return entry_json(wish.network, posting.post(wish.network, _words(wish), manner_of(wish)))


async def comment(wish: Wish) -> Json:
    return entry_json(wish.network, posting.comment(wish.network, wish.text("below"), _words(wish), manner_of(wish)))


async def remove(wish: Wish) -> Json:
    entry = posting.there(wish.network, wish.request.path_params["id"])
    author = wish.network.world.users.get(entry.author_id) or wish.user()
    return {"removed": posting.remove(wish.network, author, entry.id).id}


async def posts(wish: Wish) -> Json:
    """Newest first; of one `account`, or all."""
    span, shelf = span_of(wish, newest_first=True), wish.network.world.weibo
    found = shelf.posts_on(wish.user("account").id, span) if wish.maybe_text("account") else shelf.everywhere(span)
    return {"entries": [entry_json(wish.network, each) for each in found]}


async def answers(wish: Wish) -> Json:
    """What brands commented, oldest first."""
    brands = [each.id for each in wish.network.world.users.everyone(brands=True)]
    found = wish.network.world.weibo.said_by(brands, span_of(wish, newest_first=False))
    return {"entries": [entry_json(wish.network, each) for each in found]}


async def write(wish: Wish) -> Json:
    account, person, from_account = pair_of(wish)
    words = chatting.Words(
        account, person, from_account, wish.text("text", ""), wish.maybe_text("media_id"), wish.time("at")
    )
    return whispered(wish.network, chatting.write(wish.network, words, manner_of(wish)))


async def chats(wish: Wish) -> Json:
    found = wish.network.world.weibo_chats.everything(span_of(wish, newest_first=False))
    return {"chats": [whispered(wish.network, each) for each in found]}


async def thread(wish: Wish) -> Json:
    """Everything below a post, oldest first."""
    below = wish.network.world.weibo.comments_below(
        wish.request.path_params["id"], Span(limit=1000, newest_first=False)
    )
    return {"entries": [entry_json(wish.network, each) for each in below]}


def entry_json(network: Network, entry: Entry) -> Json:
    author = network.world.users.get(entry.author_id)
    return {
        "id": entry.id,
        "handle": author.username if author else "",
        "person_id": entry.author_id,
        "text": entry.text,
        "post_id": entry.post_id,
        "parent_id": entry.parent_id,
        "created_at": iso(entry.created_at),
    }


def _words(wish: Wish) -> posting.Words:
    return posting.Words(wish.user(), wish.text("text", ""), wish.maybe_text("media_id"), wish.time("at"))
