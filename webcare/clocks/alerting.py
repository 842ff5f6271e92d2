"""Tell the one who has a conversation that its promise is about to be broken."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from webcare.clocks.clock import Clock
from webcare.ledger.event import Event
from webcare.team.notice import NoticeKind
from webcare.team.telling import tell


def tell_of_soon(events: Sequence[Event]) -> None:
    """One notice a clock, to the assignee or else to the holder."""
    clocks = Clock.objects.filter(pk__in=[event.subject_id for event in events], conversation__isnull=False)
    for clock in clocks.select_related("conversation__assignee", "conversation__holder", "conversation__handle"):
        conversation = clock.conversation
        person = conversation and (conversation.assignee or conversation.holder)
        if conversation and person:
            sentence = format_lazy(
                gettext_lazy("The promise to {handle} is about to be broken."), handle=conversation.handle.shown
            )
            tell(person, NoticeKind.SOON, f"soon:{clock.pk}", sentence, conversation.path)
