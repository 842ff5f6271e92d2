"""People and a bot in a group. With privacy mode, as most bots have it, a bot hears only what is meant for it."""

import re
from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.refusing import Empty, NotThere, NotYours
from sandbox.telegram import updates
from sandbox.telegram.shapes import Json, bot_shape, group_shape, person_shape
from sandbox.telegram.talking import LONGEST
from sandbox.watching import Happening, News
from sandbox.world.groups import GroupLetter
from sandbox.world.users import User
from sandbox.world.wall import Span

COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(@\w+)?(?=\s|\Z)")


@dataclass(frozen=True)
class Words:
    """`answers` is the number of another message in the group."""

    brand: User
    author: User
    text: str
    answers: int | None = None
    at: int | None = None


def key_of(bot_id: str) -> str:
    """What open pages call the group."""
    return f"telegram-group-{bot_id}"


def write(network: Network, words: Words) -> GroupLetter:
    """Raises a Refusal. The bot is told where it was meant."""
    if not words.text.strip():
        raise Empty("message text is empty")
    if len(words.text.encode("utf-16-le")) // 2 > LONGEST:
        raise Empty("message is too long")
    if words.answers and network.world.groups.numbered(words.brand.id, words.answers) is None:
        raise NotThere("message to be replied not found")
    at = words.at or now_ms()
    made = GroupLetter(
        network.world.snowflakes.at(at), words.brand.id, words.author.id, 0, words.text, words.answers,
        is_meant(network, words), at,
    )  # fmt: skip
    with network.world.database.together():
        letter = network.world.groups.add(made)
        _tell(network, letter)
    return _seen(network, letter)


def is_meant(network: Network, words: Words) -> bool:
    """A mention, a command, or an answer to what the bot said or was meant."""
    brand, groups = words.brand, network.world.groups
    answered = groups.numbered(brand.id, words.answers) if words.answers else None
    if answered and (answered.meant or answered.author_id == brand.id):
        return True
    if re.search(rf"(?<!\w)@{re.escape(brand.username)}(?!\w)", words.text, re.IGNORECASE):
        return True
    command = COMMAND.match(words.text)
    last = groups.inside(brand.id, Span(limit=1))
    return bool(command and not command[1] and last and last[0].author_id == brand.id)


def edit(network: Network, by: User, letter: GroupLetter, text: str) -> GroupLetter:
    """By whoever wrote it."""
    if letter.author_id != by.id:
        raise NotYours("message can't be edited")
    with network.world.database.together():
        after = network.world.groups.change(letter, text, now_ms())
        _tell(network, after, edited=True)
    return _seen(network, after)


def remove(network: Network, by: User, letter: GroupLetter) -> GroupLetter:
    """Nobody is told, as on the real network."""
    if letter.author_id != by.id:
        raise NotYours("message can't be deleted")
    network.world.groups.remove(letter, now_ms())
    return _seen(network, letter)


def letter_shape(network: Network, letter: GroupLetter, *, with_answered: bool = True) -> Json:
    """A message; what it answers stands in it, and no further back."""
    brand, author = network.world.users.get(letter.bot_id), network.world.users.get(letter.author_id)
    if brand is None or author is None:
        raise NotThere("One of the two is not here.")
    told: Json = {
        "message_id": letter.number,
        "from": bot_shape(brand) if author.id == brand.id else person_shape(author),
        "chat": group_shape(brand),
        "date": letter.created_at // 1000,
        "text": letter.text,
    }
    told |= {"edit_date": letter.edited_at // 1000} if letter.edited_at else {}
    answered = network.world.groups.numbered(brand.id, letter.answers) if letter.answers else None
    if answered and with_answered:
        told["reply_to_message"] = letter_shape(network, answered, with_answered=False)
    return told


def _tell(network: Network, letter: GroupLetter, *, edited: bool = False) -> None:
    """A bot does not hear itself."""
    if letter.meant and letter.author_id != letter.bot_id:
        updates.said(network, letter.bot_id, letter_shape(network, letter), edited=edited)


def _seen(network: Network, letter: GroupLetter) -> GroupLetter:
    network.watchers.tell(News(Happening.CHAT, key_of(letter.bot_id), by=letter.author_id))
    return letter
