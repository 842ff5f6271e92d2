"""Weibo's public pages: what was posted last, somebody's posts, one post with everything below it, and speaking there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.clock import iso
from sandbox.network import Network, network_of
from sandbox.pages.card import marked
from sandbox.pages.rendering import page, sorry
from sandbox.pages.saying import Deed, picture_of, text_of
from sandbox.pages.visitor import visitor_of
from sandbox.pages.walls import Leaf
from sandbox.weibo import posting
from sandbox.weibo.posting import LONGEST_COMMENT, LONGEST_POST, Words
from sandbox.world.users import User
from sandbox.world.wall import Entry, Span

SHOWN, BELOW = 20, 500


@dataclass(frozen=True)
class Place:
    """What the pages that it shares with others say of this network; nothing can be changed here."""

    name: str = "Weibo"
    base: str = "/weibo"
    unchanging: bool = True


PLACE = Place()


async def index(request: Request) -> Response:
    """What was last said by anybody."""
    network = network_of(request)
    posts = network.world.weibo.everywhere(Span(limit=SHOWN))
    brands = network.world.users.everyone(brands=True)
    return _page(request, "weibo.html", posts, brands=brands, longest=LONGEST_POST)


async def profile(request: Request) -> Response:
    """What one of them said."""
    network = network_of(request)
    owner = network.world.users.named(request.path_params["username"])
    if owner is None:
        return sorry(request, 404, f"Nobody here is called @{request.path_params['username']}.")
    return _page(request, "weibo.html", network.world.weibo.posts_on(owner.id, Span(limit=SHOWN)), user=owner)


async def post(request: Request) -> Response:
    """With `answer` the comment to which the form below belongs."""
    network = network_of(request)
    found = network.world.weibo.get(request.path_params["id"])
    if found is None or not found.is_post:
        return sorry(request, 404, "This is not there any more.")
    entries = [found, *_below(network, found.id)]
    wanted = request.query_params.get("answer")
    answered = _leaf(network, next((each for each in entries if each.id == wanted), found), None)
    return _page(
        request,
        "wall_post.html",
        entries,
        owner=network.world.users.get(found.author_id),
        answered=answered,
        post_id=found.id,
        longest=LONGEST_COMMENT,
    )


async def write(deed: Deed) -> Response:
    file = picture_of(deed.form)
    kept = deed.network.world.media.keep(deed.visitor.id, file.media_type, "photo", file.content) if file else None
    made = posting.post(deed.network, Words(deed.visitor, text_of(deed.form), kept.id if kept else None))
    deed.remember("weibo", f"status:{made.id}")
    return RedirectResponse(f"/weibo/posts/{made.id}", 303)


async def comment(deed: Deed) -> Response:
    words = Words(deed.visitor, text_of(deed.form))
    made = posting.comment(deed.network, deed.form.texts.get("in_reply_to", ""), words)
    deed.remember("weibo", f"comment:{made.id}")
    return RedirectResponse(f"/weibo/posts/{made.post_id}", 303)


async def remove(deed: Deed) -> Response:
    gone = posting.remove(deed.network, deed.visitor, deed.id)
    return RedirectResponse("/weibo" if gone.is_post else f"/weibo/posts/{gone.post_id}", 303)


def _page(request: Request, template: str, entries: Sequence[Entry], **shown: Any) -> Response:
    network, visitor = network_of(request), visitor_of(request)
    leaves = [leaf for each in entries if (leaf := _leaf(network, each, visitor))]
    return page(request, template, place=PLACE, leaves=leaves, **shown)


def _below(network: Network, post_id: str) -> list[Entry]:
    return network.world.weibo.comments_below(post_id, Span(limit=BELOW, newest_first=False))


def _leaf(network: Network, entry: Entry, visitor: User | None) -> Leaf | None:
    author = network.world.users.get(entry.author_id)
    if author is None:
        return None
    return Leaf(
        id=entry.id,
        post_id=entry.post_id,
        author=author,
        wall=None,
        when=iso(entry.created_at),
        text=marked(entry.text),
        media=network.world.media.get(entry.media_id or ""),
        is_post=entry.is_post,
        is_answer=entry.parent_id is not None,
        edited=False,
        hidden=False,
        mine=visitor is not None and visitor.id == author.id,
        count=len(_below(network, entry.id)) if entry.is_post else 0,
    )
