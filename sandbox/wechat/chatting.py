"""A person and an official account: following and leaving, writing, and what the account's program may answer."""

from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.publishing import USUAL, Manner
from sandbox.refusing import Empty, Refusal, TooLong, WindowClosed
from sandbox.watching import Happening, News
from sandbox.wechat import events
from sandbox.world.chats import Chat
from sandbox.world.ties import Tie
from sandbox.world.users import User
from sandbox.world.wall import Span

WINDOW_MS = 48 * 3_600_000
ANSWERS = 5  # to what somebody wrote last
LONGEST_BYTES = 2_048


class NotFollowing(Refusal):
    """The person has left, or never came."""


class NotAgreed(Refusal):
    """The person has not agreed to be notified, or not again."""


class EnoughSaid(Refusal):
    """All answers that there may be were given."""


@dataclass(frozen=True)
class Words:
    """A text or a file; `from_account` says which of the two speaks."""

    account: User
    person: User
    from_account: bool
    text: str = ""
    media_id: str | None = None
    at: int | None = None


def follows(network: Network, account: User, person: User) -> bool:
    return network.world.ties.stands(Tie.SUBSCRIPTION, person.id, account.id)


def follow(network: Network, account: User, person: User, manner: Manner = USUAL) -> None:
    if not follows(network, account, person):
        network.world.ties.make(Tie.SUBSCRIPTION, person.id, account.id)
        if manner.told:
            events.happened(network, account, person, "subscribe")


def leave(network: Network, account: User, person: User) -> None:
    if follows(network, account, person):
        network.world.ties.undo(Tie.SUBSCRIPTION, person.id, account.id)
        events.happened(network, account, person, "unsubscribe")


def write(network: Network, words: Words, manner: Manner = USUAL) -> Chat:
    """Whoever writes to an account follows it. Raises a Refusal."""
    if not words.text.strip() and words.media_id is None:
        raise Empty("There is neither a text nor a file.")
    if len(words.text.encode()) > LONGEST_BYTES and manner.strict:
        raise TooLong("content size out of limit")
    at = words.at or now_ms()
    chat = Chat(
        network.world.snowflakes.at(at), words.account.id, words.person.id, words.from_account, words.text,
        words.media_id, at,
    )  # fmt: skip
    with network.world.database.together():
        if not words.from_account:
            follow(network, words.account, words.person, manner)
        network.world.wechat_chats.add(chat)
        if manner.told and not words.from_account:
            events.written(network, words.account, words.person, chat)
    network.watchers.tell(News(Happening.CHAT, f"wechat-{chat.page_id}-{chat.person_id}", by=chat.sender_id))
    return chat


def notify(network: Network, words: Words) -> Chat:
    """A template message to a follower; the account hears that it arrived."""
    if not follows(network, words.account, words.person):
        raise NotFollowing("require subscribe")
    chat = write(network, words)
    events.arrived(network, words.account, words.person, chat)
    return chat


def agree(network: Network, account: User, person: User) -> None:
    """To one notice of the account, at any time."""
    network.world.ties.make(Tie.NOTICE, person.id, account.id)


def remind(network: Network, words: Words) -> Chat:
    """A notice, to whoever agreed; that is used up by it."""
    if not network.world.ties.stands(Tie.NOTICE, words.person.id, words.account.id):
        raise NotAgreed("user refuse to accept the msg")
    with network.world.database.together():
        network.world.ties.undo(Tie.NOTICE, words.person.id, words.account.id)
        return write(network, words)


def answer(network: Network, words: Words) -> Chat:
    """What a program writes to a follower: for two days after their last message, and not too much."""
    account, person = words.account, words.person
    if not follows(network, account, person):
        raise NotFollowing("require subscribe")
    shelf = network.world.wechat_chats
    last = shelf.last_word(account.id, person.id)
    if last is None or now_ms() - last > WINDOW_MS:
        raise WindowClosed("response out of time limit or subscription is canceled")
    since = shelf.between(account.id, person.id, Span(since=last, limit=100))
    if sum(1 for each in since if each.from_page) >= ANSWERS:
        raise EnoughSaid("out of response count limit")
    return write(network, words)
