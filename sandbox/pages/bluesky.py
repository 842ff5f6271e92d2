"""Bluesky's pages: what was posted last, somebody's posts, an exchange with everything in it, and speaking and liking there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.bluesky import chatting, naming, posting, repo
from sandbox.bluesky.naming import LIKE, POST
from sandbox.bluesky.posting import Words
from sandbox.clock import iso
from sandbox.network import Network, network_of
from sandbox.pages import whispering
from sandbox.pages.card import marked
from sandbox.pages.rendering import page, sorry
from sandbox.pages.saying import Deed, picture_of, text_of
from sandbox.pages.visitor import visitor_of
from sandbox.pages.walls import Leaf
from sandbox.pages.whispering import Pair
from sandbox.world.chats import Chat
from sandbox.world.media import Media
from sandbox.world.sky import Record
from sandbox.world.users import User

SHOWN = 20
LONGEST = 300


@dataclass(frozen=True)
class Place:
    """What the pages that it shares with others say of this network; nothing can be changed here."""

    name: str = "Bluesky"
    base: str = "/bluesky"
    unchanging: bool = True


PLACE = Place()


async def index(request: Request) -> Response:
    """What was last said by anybody."""
    network = network_of(request)
    brands = network.world.users.everyone(brands=True)
    return _page(request, "bluesky.html", network.world.sky.listed(POST, limit=SHOWN), brands=brands, longest=LONGEST)


async def profile(request: Request) -> Response:
    """What one of them said."""
    network = network_of(request)
    owner = network.world.users.named(request.path_params["username"])
    if owner is None:
        return sorry(request, 404, f"Nobody here is called @{request.path_params['username']}.")
    posts = network.world.sky.listed(POST, owner_id=owner.id, limit=SHOWN)
    return _page(request, "bluesky.html", posts, user=owner)


async def post(request: Request) -> Response:
    """The whole exchange; with `answer` the post to which the form below belongs."""
    network = network_of(request)
    found = network.world.sky.numbered(request.path_params["id"])
    root = network.world.sky.get(repo.root_of(found)) if found else None
    if root is None or root.collection != POST:
        return sorry(request, 404, "This is not there any more.")
    posts = [root, *network.world.sky.below(root.uri)]
    wanted = request.query_params.get("answer")
    answered = _leaf(network, next((each for each in posts if str(each.number) == wanted), root), None)
    owner = network.world.users.get(root.owner_id)
    shown = {"owner": owner, "answered": answered, "post_id": str(root.number), "longest": LONGEST}
    return _page(request, "wall_post.html", posts, **shown)


async def write(deed: Deed) -> Response:
    made = posting.post(deed.network, _words(deed))
    deed.remember("bluesky", made.uri)
    return RedirectResponse(f"/bluesky/posts/{made.number}", 303)


async def comment(deed: Deed) -> Response:
    made = posting.post(deed.network, replace(_words(deed), below=deed.form.texts.get("in_reply_to", "")))
    deed.remember("bluesky", made.uri)
    return _back(deed.network, made)


async def remove(deed: Deed) -> Response:
    gone = posting.remove(deed.network, deed.visitor, deed.id)
    return RedirectResponse("/bluesky", 303) if repo.root_of(gone) == gone.uri else _back(deed.network, gone)


async def like(deed: Deed) -> Response:
    """A second time takes it back."""
    post = posting.there(deed.network, deed.id)
    posting.like(deed.network, deed.visitor, deed.id, likes=not _likes(deed.network, post, deed.visitor))
    return _back(deed.network, post)


def _words(deed: Deed) -> Words:
    return Words(deed.visitor, text_of(deed.form), media_id=_picture(deed))


def _picture(deed: Deed) -> str | None:
    file = picture_of(deed.form)
    if file is None:
        return None
    return deed.network.world.media.keep(deed.visitor.id, file.media_type, "bluesky", file.content).id


def _back(network: Network, record: Record) -> Response:
    root = network.world.sky.get(repo.root_of(record))
    return RedirectResponse(f"/bluesky/posts/{root.number}" if root else "/bluesky", 303)


def _page(request: Request, template: str, records: Sequence[Record], **shown: Any) -> Response:
    network, visitor = network_of(request), visitor_of(request)
    leaves = [leaf for each in records if (leaf := _leaf(network, each, visitor))]
    return page(request, template, place=PLACE, leaves=leaves, **shown)


def _likes(network: Network, record: Record, person: User | None) -> bool:
    return person is not None and any(each.owner_id == person.id for each in network.world.sky.about(LIKE, record.uri))


def _leaf(network: Network, record: Record, visitor: User | None) -> Leaf | None:
    author, root = network.world.users.get(record.owner_id), network.world.sky.get(repo.root_of(record))
    if author is None:
        return None
    text = str(record.value["text"]).replace(naming.DOMAIN, "")  # as the app shortens it to look at
    return Leaf(
        id=str(record.number),
        post_id=str((root or record).number),
        author=author,
        wall=None,
        when=iso(record.indexed_at),
        text=marked(text),
        media=_media(network, record),
        is_post=root is not None and root.uri == record.uri,
        is_answer=root is not None and root.uri != record.uri,
        edited=False,
        hidden=repo.is_hidden(network, record),
        mine=visitor is not None and visitor.id == author.id,
        count=len(network.world.sky.below(record.uri)),
        like_at=f"/bluesky/entries/{record.number}/like" if visitor else "",
        likes=len(network.world.sky.about(LIKE, record.uri)),
        liked=_likes(network, record, visitor),
    )


def _media(network: Network, record: Record) -> Media | None:
    embed = record.value.get("embed") or {}
    images = (embed.get("media") or embed).get("images") or []
    return network.world.media.get(naming.media_of(images[0]["image"]["ref"]["$link"])) if images else None


def _whisper(network: Network, pair: Pair, text: str, _media_id: str | None) -> Chat:
    return chatting.write(network, chatting.Words(pair.account, pair.person, pair.from_account, text))


CHATS = whispering.Place(
    "bluesky-chat",
    "Chat",
    "/bluesky/messages",
    "/bluesky",
    lambda network: network.world.sky_chats,
    _whisper,
    lambda _pair, chat: f"chat:{chat.id}",
)
