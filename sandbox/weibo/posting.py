"""Saying something in public on Weibo: posts, comments below them, answers to comments. Nobody is told; it stands in lists."""

from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.publishing import USUAL, Manner
from sandbox.refusing import Empty, MediaNotReady, NotThere, NotYours, SaidBefore, TooLong
from sandbox.watching import Happening, News
from sandbox.wording import mentioned_names
from sandbox.world.users import User
from sandbox.world.wall import Entry, Span

LONGEST_POST, LONGEST_COMMENT = 2_000, 140
REPEAT_MS = 60_000


@dataclass(frozen=True)
class Words:
    """`at` in the past seeds history; `greeting` is what Weibo itself puts before an answer."""

    author: User
    text: str
    media_id: str | None = None
    at: int | None = None
    greeting: str = ""

    @property
    def shown(self) -> str:
        return self.greeting + self.text


def room(text: str) -> int:
    """As Weibo counts: two letters of ASCII take the room of one Chinese character."""
    return len(text) - sum(1 for letter in text if letter.isascii()) // 2


def post(network: Network, words: Words, manner: Manner = USUAL) -> Entry:
    """Raises a Refusal."""
    _check(network, words, LONGEST_POST, manner)
    at = words.at or now_ms()
    number = network.world.snowflakes.at(at)
    author = words.author.id
    return _say(network, Entry(number, number, None, author, author, words.text, words.media_id, at))


def comment(network: Network, below: str, words: Words, manner: Manner = USUAL) -> Entry:
    """Below a post, or in answer to a comment. Raises a Refusal."""
    above = there(network, below)
    _check(network, words, LONGEST_COMMENT, manner)
    if manner.strict:
        _refuse_a_repeat(network, words)
    at = words.at or now_ms()
    parent = None if above.is_post else above.id
    number = network.world.snowflakes.at(at)
    return _say(network, Entry(number, above.post_id, parent, above.wall_id, words.author.id, words.shown, None, at))


def remove(network: Network, by: User, entry_id: str) -> Entry:
    entry = there(network, entry_id)
    if by.id not in {entry.author_id, entry.wall_id}:
        raise NotYours("Only the author can remove this.")
    network.world.weibo.remove(entry.id, now_ms())
    return _seen(network, entry)


def there(network: Network, entry_id: str) -> Entry:
    entry = network.world.weibo.get(entry_id)
    if entry is None:
        raise NotThere(f"There is no post or comment {entry_id}; it may have been removed.")
    return entry


def _refuse_a_repeat(network: Network, words: Words) -> None:
    last = network.world.weibo.said_by([words.author.id], Span(since=now_ms() - REPEAT_MS, limit=1))
    if last and last[0].text == words.shown:
        raise SaidBefore("repeat content!")


def _check(network: Network, words: Words, longest: int, manner: Manner) -> None:
    if not manner.strict:
        return
    if not words.text.strip() and words.media_id is None:
        raise Empty("content is null!")
    if room(words.text) > longest:
        raise TooLong(f"text too long, please input text less than {longest} characters!")
    if words.media_id is not None and network.world.media.get(words.media_id) is None:
        raise MediaNotReady(f"There is no picture {words.media_id}.")


def _say(network: Network, entry: Entry) -> Entry:
    named = [user.id for name in mentioned_names(entry.text) if (user := network.world.users.named(name))]
    with network.world.database.together():
        network.world.weibo.add(entry, named)
    return _seen(network, entry)


def _seen(network: Network, entry: Entry) -> Entry:
    network.watchers.tell(News(Happening.WALL, entry.post_id, entry.wall_id, entry.author_id))
    return entry
