"""/sandbox/mastodon: tokens, speaking as somebody on Mastodon, and reading everything back."""

from sandbox.admin.door import BadWish, Json, Wish
from sandbox.admin.meta import manner_of
from sandbox.admin.people import app_of
from sandbox.clock import iso
from sandbox.mastodon import posting
from sandbox.mastodon.door import KIND
from sandbox.mastodon.naming import HOME
from sandbox.mastodon.posting import REACTIONS, SEEN_BY, Words
from sandbox.network import Network
from sandbox.refusing import NotThere
from sandbox.world.ties import Tie
from sandbox.world.toots import Stretch, Toot
from sandbox.world.users import User


async def issue(wish: Wish) -> Json:
    """For a program that is known, or for one that has just registered itself."""
    account = wish.user()
    app = app_of(wish) if wish.maybe_text("app") else wish.network.world.apps.create("A program on Mastodon")
    return {"token": wish.network.world.keys.issue(KIND, app.id, account.id, None), "app_id": app.id}


async def withdraw(wish: Wish) -> Json:
    """As the owner would, where they see which programs may speak for them."""
    return {"withdrawn": wish.network.world.apps.revoke_all_of(wish.user().id)}


async def write(wish: Wish) -> Json:
    seen_by, media_id = wish.text("seen_by", "public"), wish.maybe_text("media_id")
    if seen_by not in SEEN_BY:
        raise BadWish(f"“seen_by” is one of {', '.join(SEEN_BY)}.")
    words = Words(
        wish.user(), wish.text("text", ""), seen_by, wish.text("warning", ""), wish.maybe_text("answers"),
        (media_id,) if media_id else (), at=wish.time("at"),
    )  # fmt: skip
    return toot_json(wish.network, posting.write(wish.network, words, manner_of(wish)))


async def edit(wish: Wish) -> Json:
    toot, author = _toot(wish)
    changed = Words(author, wish.text("text"), warning=toot.warning, media_ids=toot.media_ids)
    return toot_json(wish.network, posting.edit(wish.network, author, toot.id, changed))


async def remove(wish: Wish) -> Json:
    toot, author = _toot(wish)
    return {"removed": posting.remove(wish.network, author, toot.id).id}


async def react(wish: Wish) -> Json:
    kind = wish.text("kind", "favourite")
    if kind not in REACTIONS:
        raise BadWish(f"“kind” is one of {', '.join(REACTIONS)}.")
    toot, _author = _toot(wish)
    return toot_json(wish.network, posting.react(wish.network, wish.user(), toot.id, kind, stands=True))


async def posts(wish: Wish) -> Json:
    """Oldest first: of somebody, of all brands, or of everybody."""
    shelf, since_id, since = wish.network.world.toots, wish.text("since_id", "0"), wish.time("since") or 0
    part = Stretch(int(since_id) if since_id.isdigit() else 0, limit=wish.number("limit", 1000), forwards=True)
    if wish.maybe_text("as"):
        found = shelf.by([wish.user().id], part)
    elif wish.maybe_text("brands"):
        found = shelf.by([each.id for each in wish.network.world.users.everyone(brands=True)], part)
    else:
        found = shelf.everything(part)
    return {"posts": [toot_json(wish.network, each) for each in found if each.created_at >= since]}


def toot_json(network: Network, toot: Toot) -> Json:
    author = network.world.users.get(toot.author_id)
    return {
        "id": toot.id,
        "name": f"{HOME}/{toot.id}",
        "handle": author.username if author else "",
        "person_id": toot.author_id,
        "text": toot.text,
        "seen_by": toot.seen_by,
        "warning": toot.warning,
        "root": toot.root,
        "answers": toot.answers,
        "media_ids": list(toot.media_ids),
        "stars": _handles(network, Tie.STAR, toot),
        "boosts": _handles(network, Tie.BOOST, toot),
        "created_at": iso(toot.created_at),
    }


def _handles(network: Network, kind: Tie, toot: Toot) -> list[str]:
    return [each.username for each in network.world.users.several(network.world.ties.sources(kind, toot.id))]


def _toot(wish: Wish) -> tuple[Toot, User]:
    toot = wish.network.world.toots.get(wish.request.path_params["id"])
    author = wish.network.world.users.get(toot.author_id) if toot else None
    if toot is None or author is None:
        raise NotThere("There is no such post.")
    return toot, author
