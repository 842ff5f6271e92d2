"""Private talk: a person writes to a page; the page answers while the window is open, or once to a comment."""

from dataclasses import dataclass, replace
from typing import Protocol

from sandbox.clock import now_ms
from sandbox.meta.names import Names
from sandbox.network import Network
from sandbox.publishing import USUAL, Manner
from sandbox.refusing import (
    AnsweredBefore,
    BlockedByThem,
    Empty,
    MediaNotReady,
    NotThere,
    NotYours,
    TooLong,
    WindowClosed,
)
from sandbox.watching import Happening, News
from sandbox.world.chats import Chat, Chats
from sandbox.world.ties import Tie
from sandbox.world.users import User
from sandbox.world.wall import Entry, Wall

HOUR_MS = 3_600_000
WINDOW_MS, LATE_WINDOW_MS = 24 * HOUR_MS, 7 * 24 * HOUR_MS
HUMAN_AGENT = "HUMAN_AGENT"


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


class Tells(Protocol):
    """The module of a network that tells programs what is said in private."""

    def chat_written(self, network: Network, chat: Chat, app_id: str | None) -> None: ...

    def chat_edited(self, network: Network, chat: Chat) -> None: ...

    def chat_unsent(self, network: Network, chat: Chat) -> None: ...


@dataclass(frozen=True)
class Talk:
    """The private part of one network; `unit` says in what the length of a text is counted."""

    network: Network
    chats: Chats
    names: Names
    tells: Tells
    longest: int
    unit: str = "characters"

    def write(self, words: Words, manner: Manner = USUAL) -> Chat:
        """Raises a Refusal. Windows hold for programs; in its own inbox a page may always answer here."""
        self._check(words)
        at = words.at or now_ms()
        chat = Chat(
            id=self.network.world.snowflakes.at(at),
            page_id=words.page.id,
            person_id=words.person.id,
            from_page=words.from_page,
            text=words.text,
            media_id=words.media_id,
            created_at=at,
            tag=words.tag,
        )
        with self.network.world.database.together():
            self.chats.add(chat)
            if manner.told:
                self.tells.chat_written(self.network, chat, words.app_id)
        return self._seen(chat)

    def answer(self, words: Words) -> Chat:
        """What a program of the page writes to somebody: within 24 hours, with the tag of a human agent within seven days."""
        last = self.chats.last_word(words.page.id, words.person.id)
        window = LATE_WINDOW_MS if words.tag == HUMAN_AGENT else WINDOW_MS
        if last is None or now_ms() - last > window:
            raise WindowClosed("This message is sent outside of allowed window.")
        return self.write(words)

    def answer_comment(self, wall: Wall, entry: Entry, words: Words) -> Chat:
        """Once for each comment or visitor's post, for seven days."""
        if entry.answered_at is not None:
            raise AnsweredBefore("Activity already replied to.")
        if now_ms() - entry.created_at > LATE_WINDOW_MS:
            raise WindowClosed("The comment is too old for a private reply.")
        with self.network.world.database.together():
            wall.answered(entry.id, now_ms())
            return self.write(words)

    def edit(self, person: User, chat_id: str, text: str) -> Chat:
        before = self._own(person, chat_id)
        after = replace(before, text=text, edits=before.edits + 1)
        with self.network.world.database.together():
            self.chats.change(chat_id, text)
            self.tells.chat_edited(self.network, after)
        return self._seen(after)

    def unsend(self, person: User, chat_id: str) -> Chat:
        chat = self._own(person, chat_id)
        with self.network.world.database.together():
            self.chats.remove(chat_id, now_ms())
            self.tells.chat_unsent(self.network, chat)
        return self._seen(chat)

    def _own(self, person: User, chat_id: str) -> Chat:
        chat = self.chats.get(chat_id)
        if chat is None:
            raise NotThere(f"There is no message {chat_id}.")
        if chat.from_page or chat.person_id != person.id:
            raise NotYours("Only the one who wrote a message can change it or take it back.")
        return chat

    def _seen(self, chat: Chat) -> Chat:
        self.network.watchers.tell(News(Happening.CHAT, f"{chat.page_id}-{chat.person_id}", by=chat.sender_id))
        return chat

    def _check(self, words: Words) -> None:
        if not words.text.strip() and words.media_id is None:
            raise Empty("A message needs a text or a file.")
        taken = len(words.text.encode() if self.unit == "bytes" else words.text)
        if taken > self.longest:
            raise TooLong(f"The message is too long: {taken} of {self.longest} {self.unit}.")
        if words.media_id is not None and self.network.world.media.get(words.media_id) is None:
            raise MediaNotReady(f"There is no file {words.media_id}.")
        if self.network.world.ties.stands(Tie.BAN, words.page.id, words.person.id):
            raise BlockedByThem("This person isn't available right now.")
