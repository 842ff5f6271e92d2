"""Saying something in public: posts on walls, comments below them, and what their authors and owners do with them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sandbox.clock import now_ms
from sandbox.meta.names import NamesInPublic
from sandbox.network import Network
from sandbox.publishing import USUAL, Manner
from sandbox.refusing import BlockedByThem, Empty, MediaNotReady, NotThere, NotYours, TooLong
from sandbox.watching import Happening, News
from sandbox.wording import mentioned_names
from sandbox.world.ties import Tie
from sandbox.world.users import User
from sandbox.world.wall import Entry, Wall

LIKE = "👍"


@dataclass(frozen=True)
class Words:
    """What somebody says: a text, a picture, or both; `at` in the past seeds history."""

    author: User
    text: str
    media_id: str | None = None
    at: int | None = None


@dataclass(frozen=True)
class Square:
    """The public part of one network: its walls, how it names what stands there, and whom it tells."""

    network: Network
    wall: Wall
    names: NamesInPublic
    changed: Callable[[Network, Entry, str], None]
    longest_post: int
    longest_comment: int
    pictured: bool = False  # a post is a picture, on one's own wall
    lets_others_post: bool = True  # on the wall of a page
    liked: Callable[[Network, Entry, User, bool], None] = lambda *_: None  # whoever hears of a like, or of its end

    def post(self, wall: User, words: Words, manner: Manner = USUAL) -> Entry:
        """On one's own wall, or as a visitor on that of a page. Raises a Refusal."""
        if wall.id != words.author.id and not (wall.is_brand and self.lets_others_post):
            raise NotYours("Only pages let others write on their wall.")
        if self.pictured and (wall.id != words.author.id or words.media_id is None):
            raise Empty("A post is a picture in one's own profile.")
        self._check(wall.id, words, self.longest_post, manner)
        at = words.at or now_ms()
        number = self.network.world.snowflakes.at(at)
        return self._say(Entry(number, number, None, wall.id, words.author.id, words.text, words.media_id, at), manner)

    def comment(self, below: str, words: Words, manner: Manner = USUAL) -> Entry:
        """Below a post or a comment; an answer to an answer hangs below the same comment. Raises a Refusal."""
        above = self.there(below)
        self._check(above.wall_id, words, self.longest_comment, manner)
        at = words.at or now_ms()
        parent = None if above.is_post else above.parent_id or above.id
        number = self.network.world.snowflakes.at(at)
        made = Entry(number, above.post_id, parent, above.wall_id, words.author.id, words.text, words.media_id, at)
        return self._say(made, manner)

    def edit(self, by: User, entry_id: str, text: str, manner: Manner = USUAL) -> Entry:
        before = self.there(entry_id)
        if before.author_id != by.id:
            raise NotYours("Only the author can change this.")
        self._check(before.wall_id, Words(by, text, before.media_id), self.longest_comment, manner)
        after = replace(before, text=text, edited_at=now_ms())
        with self.network.world.database.together():
            self.wall.change(entry_id, text, now_ms())
            if manner.told:
                self.changed(self.network, after, "edited")
        return self._seen(after)

    def remove(self, by: User, entry_id: str, manner: Manner = USUAL) -> Entry:
        """One's own, or what others said on one's own wall; everything below it goes too."""
        entry = self.there(entry_id)
        if by.id not in {entry.author_id, entry.wall_id}:
            raise NotYours("Only the author or the page can remove this.")
        with self.network.world.database.together():
            self.wall.remove(entry.id, now_ms())
            if manner.told:
                self.changed(self.network, entry, "remove")
        return self._seen(entry)

    def hide(self, page: User, entry_id: str, *, hidden: bool) -> Entry:
        """Only the page whose wall it is; author and friends go on seeing it."""
        entry = self.there(entry_id)
        if entry.wall_id != page.id or entry.author_id == page.id:
            raise NotYours("Only comments of others on one's own wall can be hidden.")
        with self.network.world.database.together():
            self.wall.hide(entry.id, now_ms() if hidden else None)
            self.changed(self.network, entry, "hide" if hidden else "unhide")
        return self._seen(entry)

    def like(self, by: User, entry_id: str) -> Entry:
        """A second time takes it back."""
        entry, shelf = self.there(entry_id), self.network.world.reactions
        with self.network.world.database.together():
            stands = shelf.of(entry.place, by.id)
            if stands:
                shelf.take_back(entry.place, by.id)
            else:
                shelf.put(entry.place, by.id, LIKE, now_ms())
            self.liked(self.network, entry, by, not stands)
        return self._seen(entry)

    def likes(self, entry: Entry) -> int:
        return len(self.network.world.reactions.at(entry.place))

    def there(self, entry_id: str) -> Entry:
        entry = self.wall.get(entry_id)
        if entry is None:
            raise NotThere(f"There is no post or comment {entry_id}; it may have been removed.")
        return entry

    def _say(self, entry: Entry, manner: Manner) -> Entry:
        named = [user.id for name in mentioned_names(entry.text) if (user := self.network.world.users.named(name))]
        with self.network.world.database.together():
            self.wall.add(entry, named)
            if manner.told:
                self.changed(self.network, entry, "add")
        return self._seen(entry)

    def _seen(self, entry: Entry) -> Entry:
        self.network.watchers.tell(News(Happening.WALL, entry.post_id, entry.wall_id, entry.author_id))
        return entry

    def _check(self, wall_id: str, words: Words, longest: int, manner: Manner) -> None:
        if self.network.world.ties.stands(Tie.BAN, wall_id, words.author.id):
            raise BlockedByThem("This page has banned you.")
        if not manner.strict:
            return
        if not words.text.strip() and words.media_id is None:
            raise Empty("There is neither a text nor a picture.")
        if len(words.text) > longest:
            raise TooLong(f"The text is too long: {len(words.text)} of {longest} characters.")
        if words.media_id is not None and self.network.world.media.get(words.media_id) is None:
            raise MediaNotReady(f"There is no picture {words.media_id}.")
