"""What somebody can no longer work on waits for everybody: they left, only read from now on, or lost the brand."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from webcare.conversations.claiming import free
from webcare.conversations.conversation import Conversation
from webcare.conversations.moving import Move, Unchanged, move_all
from webcare.ledger.event import Event
from webcare.lib.now import now
from webcare.team.person import Person, Role
from webcare.team.team import Team

ASSIGNMENT = {"assignee_id": None}
LEFT = gettext_noop("left the team")
OUT_OF_REACH = gettext_noop("can no longer work on it")
CLAIM = {"holder_id": None, "held_until": None}


def give_up_work(events: Sequence[Event]) -> None:
    """What is theirs of those who left or changed; a colleague who shares it, or its team, keeps it. A reaction."""
    people = [event.subject_id for event in events]
    left = events[0].verb == "person.left"
    _give_up(LEFT if left else OUT_OF_REACH, Q(assignee__in=people), Q(holder__in=people))


def give_up_work_of_teams(events: Sequence[Event]) -> None:
    """What a team no longer sees, or somebody who was in it. A team that is about to go sees nothing. A reaction."""
    gone = [event.subject_id for event in events if event.verb == "team.removed"]
    _give_up(OUT_OF_REACH, Q(assignee__isnull=False), Q(holder__isnull=False), gone)
    sees = Team.objects.exclude(pk__in=gone).filter(pk=OuterRef("team"), brands=OuterRef("brand"))
    _move("conversation.unassigned", OUT_OF_REACH, Q(team__isnull=False) & ~Q(Exists(sees)), {"team_id": None})


def _give_up(why: str, assigned: Q, held: Q, gone: Collection[int] = ()) -> None:
    _move("conversation.unassigned", why, assigned & ~works_on("assignee", gone), ASSIGNMENT)
    _move("conversation.released", why, held & ~free(now()) & ~works_on("holder", gone), CLAIM)


def _move(verb: str, why: str, possible: Q, changes: dict[str, None]) -> None:
    """Closed ones too: a customer who writes again opens them as they were."""
    giving_up = Move(
        verb=verb,
        possible=possible,
        changes=changes,
        refusal=lambda _conversation: Unchanged(_("It is nobody's already.")),
        why=why,
    )
    move_all(Conversation.objects.all(), giving_up, None)


def works_on(column: str, gone: Collection[int]) -> Q:
    """Whether the person in `column` may answer and sees the brand, the teams that are `gone` left aside."""
    person = Person.objects.get_queryset().answering().filter(pk=OuterRef(column))
    team = Team.objects.exclude(pk__in=gone).filter(people=OuterRef(column), brands=OuterRef("brand"))
    return Q(Exists(person)) & (Q(Exists(person.filter(role=Role.ADMINISTRATOR))) | Q(Exists(team)))
