"""Open a case from a conversation, and gather further conversations in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _

from webcare.cases.handling import check_owner, hold, tell_owner, told_as
from webcare.conversations.conversation import Conversation
from webcare.conversations.moving import NotPossible
from webcare.conversations.undoing import Way
from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import record
from webcare.lib.now import now
from webcare.team.person import Person
from webcare.team.telling import forget

if TYPE_CHECKING:
    from webcare.cases.case import Case, Category


EXISTS = "exists"


class CannotGather(NotPossible):
    """The conversation does not belong in this case; the sentence says why."""


def open_case(
    conversation: Conversation,
    by: Person,
    *,
    title: str = "",
    category: Category | None = None,
    owner: Person | None = None,
) -> Case:
    """A case about this conversation; its clock starts with the customer's first message."""
    from webcare.cases.case import Case  # noqa: PLC0415 - case.py needs this file

    check_owner(owner, conversation.brand_id)
    first = conversation.messages.filter(ours=False).order_by("counts_from").first()
    with transaction.atomic():
        case = Case.objects.create(
            brand=conversation.brand,
            customer=conversation.handle.customer,
            title=(title.strip() or conversation.subject or conversation.preview or _("Without a title"))[:200],
            category=category,
            owner=owner or by,
            opened_by=by,
            opened_at=now(),
            started_at=first.counts_from if first else now(),
        )
        data = {"conversation": conversation.pk, "after": {EXISTS: True}}
        event = record("case.opened", case, by=by, data=data, before={EXISTS: False})
        tell_owner(case, owner, by, event)
        case.gather(conversation, by)
    return Case.objects.get(pk=case.pk)


class Gatherable(models.Model):
    """What a case does with conversations."""

    class Meta:
        abstract = True

    def gather(self: Case, conversation: Conversation, by: Person | None) -> Event | None:
        """Add a conversation of the same brand; None when it was there already."""
        from webcare.cases.case import Gathering  # noqa: PLC0415 - case.py needs this file

        if conversation.brand_id != self.brand_id:
            raise CannotGather(_("The conversation belongs to another brand."))
        with transaction.atomic():
            hold(self)
            _gathering, made = Gathering.objects.get_or_create(
                case=self, conversation=conversation, defaults={"by": by}
            )
            return self._tell_of("case.gathered", conversation, by, inside=True) if made else None

    def part(self: Case, conversation: Conversation, by: Person) -> Event | None:
        """Take a conversation out again; None when it was not there."""
        with transaction.atomic():
            gone, _rows = self.gatherings.filter(conversation=conversation).delete()
            return self._tell_of("case.parted", conversation, by, inside=False) if gone else None

    def _tell_of(self: Case, verb: str, conversation: Conversation, by: Person | None, *, inside: bool) -> Event:
        changed([self.topic, "cases", conversation.topic, "queue"])
        place = place_of(conversation.pk)
        data = {"conversation": conversation.pk, "after": {place: inside}}
        return record(verb, self, by=by, under=conversation, data=data, before={place: not inside})


def place_of(conversation_id: int) -> str:
    """What the ledger calls a conversation's place in a case."""
    return f"gathered:{conversation_id}"


def _stands(case: Case, event: Event) -> bool:
    inside = case.gatherings.filter(conversation=event.data["conversation"]).exists()
    return inside is event.data["after"][place_of(event.data["conversation"])]


def _put_back(events: Sequence[Event]) -> None:
    from webcare.cases.case import Gathering  # noqa: PLC0415 - case.py needs this file

    for event in events:
        pair = {"case_id": event.subject_id, "conversation_id": event.data["conversation"]}
        if event.before[place_of(pair["conversation_id"])]:
            Gathering.objects.get_or_create(**pair, defaults={"by_id": event.actor_id})
        else:
            Gathering.objects.filter(**pair).delete()


def _is_untouched(case: Case, event: Event) -> bool:
    """Whether nobody has done anything with it since: what was written down on a case is not thrown away with it."""
    inside = list(case.gatherings.values_list("conversation_id", flat=True))
    return case.version == 0 and inside == [event.data["conversation"]] and not case.notes.exists()


def _unmake(events: Sequence[Event]) -> None:
    """The cases were never there; their clocks go along, and so does what was told about them."""
    from webcare.cases.case import Case  # noqa: PLC0415 - case.py needs this file

    ids = [event.subject_id for event in events]
    forget([told_as(event) for event in events])
    Event.objects.filter(verb="case.gathered", subject_kind="case", subject_id__in=ids).update(undone_at=now())
    Case.objects.filter(pk__in=ids).delete()
    changed(["board", *(f"conversation:{event.data['conversation']}" for event in events)])


_GATHERED = Way(_stands, _put_back)
WAYS_BACK = {"case.opened": Way(_is_untouched, _unmake), "case.gathered": _GATHERED, "case.parted": _GATHERED}
"""How it is undone that a case was opened, and that a conversation came into it, or left it."""
