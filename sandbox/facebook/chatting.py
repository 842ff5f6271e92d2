"""Messenger: a person writes to a page; the page answers while the window is open, or once to a comment."""

from dataclasses import dataclass, replace

from sandbox.clock import now_ms
from sandbox.facebook import events
from sandbox.network import Network
from sandbox.publishing import USUAL, Manner
from sandbox.refusing import BlockedByThem, Empty, MediaNotReady, NotThere, NotYours, Refusal, TooLong
from sandbox.watching import Happening, News
from sandbox.world.chats import Chat
from sandbox.world.ties import Tie
from sandbox.world.users import User
from sandbox.world.wall import Entry

LONGEST = 2_000
HOUR_MS = 3_600_000
WINDOW_MS, LATE_WINDOW_MS = 24 * HOUR_MS, 7 * 24 * HOUR_MS
HUMAN_AGENT = "HUMAN_AGENT"


class WindowClosed(Refusal):
    """The person's last word is too long ago."""


class AnsweredBefore(Refusal):
    """A comment takes one private answer."""


@dataclass(frozen=True)
class Words:
    """A text or a file; `from_page` says which of the two speaks."""

    page: User
    person: User
    from_page: bool
    text: str = ""
    media_id: str | None = None
    at: int | None = None
    tag: str = ""
    app_id: str | None = None


def write(network: Network, words: Words, manner: Manner = USUAL) -> Chat:
    """Raises a Refusal. Windows hold for programs; in its own inbox a page may always answer here."""
    _check(network, words)
    at = words.at or now_ms()
    chat = Chat(
        id=network.world.snowflakes.at(at),
        page_id=words.page.id,
        person_id=words.person.id,
        from_page=words.from_page,
        text=words.text,
        media_id=words.media_id,
        created_at=at,
        tag=words.tag,
    )
    with network.world.database.together():
        network.world.chats.add(chat)
        if manner.told:
            events.chat_written(network, chat, words.app_id)
    return _seen(network, chat)


def answer(network: Network, words: Words) -> Chat:
    """What a program of the page writes to somebody: within 24 hours, with the tag of a human agent within seven days."""
    last = network.world.chats.last_word(words.page.id, words.person.id)
    window = LATE_WINDOW_MS if words.tag == HUMAN_AGENT else WINDOW_MS
    if last is None or now_ms() - last > window:
        raise WindowClosed("This message is sent outside of allowed window.")
    return write(network, words)


def answer_comment(network: Network, entry: Entry, words: Words) -> Chat:
    """Once for each comment or visitor's post, for seven days."""
    if entry.answered_at is not None:
        raise AnsweredBefore("Activity already replied to.")
    if now_ms() - entry.created_at > LATE_WINDOW_MS:
        raise WindowClosed("The comment is too old for a private reply.")
    with network.world.database.together():
        network.world.wall.answered(entry.id, now_ms())
        return write(network, words)


def edit(network: Network, person: User, chat_id: str, text: str) -> Chat:
    before = _own(network, person, chat_id)
    after = replace(before, text=text, edits=before.edits + 1)
    with network.world.database.together():
        network.world.chats.change(chat_id, text)
        events.chat_edited(network, after)
    return _seen(network, after)


def unsend(network: Network, person: User, chat_id: str) -> Chat:
    chat = _own(network, person, chat_id)
    with network.world.database.together():
        network.world.chats.remove(chat_id, now_ms())
        events.chat_unsent(network, chat)
    return _seen(network, chat)


def _own(network: Network, person: User, chat_id: str) -> Chat:
    chat = network.world.chats.get(chat_id)
    if chat is None:
        raise NotThere(f"There is no message {chat_id}.")
    if chat.from_page or chat.person_id != person.id:
        raise NotYours("Only the one who wrote a message can change it or take it back.")
    return chat


def _seen(network: Network, chat: Chat) -> Chat:
    network.watchers.tell(News(Happening.CHAT, f"{chat.page_id}-{chat.person_id}", by=chat.sender_id))
    return chat


def _check(network: Network, words: Words) -> None:
    if not words.text.strip() and words.media_id is None:
        raise Empty("A message needs a text or a file.")
    if len(words.text) > LONGEST:
        raise TooLong(f"The message is too long: {len(words.text)} of {LONGEST} characters.")
    if words.media_id is not None and network.world.media.get(words.media_id) is None:
        raise MediaNotReady(f"There is no file {words.media_id}.")
    if network.world.ties.stands(Tie.BAN, words.page.id, words.person.id):
        raise BlockedByThem("This person isn't available right now.")
