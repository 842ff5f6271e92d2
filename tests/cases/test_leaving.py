"""A case whose owner can no longer work on it is nobody's, and its timeline says why."""

from __future__ import annotations

import pytest

from tests.world import World
from webcare.cases.case import Case
from webcare.cases.opening import open_case
from webcare.conversations.undoing import undo
from webcare.ledger.event import Event
from webcare.pages.desk import Desk
from webcare.pages.timeline import told
from webcare.team.employing import employ_as, leave
from webcare.team.person import Person, Role


@pytest.fixture
def world(db: None) -> World:
    return World.build()


def case_of(world: World, owner: Person) -> Case:
    return open_case(world.conversation(), world.noor, owner=owner)


def owner_of(case: Case) -> Person | None:
    case.refresh_from_db()
    return case.owner


def whys(case: Case) -> list[str]:
    gave_up = Event.objects.filter(verb="case.assigned", subject_id=case.pk, actor_kind="")
    return list(gave_up.values_list("why", flat=True))


def test_who_leaves_leaves_their_open_cases_to_everybody(world: World) -> None:
    hers, his = case_of(world, world.anna), case_of(world, world.daniel)
    leave(world.anna, world.joost)
    assert owner_of(hers) is None
    assert owner_of(his) == world.daniel
    assert whys(hers) == ["left the team"]
    event = Event.objects.get(verb="case.assigned", subject_id=hers.pk)
    assert event.before == {"owner_id": world.anna.pk}
    desk = Desk(world.noor)
    assert [line.detail for line in told(desk, [event])] == ["–"]


def test_a_closed_case_keeps_who_solved_it_until_it_opens_again(world: World) -> None:
    case = case_of(world, world.anna)
    case.close(world.anna, "Found the bag.")
    leave(world.anna, world.joost)
    assert owner_of(case) == world.anna
    case.reopen(world.noor, "It is not hers.")
    assert owner_of(case) is None
    assert whys(case) == ["can no longer work on it"]


def test_a_closing_that_is_undone_after_its_owner_left_leaves_it_to_everybody(world: World) -> None:
    case = case_of(world, world.anna)
    closing = case.close(world.noor, "Found the bag.")
    assert closing
    leave(world.anna, world.joost)
    undo(closing, world.noor)
    assert Case.objects.get(pk=case.pk).is_open
    assert owner_of(case) is None


def test_who_only_reads_or_loses_the_brand_has_no_case_of_it(world: World) -> None:
    hers, his = case_of(world, world.anna), case_of(world, world.daniel)
    employ_as(world.anna, world.joost, name="Anna", role=Role.READER, teams=world.anna.teams.all())
    employ_as(world.daniel, world.joost, name="Daniel", role=Role.AGENT, teams=[])
    assert (owner_of(hers), owner_of(his)) == (None, None)
    assert whys(hers) == whys(his) == ["can no longer work on it"]


def test_another_name_changes_nothing(world: World) -> None:
    hers = case_of(world, world.anna)
    employ_as(world.anna, world.joost, name="Anna B.", role=Role.AGENT, teams=world.anna.teams.all())
    assert owner_of(hers) == world.anna
    assert whys(hers) == []
