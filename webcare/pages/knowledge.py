"""What we know beside a conversation: who it is, what came before, what we could answer, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from webcare.answers.filling import Blanks, fill
from webcare.answers.macro import Macro
from webcare.answers.using import in_order
from webcare.cases.case import Case
from webcare.conversations.conversation import Conversation
from webcare.customers.handle import Handle
from webcare.ledger.event import Event
from webcare.pages.desk import Desk
from webcare.pages.timeline import titles_of, to_whom
from webcare.team.organisation import organisation

ON_KEYS = 9
EARLIER = 5
HISTORY = 20


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared answer, filled in; `key` is the digit that puts it into the box."""

    macro: Macro
    text: str
    language: str
    key: int


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the timeline; nobody's name where the system itself did it. `detail`: to whom, or which case."""

    event: Event
    actor: str
    detail: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the right column shows."""

    handle: Handle
    others: list[Handle]
    earlier: list[Conversation]
    earlier_count: int
    cases: list[Case]
    prepared: list[Prepared]
    timeline: list[Happened]

    @property
    def on_keys(self) -> str:
        """Which prepared answers stand on the keys, for the address by which an open screen looks again."""
        return ".".join(str(answer.macro.pk) for answer in self.prepared)

    @classmethod
    def of(cls, desk: Desk, conversation: Conversation, on_keys: Sequence[int] = ()) -> Knowledge:
        """In a fixed number of queries; `on_keys` are the prepared answers that stand on the screen already."""
        customer = conversation.handle.customer
        earlier = desk.conversations().filter(handle__customer=customer).exclude(pk=conversation.pk)
        newest = list(earlier.select_related("handle").order_by("-last_message_at")[:EARLIER])
        cases = desk.cases().filter(Q(customer=customer) | Q(conversations=conversation)).distinct()
        return cls(
            handle=conversation.handle,
            others=list(desk.handles().filter(customer=customer).exclude(pk=conversation.handle_id)),
            earlier=newest,
            earlier_count=len(newest) if len(newest) < EARLIER else earlier.count(),
            cases=list(cases.order_by("closed_at", "-opened_at")[:EARLIER]),
            prepared=_prepared(desk, conversation, on_keys),
            timeline=_timeline(desk, conversation),
        )


def _prepared(desk: Desk, conversation: Conversation, on_keys: Sequence[int]) -> list[Prepared]:
    fitting = desk.macros().filter(Q(brand=None) | Q(brand=conversation.brand))
    ordered = in_order(fitting, desk.person, conversation.language, on_keys)
    blanks = Blanks.of(
        customer=conversation.handle.name,
        agent=desk.person.name,
        initials=desk.person.initials,
        brand=conversation.brand.name,
    )
    wanted = (conversation.language, organisation().fallback_language)
    found = ((macro, macro.text_in(*wanted)) for macro in ordered)
    said = [(macro, text) for macro, text in found if text][:ON_KEYS]
    return [
        Prepared(macro, fill(text.text, blanks), text.language, place) for place, (macro, text) in enumerate(said, 1)
    ]


def _timeline(desk: Desk, conversation: Conversation) -> list[Happened]:
    events = list(desk.history("conversation", conversation.pk)[:HISTORY])
    names = desk.names(event.actor_id for event in events if event.actor_kind == "person")
    titles = titles_of(desk, events)
    return [Happened(event, names.get(event.actor_id or 0, ""), to_whom(event, titles)) for event in events]
