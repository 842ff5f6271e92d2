"""Saying something on Mastodon, changing and deleting it, starring it and passing it on, with the rules of the network."""

import re
from dataclasses import dataclass, replace

import regex

from sandbox.clock import now_ms
from sandbox.mastodon.naming import MENTION, named_in
from sandbox.network import Network
from sandbox.publishing import USUAL, Manner
from sandbox.refusing import Empty, MediaNotReady, NotThere, NotYours, TooLong
from sandbox.watching import Happening, News
from sandbox.wording import LINK
from sandbox.world.ties import Tie
from sandbox.world.toots import Toot
from sandbox.world.users import User

LONGEST, LINK_COSTS, MOST_FILES = 500, 23, 4
HOUR_MS = 3_600_000
SEEN_BY = ("public", "unlisted", "private", "direct")
REACTIONS = {"favourite": Tie.STAR, "reblog": Tie.BOOST}


@dataclass(frozen=True)
class Words:
    """`answers` is the post above; `key` is by what a program's repeated call is known."""

    author: User
    text: str
    seen_by: str = "public"
    warning: str = ""
    answers: str | None = None
    media_ids: tuple[str, ...] = ()
    key: str = ""
    at: int | None = None


def room(text: str) -> int:
    """Graphemes; a link counts 23, and of a name on another server only what stands before that."""
    told = MENTION.sub(lambda found: f"@{found[1]}", LINK.sub("x" * LINK_COSTS, text))
    return len(regex.findall(r"\X", told))


def write(network: Network, words: Words, manner: Manner = USUAL) -> Toot:
    """Raises a Refusal. The same call within an hour makes nothing new."""
    if known := network.world.toots.asked_before(words.author.id, words.key, now_ms() - HOUR_MS):
        return known
    above = there(network, words.answers, words.author.id) if words.answers else None
    if manner.strict:
        _check(network, words)
    at = words.at or now_ms()
    number = network.world.snowflakes.at(at)
    toot = Toot(
        number, words.author.id, above.root if above else number, above.id if above else None, words.text, words.seen_by,
        words.warning, words.media_ids, at, None, words.key,
    )  # fmt: skip
    named = named_in(network, words.text)
    with network.world.database.together():
        network.world.toots.add(toot, [each.id for each in named])
        for each in named:
            if each.id != toot.author_id and not network.world.ties.stands(Tie.BLOCK, each.id, toot.author_id):
                network.world.toots.note(each.id, "mention", toot.author_id, toot.id, at)
    return _seen(network, toot, toot.author_id)


def edit(network: Network, by: User, toot_id: str, changed: Words) -> Toot:
    """What the new words leave out is gone."""
    toot = _own(network, by, toot_id)
    _check(network, changed)
    after = replace(toot, text=changed.text, warning=changed.warning, media_ids=changed.media_ids, edited_at=now_ms())
    with network.world.database.together():
        network.world.toots.change(after)
        network.world.toots.name(toot.id, [each.id for each in named_in(network, changed.text)])
    network.watchers.tell(News(Happening.TOOT_CHANGED, toot.id, by=by.id))
    return _seen(network, after, by.id)


def remove(network: Network, by: User, toot_id: str) -> Toot:
    toot = _own(network, by, toot_id)
    network.world.toots.remove(toot.id, now_ms())
    network.watchers.tell(News(Happening.TOOT_GONE, toot.id, by=by.id))
    return _seen(network, toot, by.id)


def react(network: Network, by: User, toot_id: str, kind: str, *, stands: bool) -> Toot:
    """Star it or pass it on, or take that back."""
    toot, ties = there(network, toot_id, by.id), network.world.ties
    with network.world.database.together():
        if stands and ties.make(REACTIONS[kind], by.id, toot.id) and by.id != toot.author_id:
            network.world.toots.note(toot.author_id, kind, by.id, toot.id, now_ms())
        elif not stands:
            ties.undo(REACTIONS[kind], by.id, toot.id)
            network.world.toots.unnote(kind, by.id, toot.id)
    return _seen(network, toot, by.id)


def there(network: Network, toot_id: str, reader_id: str) -> Toot:
    """As far as the reader may see it."""
    toot = network.world.toots.get(toot_id)
    if toot is None or not may_see(network, toot, reader_id):
        raise NotThere("Record not found")
    return toot


def may_see(network: Network, toot: Toot, reader_id: str) -> bool:
    if network.world.ties.stands(Tie.BLOCK, toot.author_id, reader_id):
        return False
    is_meant = reader_id == toot.author_id or reader_id in network.world.toots.named_in(toot.id)
    return is_meant or toot.seen_by in {"public", "unlisted"}


def _own(network: Network, by: User, toot_id: str) -> Toot:
    toot = there(network, toot_id, by.id)
    if toot.author_id != by.id:
        raise NotYours("Record not found")
    return toot


def _check(network: Network, words: Words) -> None:
    if not re.sub(r"\s", "", words.text) and not words.media_ids:
        raise Empty("Validation failed: Text can't be blank")
    if room(words.text + words.warning) > LONGEST:
        raise TooLong(f"Validation failed: Text character limit of {LONGEST} exceeded")
    files = [network.world.media.get(each) for each in words.media_ids]
    if len(files) > MOST_FILES or any(each is None or each.owner_id != words.author.id for each in files):
        raise MediaNotReady("Validation failed: Cannot attach files")
    if any(each and not each.is_ready(now_ms()) for each in files):
        raise MediaNotReady("Cannot attach files that have not finished processing. Try again in a moment!")


def _seen(network: Network, toot: Toot, by: str) -> Toot:
    network.watchers.tell(News(Happening.WALL, toot.root, by=by))
    return toot
