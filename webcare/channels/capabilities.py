"""What a network can do, as data: pages and policies ask this, and never which network it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from webcare.channels.tariff import Tariff


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text may be as the network counts it. `unit`: weighted (twitter-text), characters, bytes, graphemes, utf16,
    half-width (two of ASCII take the room of one), shortened (graphemes; links and names of other servers count for less)."""

    limit: int
    unit: str = "characters"


@dataclass(frozen=True, slots=True)
class AttachmentRule:
    """Which files may go along, or go `alone`. `types` are content types, `most` their number, `bytes` the largest one."""

    types: frozenset[str]
    most: int
    bytes: int
    alone: bool = False  # a file leaves without a text


@dataclass(frozen=True, slots=True)
class Profile:
    """A text about ourselves that people read before they write: how long it may be, and how often it may change."""

    length: Length
    every: timedelta


@dataclass(frozen=True, slots=True)
class Permission:
    """By the name that the network gives it, and what we need it for, as "to read comments"."""

    name: str
    purpose: str | Promise


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a network can do. Pages and policies ask this, and never which network it is."""

    network: str  # the key: "x", "email"
    name: str  # as people say it
    badge: str  # one or two characters for lists
    public: Length | None = None  # without anything that an account has beyond others; None: there is no such place
    private: Length | None = None
    subject: bool = False
    proves_sender: bool = False  # whoever writes has signed in there, so that a handle cannot be pretended
    forgeable_ids: bool = False  # senders choose the ids of their messages, so that two may share one
    attachments_public: AttachmentRule | None = None
    attachments_private: AttachmentRule | None = None
    hide: bool = False  # hide a customer's public reply
    take_down: bool = False  # remove our own message
    edit: bool = False  # give our own message another text
    mute: bool = False
    block: bool = False
    report: bool = False
    hand_over: bool = False  # invite from public to private
    windows: bool = False  # answers are taken only for a while after the customer wrote: reply_window()
    rations: bool = False  # it takes only so many private answers to each message of a customer: ration()
    templates: bool = False  # after the window it takes texts that it approved beforehand: templates()
    private_link: str = (
        ""  # where a customer writes us privately; {account} stands for our external id, {handle} for our name
    )
    carrying_link: str = ""  # as private_link, with words put in the customer's mouth: {text}, or {code}; {number} stands for digits of our name
    oauth: bool = False  # the owner of an account agrees on the network itself: authorize_url() and exchange()
    several: bool = False  # whoever agrees may open several accounts to us, of which somebody chooses: presences()
    works_alone: bool = False  # an account can do without a registration of ours, though it may have one
    webhooks: bool = False
    seals: bool = False  # it encrypts events: unseal() opens them before they are kept
    polls: bool = False  # catch_up() fetches what we missed
    follows: bool = False  # follow() finds what people say in exchanges without naming us
    listens: bool = False  # idle() waits for new work on a standing connection
    noted: bool = False  # nothing leads there: note_down() keeps what was said, and an answer is a note too
    reconciles: bool = False  # find_sent() can tell whether something was sent
    permissions: tuple[Permission, ...] = ()  # what whoever agrees is asked for
    completes: timedelta | None = None  # events leave things out; how long one may wait for complete() to ask for them
    widget: bool = False  # it is a widget of ours on the organisation's own sites; visitors write through our own door
    insights: int = (
        0  # of how many public messages of ours it tells at once what became of them: insights(), followers()
    )
    tariff: Tariff | None = None  # it counts or charges: billed() tells what an event is of it
    profile: Profile | None = None  # introduce() changes what stands in our profile
