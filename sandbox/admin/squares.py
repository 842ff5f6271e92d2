"""Speaking in public as a customer or as a page on one of Meta's networks, and reading it back."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.admin.door import Json, Wish
from sandbox.admin.meta import MOST, manner_of, page_of, span_of
from sandbox.clock import iso
from sandbox.meta.square import Square, Words
from sandbox.network import Network
from sandbox.world.users import User
from sandbox.world.wall import Entry, Span


@dataclass(frozen=True)
class Squares:
    """The addresses under `/sandbox/facebook` and the like that are about posts and comments."""

    square: Callable[[Network], Square]

    async def post(self, wish: Wish) -> Json:
        """On a wall, one's own where no other is named."""
        wall = wish.user("wall") if wish.maybe_text("wall") else wish.user()
        return self._shown(wish.network, self.square(wish.network).post(wall, _words(wish), manner_of(wish)))

    async def comment(self, wish: Wish) -> Json:
        return self._shown(
            wish.network, self.square(wish.network).comment(wish.text("below"), _words(wish), manner_of(wish))
        )

    async def edit(self, wish: Wish) -> Json:
        entry = self._entry(wish)
        changed = self.square(wish.network).edit(_author(wish, entry), entry.id, wish.text("text"), manner_of(wish))
        return self._shown(wish.network, changed)

    async def remove(self, wish: Wish) -> Json:
        entry = self._entry(wish)
        return {"removed": self.square(wish.network).remove(_author(wish, entry), entry.id, manner_of(wish)).id}

    async def like(self, wish: Wish) -> Json:
        """By `as`; a second time takes it back."""
        return self._shown(wish.network, self.square(wish.network).like(wish.user(), self._entry(wish).id))

    async def entries(self, wish: Wish) -> Json:
        """Posts, newest first; of one `wall`, or all."""
        span, wall = span_of(wish, newest_first=True), self.square(wish.network).wall
        found = wall.posts_on(wish.user("wall").id, span) if wish.maybe_text("wall") else wall.everywhere(span)
        return {"entries": [self._shown(wish.network, each) for each in found]}

    async def entry(self, wish: Wish) -> Json:
        """One post or comment, and everything below its post, oldest first."""
        found = self._entry(wish)
        below = self.square(wish.network).wall.comments_below(found.post_id, Span(limit=MOST, newest_first=False))
        return {**self._shown(wish.network, found), "thread": [self._shown(wish.network, each) for each in below]}

    async def answers(self, wish: Wish) -> Json:
        """What pages commented, oldest first; filters: `below`, `page`, `since_id`, `since`."""
        pages = [page_of(wish)] if wish.maybe_text("page") else wish.network.world.users.everyone(brands=True)
        found = self.square(wish.network).wall.said_by([each.id for each in pages], span_of(wish, newest_first=False))
        below = wish.maybe_text("below")
        kept = [each for each in found if below is None or below in (each.parent_id or each.post_id, each.parent_id)]
        return {"answers": [self._shown(wish.network, each) for each in kept]}

    def _shown(self, network: Network, entry: Entry) -> Json:
        """`id` is what the admin API wants to hear, `name` what the page's programs know it by."""
        names = self.square(network).names
        author, owner = network.world.users.get(entry.author_id), network.world.users.get(entry.wall_id)
        return {
            "id": entry.id,
            "name": names.entry_id(network, owner, entry) if owner else entry.id,
            "handle": author.username if author else "",
            "person_id": names.person_id(owner, author) if owner and author else entry.author_id,
            "wall": owner.username if owner else "",
            "text": entry.text,
            "post_id": entry.post_id,
            "parent_id": entry.parent_id,
            "media_id": entry.media_id,
            "created_at": iso(entry.created_at),
            "edited": entry.edited_at is not None,
            "hidden": entry.hidden_at is not None,
        }

    def _entry(self, wish: Wish) -> Entry:
        return self.square(wish.network).there(wish.request.path_params["id"])


def _words(wish: Wish) -> Words:
    return Words(wish.user(), wish.text("text", ""), wish.maybe_text("media_id"), wish.time("at"))


def _author(wish: Wish, entry: Entry) -> User:
    """Without `as` it is the author, whoever that is."""
    author = None if wish.maybe_text("as") else wish.network.world.users.get(entry.author_id)
    return author or wish.user()
