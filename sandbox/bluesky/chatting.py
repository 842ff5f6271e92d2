"""Private messages: a chat between an account and a person, its log on both sides, and whom people let in."""

from dataclasses import dataclass

from sandbox.bluesky import lexicon, naming
from sandbox.bluesky.naming import DECLARATION
from sandbox.bluesky.problems import NoChatsWith, Problem
from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.refusing import BlockedByThem, Empty, Refusal
from sandbox.watching import Happening, News
from sandbox.world.chats import Chat
from sandbox.world.ties import Tie
from sandbox.world.users import User
from sandbox.world.wall import Span

CREATED, REACTED, UNREACTED = "CreateMessage", "AddReaction", "RemoveReaction"


@dataclass(frozen=True)
class Words:
    """`from_account` says which of the two speaks."""

    account: User
    person: User
    from_account: bool
    text: str
    at: int | None = None

    @property
    def sender(self) -> User:
        return self.account if self.from_account else self.person

    @property
    def recipient(self) -> User:
        return self.person if self.from_account else self.account


def write(network: Network, words: Words) -> Chat:
    """Raises a Refusal."""
    if not words.text.strip():
        raise Empty("Message must have text")
    try:
        lexicon.check_text(words.text, lexicon.MESSAGE_GRAPHEMES, lexicon.MESSAGE_BYTES)
    except Problem as problem:
        raise Refusal(problem.message) from problem
    if trouble := closed_between(network, words.sender, words.recipient):
        raise trouble
    at = words.at or now_ms()
    number = network.world.snowflakes.at(at)
    chat = Chat(number, words.account.id, words.person.id, words.from_account, words.text, None, at)
    with network.world.database.together():
        network.world.sky_chats.add(chat)
        _log(network, chat, CREATED, words.sender.id)
    return _seen(network, chat)


def react(network: Network, by: User, chat: Chat, sign: str) -> Chat:
    """Another sign comes in place of the first; no sign takes it back."""
    shelf, place = network.world.reactions, place_of(chat)
    before = shelf.of(place, by.id)
    if before == sign:
        return chat
    with network.world.database.together():
        if before:
            shelf.take_back(place, by.id)
            _log(network, chat, UNREACTED, by.id, before)
        if sign:
            shelf.put(place, by.id, sign, now_ms())
            _log(network, chat, REACTED, by.id, sign)
    return _seen(network, chat)


def closed_between(network: Network, sender: User, recipient: User) -> Refusal | None:
    """Why the one may not write to the other; an account that people write to lets everybody in."""
    ties = network.world.ties
    if ties.stands(Tie.BLOCK, sender.id, recipient.id) or ties.stands(Tie.BLOCK, recipient.id, sender.id):
        return BlockedByThem("block between recipient and sender")
    if recipient.is_brand or began(network, sender, recipient):
        return None
    told = network.world.sky.get(naming.uri_of(naming.did_of(recipient.id), DECLARATION, "self"))
    incoming = told.value.get("allowIncoming") if told else "following"
    if incoming == "none":
        return NoChatsWith("recipient has disabled incoming messages")
    if incoming == "following" and not ties.stands(Tie.FOLLOW, recipient.id, sender.id):
        return NoChatsWith("recipient requires incoming messages to come from someone they follow")
    return None


def began(network: Network, one: User, other: User) -> bool:
    """Whether they wrote to each other before."""
    shelf, span = network.world.sky_chats, Span(limit=1)
    return bool(shelf.between(one.id, other.id, span) or shelf.between(other.id, one.id, span))


def place_of(chat: Chat) -> str:
    """Under which reactions to it are kept."""
    return f"sky:{chat.id}"


def _log(network: Network, chat: Chat, kind: str, by_id: str, sign: str = "") -> None:
    """On both sides; revisions count on by moments, and no two are alike."""
    sky = network.world.sky
    rev = naming.tid(now_ms() * 1000)
    rev = max(rev, _next(sky.last_rev()))
    for owner_id in (chat.page_id, chat.person_id):
        sky.log(owner_id, rev, kind, chat.id, by_id, sign)


def _next(rev: str) -> str:
    if not rev:
        return ""
    number = 0
    for letter in rev:
        number = number << 5 | naming.ALPHABET.index(letter)
    return naming.tid((number >> 10) + 1)


def _seen(network: Network, chat: Chat) -> Chat:
    network.watchers.tell(News(Happening.CHAT, f"bluesky-{chat.page_id}-{chat.person_id}", by=chat.sender_id))
    return chat
