"""What a network tells us, in the house's own words: the output of every `parse.py`, pure and frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody on a network, as that network names them; `external_id` stays, the rest may change."""

    external_id: str
    handle: str = ""
    name: str = ""
    followers: int | None = None
    verified: bool = False
    formerly: tuple[str, ...] = ()  # ids by which the network named this very person before, or names them elsewhere


@dataclass(frozen=True, slots=True)
class InboundAttachment:
    """A file that came along: either `content` itself (mail) or a `url` that the adapter can fetch."""

    external_id: str = ""
    url: str = ""
    content: bytes | None = None
    content_type: str = ""
    filename: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class ContextPost:
    """A post shown with a message because it answers or quotes it; it is no work of its own."""

    external_id: str
    relation: str  # "parent" | "quoted" | "original"
    author: Author
    text: str
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """One post, comment, direct message or e-mail, from a customer or (with `ours`) from our own account.

    `account` is the network's id of our account that it concerns. `sent_at` is the network's own time, aware.
    `thread_key` names the exchange with this one person in this one place; `parents` are the external ids that it
    answers, nearest first. `earlier_ids` are ids that the same post had before it was edited, oldest first; a message
    whose id or earlier id is known is an edit when `edited` is true, else a repeat.
    `conversation_id` is only set where the sender has proven to belong to it (a signed reply address).
    """

    account: str
    external_id: str
    author: Author
    text: str
    sent_at: datetime
    thread_key: str
    private: bool
    ours: bool = False
    edited: bool = False
    earlier_ids: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    quoted: str = ""
    conversation_id: int | None = None
    addressed_to: str = ""  # which of several names of our account it was written to
    recipient: Author | None = None  # for our own messages: whom we wrote to, where the network says so
    subject: str = ""
    html: str = ""
    folded: str = ""  # quoted earlier text, shown folded
    language_hint: str = ""
    language: str = ""  # as somebody of ours heard it; then nothing is guessed
    automatic: bool = False
    proven_by: str | None = (
        None  # who vouches for the author: "" for nobody; None where the network proves it or cannot say
    )
    forwarded_by: str = ""  # the forwarder whose word that is, where the network does not see it itself
    tag_only_reason: str = ""
    permalink: str = ""
    attachments: tuple[InboundAttachment, ...] = ()
    context: tuple[ContextPost, ...] = ()

    @property
    def exchange_with(self) -> str:
        """The external id of the person on the other side; empty where the network does not say."""
        person = self.recipient if self.ours else self.author
        return person.external_id if person else ""

    @property
    def own_ids(self) -> tuple[str, ...]:
        """Every id that this post has or had."""
        return (self.external_id, *self.earlier_ids)


@dataclass(frozen=True, slots=True)
class Deleted:
    """The author or the network took a message away; its text must go."""

    account: str
    external_id: str
    deleted_at: datetime


@dataclass(frozen=True, slots=True)
class Bounced:
    """Something that we sent was not delivered after all; `external_id` is ours."""

    account: str
    external_id: str
    reason: str
    permanent: bool = True


@dataclass(frozen=True, slots=True)
class Stands:
    """Something that we sent stands there, by the handle that we gave along (`Outgoing.key`); whose answer got lost is found so."""

    account: str
    key: str
    external_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody reacted to a message, theirs or ours, also in the network's own app.

    `signs` is all that stands there from this person since `at`: emoji, or the network's word where it has no emoji.
    No signs: they took it back. So one event says everything, and of two the later `at` is right, whatever comes first.
    """

    account: str
    external_id: str  # of the message to which they reacted
    author: Author
    signs: tuple[str, ...]
    at: datetime
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """The other side has read ours at the moment `at`: these messages, or everything in an exchange up to a moment.

    `delivered`: it only arrived at their device. Give `external_ids`, or `thread_key` and `upto`.
    """

    account: str
    at: datetime
    external_ids: tuple[str, ...] = ()
    thread_key: str = ""
    upto: datetime | None = None
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class Hidden:
    """A customer's public message was hidden on the network, by the network or in its own app; or is `shown` again."""

    account: str
    external_id: str
    at: datetime
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Revoked:
    """The network withdrew our access to the account; somebody has to connect it again."""

    account: str
    reason: str


Inbound = Received | Deleted | Reacted | Seen | Hidden | Stands | Bounced | Revoked


class Unparsable(Exception):
    """The payload is not what the network promises; the sentence says what is wrong with it.

    `told` is what the rest of it tells, where an event brings several things at once.
    """

    def __init__(self, sentence: str, told: Sequence[Inbound] = ()) -> None:
        super().__init__(sentence)
        self.told = tuple(told)


def each_told(parts: Iterable[Callable[[], Iterable[Inbound]]]) -> list[Inbound]:
    """For parsers: what the parts of an event tell. One that is not understood keeps nobody from the others."""
    told, troubles = list[Inbound](), list[str]()
    for part in parts:
        try:
            told += list(part())
        except Unparsable as error:
            troubles.append(str(error))
    if troubles:
        raise Unparsable(troubles[0], told)
    return told


@dataclass(frozen=True, slots=True)
class Parsing:
    """What a parser may know besides the payload: whose mailbox or application it came to, and a key to check proofs."""

    received_at: datetime
    account: str = ""  # external id, where the door belongs to one account
    own_ids: frozenset[str] = field(default_factory=frozenset)  # external ids of all our accounts on this network
    proof_key: bytes = b""
    key: str = ""  # under which the event was kept; some networks say only there whose it is
