"""/sandbox/facebook: speaking as a customer or as a page on Facebook, page tokens, and reading everything back."""

from typing import Any

from sandbox.admin.door import BadWish, Json, Wish
from sandbox.admin.people import app_of
from sandbox.clock import iso
from sandbox.facebook import chatting, posting
from sandbox.facebook.naming import entry_id, message_id, person_id
from sandbox.network import Network
from sandbox.publishing import Manner
from sandbox.refusing import NotThere
from sandbox.world.chats import Chat
from sandbox.world.pages import PERMISSIONS
from sandbox.world.users import User
from sandbox.world.wall import Entry, Span

MOST = 10_000


async def issue_token(wish: Wish) -> Json:
    """A page's token, as its owner would make it; with `expires_in` it ends by itself."""
    page, app = _page(wish), app_of(wish)
    life = wish.number("expires_in", 0) or None
    token = wish.network.world.pages.issue_token(app.id, page.id, wish.texts("permissions") or PERMISSIONS, life)
    return {"token": token, "page_id": page.id, "app_id": app.id, "app_secret": app.consumer_secret}


async def post(wish: Wish) -> Json:
    """On a wall, one's own where no other is named."""
    wall = wish.user("wall") if wish.maybe_text("wall") else wish.user()
    return entry_json(wish.network, posting.post(wish.network, wall, _words(wish), _manner(wish)))


async def comment(wish: Wish) -> Json:
    return entry_json(wish.network, posting.comment(wish.network, wish.text("below"), _words(wish), _manner(wish)))


async def edit(wish: Wish) -> Json:
    entry = _entry(wish)
    changed = posting.edit(wish.network, _author(wish, entry), entry.id, wish.text("text"), _manner(wish))
    return entry_json(wish.network, changed)


async def remove(wish: Wish) -> Json:
    entry = _entry(wish)
    return {"removed": posting.remove(wish.network, _author(wish, entry), entry.id, _manner(wish)).id}


async def entries(wish: Wish) -> Json:
    """Posts, newest first; of one `wall`, or all."""
    span, wall = _span(wish, newest_first=True), wish.network.world.wall
    found = wall.posts_on(wish.user("wall").id, span) if wish.maybe_text("wall") else wall.everywhere(span)
    return {"entries": [entry_json(wish.network, each) for each in found]}


async def entry(wish: Wish) -> Json:
    """One post or comment, and everything below its post, oldest first."""
    found = _entry(wish)
    below = wish.network.world.wall.comments_below(found.post_id, Span(limit=MOST, newest_first=False))
    return {**entry_json(wish.network, found), "thread": [entry_json(wish.network, each) for each in below]}


async def answers(wish: Wish) -> Json:
    """What pages commented, oldest first; filters: `below`, `page`, `since_id`, `since`."""
    pages = [_page(wish)] if wish.maybe_text("page") else wish.network.world.users.everyone(brands=True)
    found = wish.network.world.wall.said_by([each.id for each in pages], _span(wish, newest_first=False))
    below = wish.maybe_text("below")
    kept = [each for each in found if below is None or below in (each.parent_id or each.post_id, each.parent_id)]
    return {"answers": [entry_json(wish.network, each) for each in kept]}


async def write(wish: Wish) -> Json:
    """A person to a page with `to`; a page to a person from its own inbox likewise."""
    sender, recipient = wish.user(), wish.user("to")
    if sender.is_brand == recipient.is_brand:
        raise BadWish("In Messenger a person and a page write to each other.")
    page, person = (sender, recipient) if sender.is_brand else (recipient, sender)
    media, at = wish.maybe_text("media_id"), wish.time("at")
    words = chatting.Words(page, person, sender.is_brand, wish.text("text", ""), media, at)
    return chat_json(wish.network, chatting.write(wish.network, words, _manner(wish)))


async def edit_chat(wish: Wish) -> Json:
    chat, person = _chat(wish)
    return chat_json(wish.network, chatting.edit(wish.network, person, chat.id, wish.text("text")))


async def unsend(wish: Wish) -> Json:
    chat, person = _chat(wish)
    return {"unsent": chatting.unsend(wish.network, person, chat.id).id}


async def chats(wish: Wish) -> Json:
    """Oldest first; between a `page` and a `person`, or all."""
    span, shelf = _span(wish, newest_first=False), wish.network.world.chats
    if wish.maybe_text("page") and wish.maybe_text("person"):
        found = shelf.between(_page(wish).id, wish.user("person").id, span)
    else:
        found = shelf.everything(span)
    return {"chats": [chat_json(wish.network, each) for each in found]}


def entry_json(network: Network, entry: Entry) -> Json:
    """`id` is what the admin API wants to hear, `name` what the page's programs know it by."""
    author, owner = network.world.users.get(entry.author_id), network.world.users.get(entry.wall_id)
    return {
        "id": entry.id,
        "name": entry_id(network, owner, entry) if owner else entry.id,
        "handle": author.username if author else "",
        "person_id": person_id(owner, author) if owner and author else entry.author_id,
        "wall": owner.username if owner else "",
        "text": entry.text,
        "post_id": entry.post_id,
        "parent_id": entry.parent_id,
        "media_id": entry.media_id,
        "created_at": iso(entry.created_at),
        "edited": entry.edited_at is not None,
        "hidden": entry.hidden_at is not None,
    }


def chat_json(network: Network, chat: Chat) -> Json:
    page, person = network.world.users.get(chat.page_id), network.world.users.get(chat.person_id)
    return {
        "id": chat.id,
        "name": message_id(chat),
        "page": page.username if page else "",
        "person": person.username if person else "",
        "person_id": person_id(page, person) if page and person else chat.person_id,
        "from_page": chat.from_page,
        "text": chat.text,
        "media_id": chat.media_id,
        "tag": chat.tag,
        "created_at": iso(chat.created_at),
    }


def _words(wish: Wish) -> posting.Words:
    return posting.Words(wish.user(), wish.text("text", ""), wish.maybe_text("media_id"), wish.time("at"))


def _page(wish: Wish) -> User:
    page = wish.user("page")
    if not page.is_brand:
        raise BadWish(f"@{page.username} is no brand and has no page.")
    return page


def _entry(wish: Wish) -> Entry:
    return posting.there(wish.network, wish.request.path_params["id"])


def _author(wish: Wish, entry: Entry) -> User:
    """Without `as` it is the author, whoever that is."""
    author = None if wish.maybe_text("as") else wish.network.world.users.get(entry.author_id)
    return author or wish.user()


def _chat(wish: Wish) -> tuple[Chat, User]:
    chat = wish.network.world.chats.get(wish.request.path_params["id"])
    person = wish.network.world.users.get(chat.person_id) if chat else None
    if chat is None or person is None:
        raise NotThere("There is no such message.")
    return chat, person


def _span(wish: Wish, *, newest_first: bool) -> Span:
    since_id: Any = wish.maybe_text("since_id")
    if since_id is not None and not since_id.isdigit():
        raise BadWish("“since_id” must be an id.")
    after = None if newest_first else since_id
    return Span(after, wish.time("since") or 0, min(wish.number("limit", 1000), MOST), newest_first)


def _manner(wish: Wish) -> Manner:
    return Manner(strict=wish.truth("strict", True), told=wish.truth("events", True))
