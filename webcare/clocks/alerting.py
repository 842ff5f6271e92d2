"""Tell the one who has a conversation that its promise is about to be broken."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from webcare.clocks.clock import Clock
from webcare.conversations.conversation import Conversation
from webcare.ledger.event import Event
from webcare.lib.now import now
from webcare.team.notice import NoticeKind
from webcare.team.person import Person
from webcare.team.telling import Telling, tell_each


def tell_of_soon(events: Sequence[Event]) -> None:
    """One notice a clock, to the assignee or else to the holder."""
    at = now()
    clocks = Clock.objects.filter(pk__in=[event.subject_id for event in events])
    around = ("conversation__assignee", "conversation__holder", "conversation__handle")
    places = [(clock.pk, clock.conversation) for clock in clocks.select_related(*around) if clock.conversation]
    tell_each(NoticeKind.SOON, [_soon(pk, place, person) for pk, place in places if (person := place.whose(at))])


def _soon(pk: int, conversation: Conversation, person: Person) -> Telling:
    handle = conversation.handle.shown
    sentence = format_lazy(gettext_lazy("The promise to {handle} is about to be broken."), handle=handle)
    return Telling(person, f"soon:{pk}", sentence, conversation.path)
