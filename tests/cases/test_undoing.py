"""What was done to a case comes back for a minute too, and its clock with it."""

from __future__ import annotations

import pytest

from tests.world import World
from webcare.cases.case import Case, Category
from webcare.cases.opening import open_case
from webcare.clocks.clock import Clock
from webcare.conversations.undoing import CannotUndo, undo
from webcare.ledger.event import Event


@pytest.fixture
def world(db: None) -> World:
    return World.build()


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world.conversation(), world.anna)


def state(case: Case) -> tuple[object, ...]:
    case.refresh_from_db()
    running = Clock.objects.running().filter(case=case).exists()
    return case.closed_at, case.closed_by_id, case.resolution, case.owner_id, case.category_id, case.status, running


@pytest.mark.parametrize("act", ["close", "reopen", "give", "categorise", "progress"])
def test_after_an_undo_the_case_is_as_before(world: World, case: Case, act: str) -> None:
    if act == "reopen":
        case.close(world.noor, "Found in Lisbon, on its way.")
    before = state(case)
    event = {
        "close": lambda: case.close(world.anna, "Found in Lisbon."),
        "reopen": lambda: case.reopen(world.anna, "It is another suitcase."),
        "give": lambda: case.give_to(world.daniel, world.anna),
        "categorise": lambda: case.categorise(Category.objects.create(name="Baggage"), world.anna),
        "progress": lambda: case.progress("others", world.anna),
    }[act]()
    assert isinstance(event, Event)
    assert state(case) != before
    undo(event, world.anna)
    assert state(case) == before


def test_what_a_colleague_did_to_it_since_stays(world: World, case: Case) -> None:
    event = case.close(world.anna, "Found in Lisbon.")
    assert event
    case.reopen(world.daniel, "It is another suitcase.")
    with pytest.raises(CannotUndo, match="changed since"):
        undo(event, world.anna)
