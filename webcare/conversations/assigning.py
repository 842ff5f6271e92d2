"""Give a conversation to a person or a team, or to nobody in particular."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.conversations.moving import Move, NotPossible, Unchanged, move
from webcare.ledger.event import Event
from webcare.team.brand import Brand
from webcare.team.notice import NoticeKind
from webcare.team.person import Role
from webcare.team.telling import tell

if TYPE_CHECKING:
    from webcare.conversations.conversation import Conversation
    from webcare.team.person import Person
    from webcare.team.team import Team


class CannotTake(NotPossible):
    """The person or team cannot work on it: another brand, read-only, or gone."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s cannot work on this brand's conversations.") % {"name": name})


class Assignable(models.Model):
    """What a conversation can do to be somebody's."""

    class Meta:
        abstract = True

    def assign(self: Conversation, by: Person, person: Person | None = None, team: Team | None = None) -> Event:
        """Give it to a person (who is told), to a team, or to a person of a team. Raises CannotTake."""
        with transaction.atomic():
            event = move(self, assigning(person, team), by)
            if person and person.pk != by.pk:
                self.release(by)  # so that the other one can begin at once
                _tell_assignee(self, person, by, event)
        return event

    def unassign(self: Conversation, by: Person) -> Event:
        """Give it back to everybody."""
        return move(self, unassigning(), by)


def assigning(person: Person | None, team: Team | None) -> Move:
    """The transition behind `assign`; a team alone takes it from the person who had it."""
    if person is None and team is None:
        raise NotPossible(_("Choose a person or a team."))
    _check_person(person)
    changes = {"assignee_id": person.pk if person else None} | ({"team_id": team.pk} if team else {})
    names = [one.name for one in (person, team) if one]
    seen = frozenset(_brands(person, team).values_list("pk", flat=True))  # once, however many are refused

    def refusal(conversation: Conversation) -> NotPossible:
        if conversation.brand_id not in seen:
            return CannotTake(names[0])
        return Unchanged(_("%(name)s has it already.") % {"name": names[0]})

    return Move(
        verb="conversation.assigned",
        possible=~_is_so(changes) & Q(brand__in=seen),
        changes=changes,
        refusal=refusal,
        data={"to": names},
    )


def unassigning() -> Move:
    """The transition behind `unassign`."""
    return Move(
        verb="conversation.unassigned",
        possible=Q(assignee__isnull=False) | Q(team__isnull=False),
        changes={"assignee_id": None, "team_id": None},
        refusal=lambda _conversation: Unchanged(_("It is nobody's already.")),
    )


def _check_person(person: Person | None) -> None:
    if person and not (person.is_active and person.may(Role.AGENT)):
        raise CannotTake(person.name)


def _brands(person: Person | None, team: Team | None) -> models.QuerySet[Brand]:
    """The brands that everybody who gets it sees."""
    seen = person.brands() if person else Brand.objects.all()
    return seen.filter(pk__in=team.brands.values("pk")) if team else seen


def _is_so(changes: dict[str, int | None]) -> Q:
    return Q(*[Q(**{f"{name}__isnull": True}) if pk is None else Q(**{name: pk}) for name, pk in changes.items()])


def _tell_assignee(conversation: Conversation, person: Person, by: Person, event: Event) -> None:
    sentence = format_lazy(
        gettext_lazy("{name} gave you the conversation with {handle}"),
        name=by.name, handle=conversation.handle.shown,
    )  # fmt: skip
    tell(person, NoticeKind.ASSIGNED, f"assigned:{event.pk}", sentence, conversation.path)
