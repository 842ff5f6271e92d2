"""Saying something in public on Facebook: posts on walls, comments below them, and what their authors and pages do with them."""

from dataclasses import dataclass, replace

from sandbox.clock import now_ms
from sandbox.facebook import events
from sandbox.network import Network
from sandbox.publishing import USUAL, Manner
from sandbox.refusing import BlockedByThem, Empty, MediaNotReady, NotThere, NotYours, TooLong
from sandbox.watching import Happening, News
from sandbox.wording import mentioned_names
from sandbox.world.ties import Tie
from sandbox.world.users import User
from sandbox.world.wall import Entry

LONGEST_POST, LONGEST_COMMENT = 63_206, 8_000


@dataclass(frozen=True)
class Words:
    """What somebody says: a text, a picture, or both; `at` in the past seeds history."""

    author: User
    text: str
    media_id: str | None = None
    at: int | None = None


def post(network: Network, wall: User, words: Words, manner: Manner = USUAL) -> Entry:
    """On one's own wall, or as a visitor on that of a page. Raises a Refusal."""
    if not wall.is_brand and wall.id != words.author.id:
        raise NotYours("Only pages let others write on their wall.")
    _check(network, wall.id, words, LONGEST_POST, manner)
    at = words.at or now_ms()
    number = network.world.snowflakes.at(at)
    return _say(network, Entry(number, number, None, wall.id, words.author.id, words.text, words.media_id, at), manner)


def comment(network: Network, below: str, words: Words, manner: Manner = USUAL) -> Entry:
    """Below a post or a comment; an answer to an answer hangs below the same comment. Raises a Refusal."""
    above = there(network, below)
    _check(network, above.wall_id, words, LONGEST_COMMENT, manner)
    at = words.at or now_ms()
    parent = None if above.is_post else above.parent_id or above.id
    number = network.world.snowflakes.at(at)
    made = Entry(number, above.post_id, parent, above.wall_id, words.author.id, words.text, words.media_id, at)
    return _say(network, made, manner)


def edit(network: Network, by: User, entry_id: str, text: str, manner: Manner = USUAL) -> Entry:
    before = there(network, entry_id)
    if before.author_id != by.id:
        raise NotYours("Only the author can change this.")
    _check(network, before.wall_id, Words(by, text, before.media_id), LONGEST_COMMENT, manner)
    after = replace(before, text=text, edited_at=now_ms())
    with network.world.database.together():
        network.world.wall.change(entry_id, text, now_ms())
        if manner.told:
            events.entry_changed(network, after, "edited")
    return _seen(network, after)


def remove(network: Network, by: User, entry_id: str, manner: Manner = USUAL) -> Entry:
    """One's own, or what others said on one's own wall; everything below it goes too."""
    entry = there(network, entry_id)
    if by.id not in {entry.author_id, entry.wall_id}:
        raise NotYours("Only the author or the page can remove this.")
    with network.world.database.together():
        network.world.wall.remove(entry.id, now_ms())
        if manner.told:
            events.entry_changed(network, entry, "remove")
    return _seen(network, entry)


def hide(network: Network, page: User, entry_id: str, *, hidden: bool) -> Entry:
    """Only the page whose wall it is; author and friends go on seeing it."""
    entry = there(network, entry_id)
    if entry.wall_id != page.id or entry.author_id == page.id:
        raise NotYours("Only comments of others on one's own wall can be hidden.")
    with network.world.database.together():
        network.world.wall.hide(entry.id, now_ms() if hidden else None)
        events.entry_changed(network, entry, "hide" if hidden else "unhide")
    return _seen(network, entry)


def there(network: Network, entry_id: str) -> Entry:
    entry = network.world.wall.get(entry_id)
    if entry is None:
        raise NotThere(f"There is no post or comment {entry_id}; it may have been removed.")
    return entry


def _say(network: Network, entry: Entry, manner: Manner) -> Entry:
    named = [user.id for name in mentioned_names(entry.text) if (user := network.world.users.named(name))]
    with network.world.database.together():
        network.world.wall.add(entry, named)
        if manner.told:
            events.entry_changed(network, entry, "add")
    return _seen(network, entry)


def _seen(network: Network, entry: Entry) -> Entry:
    network.watchers.tell(News(Happening.WALL, entry.post_id, entry.wall_id, entry.author_id))
    return entry


def _check(network: Network, wall_id: str, words: Words, longest: int, manner: Manner) -> None:
    if network.world.ties.stands(Tie.BAN, wall_id, words.author.id):
        raise BlockedByThem("This page has banned you.")
    if not manner.strict:
        return
    if not words.text.strip() and words.media_id is None:
        raise Empty("There is neither a text nor a picture.")
    if len(words.text) > longest:
        raise TooLong(f"The text is too long: {len(words.text)} of {longest} characters.")
    if words.media_id is not None and network.world.media.get(words.media_id) is None:
        raise MediaNotReady(f"There is no picture {words.media_id}.")
