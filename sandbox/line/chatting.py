"""A person and an official account: becoming friends and blocking it, writing, taking back; and what the account answers."""

from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.line import events
from sandbox.network import Network
from sandbox.publishing import USUAL, Manner
from sandbox.refusing import Empty, NotThere, NotYours, TooLong
from sandbox.watching import Happening, News
from sandbox.world.chats import Chat
from sandbox.world.ties import Tie
from sandbox.world.users import User

LONGEST = 5_000  # in UTF-16
DAY_MS = 24 * 3_600_000


@dataclass(frozen=True)
class Words:
    """A text or a file; `from_account` says which of the two speaks, `tag` by what the account's program knows it again."""

    account: User
    person: User
    from_account: bool
    text: str = ""
    media_id: str | None = None
    at: int | None = None
    tag: str = ""


def are_friends(network: Network, account: User, person: User) -> bool:
    return network.world.ties.stands(Tie.FRIEND, person.id, account.id)


def befriend(network: Network, account: User, person: User, manner: Manner = USUAL) -> None:
    if network.world.ties.make(Tie.FRIEND, person.id, account.id) and manner.told:
        events.followed(network, account, person)


def block(network: Network, account: User, person: User) -> None:
    if network.world.ties.undo(Tie.FRIEND, person.id, account.id):
        events.unfollowed(network, account, person)


def write(network: Network, words: Words, manner: Manner = USUAL) -> Chat:
    """Whoever writes to an account is its friend. Raises a Refusal."""
    if not words.text.strip() and words.media_id is None:
        raise Empty("May not be empty")
    if manner.strict and len(words.text.encode("utf-16-le")) // 2 > LONGEST:
        raise TooLong(f"Length must be between 0 and {LONGEST}")
    at = words.at or now_ms()
    chat = Chat(
        network.world.snowflakes.at(at), words.account.id, words.person.id, words.from_account, words.text, words.media_id,
        at, 0, words.tag,
    )  # fmt: skip
    with network.world.database.together():
        if not words.from_account:
            befriend(network, words.account, words.person, manner)
        network.world.line_chats.add(chat)
        if manner.told and not words.from_account:
            events.written(network, words.account, words.person, chat)
    return _seen(network, chat)


def unsend(network: Network, person: User, chat_id: str) -> Chat:
    """Only people can; the account is told, so that it forgets as well."""
    chat = network.world.line_chats.get(chat_id)
    account = network.world.users.get(chat.page_id) if chat else None
    if chat is None or account is None:
        raise NotThere("There is no such message.")
    if chat.from_page or chat.person_id != person.id:
        raise NotYours("Only who sent a message can take it back.")
    with network.world.database.together():
        network.world.line_chats.remove(chat.id, now_ms())
        events.unsent(network, account, person, chat)
    return _seen(network, chat)


def _seen(network: Network, chat: Chat) -> Chat:
    network.watchers.tell(News(Happening.CHAT, f"line-{chat.page_id}-{chat.person_id}", by=chat.sender_id))
    return chat
