"""Walls and profiles: the pages there are, a wall with its posts, one post with everything below it, and speaking there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.clock import iso
from sandbox.meta.square import Square, Words
from sandbox.network import Network, network_of
from sandbox.pages.card import marked
from sandbox.pages.rendering import page, sorry
from sandbox.pages.saying import Deed, picture_of, text_of
from sandbox.pages.visitor import back, visitor_of
from sandbox.world.media import Media
from sandbox.world.users import User
from sandbox.world.wall import Entry, Span

SHOWN, BELOW = 20, 500


@dataclass(frozen=True)
class Leaf:
    """A post or comment as a page shows it; `wall` is whose wall it stands on, where that is another's."""

    id: str
    post_id: str
    author: User
    wall: User | None
    when: str
    text: SafeString
    media: Media | None
    is_post: bool
    is_answer: bool
    edited: bool
    hidden: bool
    mine: bool
    count: int
    like_at: str = ""  # where the visitor can like it
    likes: int = 0
    liked: bool = False


@dataclass(frozen=True)
class Walls:
    """The public pages of one network, below `base`; `inbox` is where one writes in private, where one can."""

    name: str
    base: str
    inbox: str
    talk: str
    square: Callable[[Network], Square]

    async def index(self, request: Request) -> Response:
        """The pages of all brands, and what was last said in public."""
        network = network_of(request)
        posts = self.square(network).wall.everywhere(Span(limit=SHOWN))
        brands = network.world.users.everyone(brands=True)
        return self._page(request, "walls.html", leaves=self._leaves(request, posts, elsewhere=True), brands=brands)

    async def wall(self, request: Request) -> Response:
        """Newest first, each post with its comments."""
        network = network_of(request)
        owner = network.world.users.named(request.path_params["username"])
        if owner is None:
            return sorry(request, 404, f"Nobody here is called @{request.path_params['username']}.")
        posts = self.square(network).wall.posts_on(owner.id, Span(limit=SHOWN))
        entries = [each for post in posts for each in (post, *self._below(network, post.id))]
        return self._page(
            request,
            "wall.html",
            user=owner,
            leaves=self._leaves(request, entries),
            longest=self.square(network).longest_post,
        )

    async def post(self, request: Request) -> Response:
        """With `answer` the comment to which the form below belongs."""
        network = network_of(request)
        found = self.square(network).wall.get(request.path_params["id"])
        if found is None or not found.is_post:
            return sorry(request, 404, "This is not there any more.")
        entries = [found, *self._below(network, found.id)]
        wanted = request.query_params.get("answer")
        answered = next((each for each in entries if each.id == wanted), found)
        return self._page(
            request,
            "wall_post.html",
            owner=network.world.users.get(found.wall_id),
            leaves=self._leaves(request, entries),
            answered=self._leaf(network, answered, None, elsewhere=False),
            post_id=found.id,
            longest=self.square(network).longest_comment,
        )

    async def write(self, deed: Deed) -> Response:
        """On one's own wall, or on that of a page."""
        owner = deed.network.world.users.named(deed.request.path_params["username"])
        if owner is None:
            return sorry(deed.request, 404, "There is nobody of that name.")
        made = self.square(deed.network).post(owner, _words(deed))
        deed.remember("wall", self.square(deed.network).names.entry_id(deed.network, owner, made))
        return back(deed.form.texts.get("back"), f"{self.base}/posts/{made.id}")

    async def comment(self, deed: Deed) -> Response:
        made = self.square(deed.network).comment(deed.form.texts.get("in_reply_to", ""), _words(deed))
        owner = deed.network.world.users.get(made.wall_id)
        if owner is not None:
            deed.remember("wall", self.square(deed.network).names.entry_id(deed.network, owner, made))
        return RedirectResponse(f"{self.base}/posts/{made.post_id}", 303)

    async def editing(self, request: Request) -> Response:
        network, visitor = network_of(request), visitor_of(request)
        found = self.square(network).wall.get(request.path_params["id"])
        if found is None or visitor is None or found.author_id != visitor.id:
            return sorry(request, 409, "This cannot be edited, or not by you.")
        return self._page(request, "wall_edit.html", entry=found, longest=self.square(network).longest_comment)

    async def edit(self, deed: Deed) -> Response:
        changed = self.square(deed.network).edit(deed.visitor, deed.id, text_of(deed.form))
        return RedirectResponse(f"{self.base}/posts/{changed.post_id}", 303)

    async def like(self, deed: Deed) -> Response:
        """Or take it back."""
        liked = self.square(deed.network).like(deed.visitor, deed.id)
        return RedirectResponse(f"{self.base}/posts/{liked.post_id}", 303)

    async def remove(self, deed: Deed) -> Response:
        gone = self.square(deed.network).remove(deed.visitor, deed.id)
        owner = deed.network.world.users.get(gone.wall_id)
        on_wall = f"{self.base}/{owner.username}" if owner else f"{self.base}"
        return RedirectResponse(on_wall if gone.is_post else f"{self.base}/posts/{gone.post_id}", 303)

    def _below(self, network: Network, post_id: str) -> list[Entry]:
        """Each comment with the answers to it, oldest first."""
        found = self.square(network).wall.comments_below(post_id, Span(limit=BELOW, newest_first=False))
        return sorted(found, key=lambda each: (int(each.parent_id or each.id), int(each.id)))

    def _leaves(self, request: Request, entries: Sequence[Entry], *, elsewhere: bool = False) -> list[Leaf]:
        network, visitor = network_of(request), visitor_of(request)
        made = [self._leaf(network, each, visitor, elsewhere=elsewhere) for each in entries]
        return [each for each in made if each and (not each.hidden or each.mine)]

    def _leaf(self, network: Network, entry: Entry, visitor: User | None, *, elsewhere: bool) -> Leaf | None:
        """Who said something hidden goes on seeing it; others do not."""
        author, owner = network.world.users.get(entry.author_id), network.world.users.get(entry.wall_id)
        if author is None:
            return None
        return Leaf(
            id=entry.id,
            post_id=entry.post_id,
            author=author,
            wall=owner if elsewhere and owner and owner.id != author.id else None,
            when=iso(entry.created_at),
            text=marked(entry.text),
            media=network.world.media.get(entry.media_id or ""),
            is_post=entry.is_post,
            is_answer=entry.parent_id is not None,
            edited=entry.edited_at is not None,
            hidden=entry.hidden_at is not None,
            mine=visitor is not None and visitor.id == author.id,
            count=len(self._below(network, entry.id)) if entry.is_post else 0,
            like_at=f"{self.base}/entries/{entry.id}/like" if visitor else "",
            likes=self.square(network).likes(entry),
            liked=visitor is not None and bool(network.world.reactions.of(entry.place, visitor.id)),
        )

    def _page(self, request: Request, template: str, **told: Any) -> Response:
        square = self.square(network_of(request))
        return page(request, template, place=self, pictured=square.pictured, visited=square.lets_others_post, **told)


def _words(deed: Deed) -> Words:
    file = picture_of(deed.form)
    kept = deed.network.world.media.keep(deed.visitor.id, file.media_type, "photo", file.content) if file else None
    return Words(deed.visitor, text_of(deed.form), kept.id if kept else None)
