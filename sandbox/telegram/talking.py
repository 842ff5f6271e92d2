"""A person and a bot write each other, change and take back what they said, and react."""

from dataclasses import dataclass, replace

from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.publishing import USUAL, Manner
from sandbox.refusing import BlockedByThem, Empty, MediaNotReady, NotThere, NotYours, Refusal, TooLong
from sandbox.telegram import updates
from sandbox.watching import Happening, News
from sandbox.world.telegram import Letter
from sandbox.world.ties import Tie
from sandbox.world.users import User
from sandbox.world.wall import Span

LONGEST, LONGEST_BESIDE = 4_096, 1_024  # in UTF-16


class NeverWrote(Refusal):
    """A bot may not begin."""


class LateForThat(Refusal):
    """A message can be taken back for two days."""


DAYS_2_MS = 48 * 3_600_000


@dataclass(frozen=True)
class Words:
    """A text, a file, or both; `from_bot` says which of the two speaks, `answers` is the number of another message."""

    brand: User
    person: User
    from_bot: bool
    text: str = ""
    media_id: str | None = None
    answers: int | None = None
    at: int | None = None


def key_of(bot_id: str, person_id: str) -> str:
    """What open pages call the chat."""
    return f"telegram-{bot_id}-{person_id}"


def write(network: Network, words: Words, manner: Manner = USUAL) -> Letter:
    """Raises a Refusal. A bot can only write to who wrote to it, and has not blocked it."""
    _check(network, words)
    at = words.at or now_ms()
    made = Letter(
        network.world.snowflakes.at(at), words.brand.id, words.person.id, 0, words.from_bot, words.text, words.media_id,
        words.answers, at,
    )  # fmt: skip
    with network.world.database.together():
        letter = network.world.letters.add(made)
        if manner.told:
            updates.written(network, letter)
    return _seen(network, letter)


def edit(network: Network, by: User, letter: Letter, text: str) -> Letter:
    """By whoever wrote it."""
    _own(by, letter)
    if not text.strip():
        raise Empty("message text is empty")
    _check_length(text, beside=letter.media_id is not None)
    after = replace(letter, text=text, edited_at=now_ms())
    with network.world.database.together():
        network.world.letters.change(letter.id, text, now_ms())
        updates.written(network, after, edited=True)
    return _seen(network, after)


def remove(network: Network, by: User, letter: Letter) -> Letter:
    """For both; the other side is not told, as on the real network."""
    _own(by, letter)
    if now_ms() - letter.created_at > DAYS_2_MS:
        raise LateForThat("message can't be deleted")
    network.world.letters.remove(letter.id, now_ms())
    return _seen(network, letter)


def react(network: Network, person: User, letter: Letter, sign: str) -> Letter:
    """With no sign, the one that stands there is taken back."""
    shelf = network.world.reactions
    before = shelf.of(letter.place, person.id)
    with network.world.database.together():
        if sign:
            shelf.put(letter.place, person.id, sign, now_ms())
        else:
            shelf.take_back(letter.place, person.id)
        if before != sign:
            updates.reacted(network, letter, person, before, sign)
    return _seen(network, letter)


def there(network: Network, letter_id: str) -> Letter:
    letter = network.world.letters.get(letter_id)
    if letter is None:
        raise NotThere(f"There is no message {letter_id}.")
    return letter


def _own(by: User, letter: Letter) -> None:
    if letter.sender_id != by.id:
        raise NotYours("message can't be edited")


def _seen(network: Network, letter: Letter) -> Letter:
    network.watchers.tell(News(Happening.CHAT, key_of(letter.bot_id, letter.person_id), by=letter.sender_id))
    return letter


def _check(network: Network, words: Words) -> None:
    if not words.text.strip() and words.media_id is None:
        raise Empty("message text is empty")
    _check_length(words.text, beside=words.media_id is not None)
    if words.media_id is not None and network.world.media.get(words.media_id) is None:
        raise MediaNotReady(f"There is no file {words.media_id}.")
    if words.from_bot and network.world.ties.stands(Tie.BLOCK, words.person.id, words.brand.id):
        raise BlockedByThem("bot was blocked by the user")
    began = network.world.letters.between(words.brand.id, words.person.id, Span(limit=1))
    if words.from_bot and not began:
        raise NeverWrote("bot can't initiate conversation with a user")


def _check_length(text: str, *, beside: bool) -> None:
    if len(text.encode("utf-16-le")) // 2 > (LONGEST_BESIDE if beside else LONGEST):
        raise TooLong("message caption is too long" if beside else "message is too long")
