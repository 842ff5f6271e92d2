"""Mastodon's pages: what one may read, somebody's posts, one thread; writing for everybody or for one alone, and reacting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.clock import iso
from sandbox.mastodon import posting
from sandbox.mastodon.naming import acct_of
from sandbox.mastodon.posting import LONGEST, REACTIONS, SEEN_BY, Words
from sandbox.network import Network, network_of
from sandbox.pages.card import marked
from sandbox.pages.rendering import page, sorry
from sandbox.pages.saying import Deed, picture_of, text_of
from sandbox.pages.visitor import visitor_of
from sandbox.refusing import NotThere
from sandbox.world.media import Media
from sandbox.world.ties import Tie
from sandbox.world.toots import Stretch, Toot
from sandbox.world.users import User

SHOWN = 40
NOBODY = "0"
PLACES = (
    ("public", "Everybody"), ("unlisted", "Everybody, quietly"), ("private", "Followers"), ("direct", "Only who is named"),
)  # fmt: skip


@dataclass(frozen=True)
class Leaf:
    """A post as a page shows it; `names` is how an answer to it begins."""

    id: str
    root: str
    author: User
    acct: str
    when: str
    text: SafeString
    plain: str
    warning: str
    seen_by: str
    media: tuple[Media, ...]
    is_answer: bool
    edited: bool
    mine: bool
    stars: int
    boosts: int
    starred: bool
    boosted: bool
    names: str


async def index(request: Request) -> Response:
    """Newest first, as far as the visitor may read it."""
    network, reader = network_of(request), visitor_of(request)
    found = network.world.toots.seen_by(reader.id if reader else NOBODY, Stretch(limit=SHOWN))
    brands = network.world.users.everyone(brands=True)
    return _page(request, found, brands=brands, text="")


async def profile(request: Request) -> Response:
    """What somebody said; one writes to them from here."""
    network, reader = network_of(request), visitor_of(request)
    owner = network.world.users.named(request.path_params["username"])
    if owner is None:
        return sorry(request, 404, f"Nobody here is called @{request.path_params['username']}.")
    found = network.world.toots.by([owner.id], Stretch(limit=SHOWN))
    seen = [each for each in found if posting.may_see(network, each, reader.id if reader else NOBODY)]
    return _page(request, seen, user=owner, text=f"@{owner.username} ")


async def thread(request: Request) -> Response:
    """With `answer` the post to which the form below belongs."""
    network, reader = network_of(request), visitor_of(request)
    try:
        found = posting.there(network, request.path_params["id"], reader.id if reader else NOBODY)
    except NotThere:
        return sorry(request, 404, "This is not there any more, or not for you.")
    shown = network.world.toots.thread(found.root, reader.id if reader else NOBODY)
    wanted = request.query_params.get("answer")
    answered = next((each for each in shown if each.id == wanted), found)
    leaf = _leaf(network, answered, reader)
    return _page(request, shown, root=found.root, answered=leaf, text=leaf.names if leaf else "")


async def write(deed: Deed) -> Response:
    texts, file = deed.form.texts, picture_of(deed.form)
    kept = deed.network.world.media.keep(deed.visitor.id, file.media_type, "mastodon", file.content) if file else None
    if kept:
        deed.network.world.media.describe(kept.id, texts.get("alt", "")[:1_500])
    seen_by = texts.get("seen_by", "public")
    words = Words(
        deed.visitor, text_of(deed.form), seen_by if seen_by in SEEN_BY else "public", texts.get("warning", "").strip(),
        texts.get("in_reply_to") or None, (kept.id,) if kept else (),
    )  # fmt: skip
    made = posting.write(deed.network, words)
    deed.remember("mastodon", f"lowland.social/{made.id}")
    return RedirectResponse(f"/mastodon/posts/{made.root}", 303)


async def edit(deed: Deed) -> Response:
    before = posting.there(deed.network, deed.id, deed.visitor.id)
    changed = Words(deed.visitor, text_of(deed.form), warning=before.warning, media_ids=before.media_ids)
    after = posting.edit(deed.network, deed.visitor, deed.id, changed)
    return RedirectResponse(f"/mastodon/posts/{after.root}", 303)


async def remove(deed: Deed) -> Response:
    gone = posting.remove(deed.network, deed.visitor, deed.id)
    return RedirectResponse("/mastodon" if gone.id == gone.root else f"/mastodon/posts/{gone.root}", 303)


async def react(deed: Deed) -> Response:
    """The same a second time takes it back."""
    kind = deed.form.texts.get("kind", "")
    if kind not in REACTIONS:
        return sorry(deed.request, 404, "One stars a post or passes it on.")
    stands = deed.network.world.ties.stands(REACTIONS[kind], deed.visitor.id, deed.id)
    toot = posting.react(deed.network, deed.visitor, deed.id, kind, stands=not stands)
    return RedirectResponse(f"/mastodon/posts/{toot.root}", 303)


def _page(request: Request, toots: Sequence[Toot], **shown: Any) -> Response:
    network, reader = network_of(request), visitor_of(request)
    leaves = [leaf for each in toots if (leaf := _leaf(network, each, reader))]
    return page(request, "mastodon.html", leaves=leaves, longest=LONGEST, places=PLACES, **shown)


def _leaf(network: Network, toot: Toot, reader: User | None) -> Leaf | None:
    world, known = network.world, reader.id if reader else NOBODY
    author = world.users.get(toot.author_id)
    if author is None:
        return None
    files = tuple(media for each in toot.media_ids if (media := world.media.get(each)))
    return Leaf(
        id=toot.id,
        root=toot.root,
        author=author,
        acct=acct_of(author),
        when=iso(toot.created_at),
        text=marked(toot.text),
        plain=toot.text,
        warning=toot.warning,
        seen_by=toot.seen_by,
        media=files,
        is_answer=toot.answers is not None,
        edited=toot.edited_at is not None,
        mine=known == author.id,
        stars=world.ties.count_to(Tie.STAR, toot.id),
        boosts=world.ties.count_to(Tie.BOOST, toot.id),
        starred=world.ties.stands(Tie.STAR, known, toot.id),
        boosted=world.ties.stands(Tie.BOOST, known, toot.id),
        names=f"@{acct_of(author)} " if known != author.id else "",
    )
