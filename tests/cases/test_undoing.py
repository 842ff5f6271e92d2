"""What was done to a case comes back for a minute too, and its clock with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.racing import overtakes
from tests.world import World
from webcare.cases.case import Case, Category
from webcare.cases.opening import open_case
from webcare.clocks.clock import Clock
from webcare.conversations.moving import NotPossible
from webcare.conversations.undoing import CannotUndo, undo
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.pages.desk import Desk
from webcare.pages.knowledge import Knowledge
from webcare.pages.talk import Talk
from webcare.pages.timeline import titles_of
from webcare.team.notice import Notice


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


def test_a_case_that_was_opened_by_mistake_was_never_there(world: World) -> None:
    conversation = world.conversation()
    case = open_case(conversation, world.anna, owner=world.daniel)
    assert Notice.objects.filter(person=world.daniel).exists()
    undo(Event.objects.get(verb="case.opened"), world.anna)
    assert not Case.objects.exists()
    assert not Clock.objects.filter(promise_kind="resolution").exists()
    assert not Notice.objects.filter(person=world.daniel).exists()
    assert Event.objects.get(verb="case.gathered", subject_id=case.pk).undone_at
    assert not conversation.gatherings.exists()
    with pytest.raises(CannotUndo, match="undone already"):
        undo(Event.objects.get(verb="case.opened"), world.anna)


@pytest.mark.parametrize("act", ["note", "gather", "part", "status", "close"])
def test_a_case_with_which_somebody_did_something_stays(world: World, act: str) -> None:
    conversation = world.conversation()
    case = open_case(conversation, world.anna)
    acts: dict[str, Callable[[], object]] = {
        "note": lambda: case.write_note(world.daniel, "I look.", "k"),
        "gather": lambda: case.gather(world.conversation(cast.BRAM, account=world.mail), world.daniel),
        "part": lambda: case.part(conversation, world.daniel),
        "status": lambda: case.progress("others", world.daniel),
        "close": lambda: case.close(world.daniel, "Found in Lisbon."),
    }
    acts[act]()
    with pytest.raises(CannotUndo, match="changed since"):
        undo(Event.objects.get(verb="case.opened"), world.anna)
    assert Case.objects.exists()


def test_what_a_colleague_did_to_it_since_stays(world: World, case: Case) -> None:
    event = case.close(world.anna, "Found in Lisbon.")
    assert event
    case.reopen(world.daniel, "It is another suitcase.")
    with pytest.raises(CannotUndo, match="changed since"):
        undo(event, world.anna)


def raised(act: Callable[[], object]) -> object:
    try:
        return act()
    except Exception as error:  # noqa: BLE001 - which one it is, is the question
        return error


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["gather", "note"])
def test_who_works_on_a_case_whose_opening_is_being_undone_is_told_so(act: str) -> None:
    world = World.build()
    case, mail = open_case(world.conversation(), world.anna), world.conversation(cast.BRAM, account=world.mail)
    opened = Event.objects.get(verb="case.opened")
    late = {
        "gather": lambda: case.gather(mail, world.daniel),
        "note": lambda: case.write_note(world.daniel, "She called.", "a-key"),
    }[act]
    said = overtakes(lambda: undo(opened, world.anna), lambda: raised(late))
    assert isinstance(said, NotPossible), said
    assert "undone" in str(said)
    assert not Case.objects.exists()


def test_what_came_into_which_case_is_told_at_the_conversation(world: World, case: Case) -> None:
    case.retitle("Lost bag", world.anna)
    mail = world.conversation(cast.BRAM, account=world.mail)
    case.gather(mail, world.anna)
    desk = Desk(world.noor)
    entries = Talk.of(desk, mail).entries
    assert [entry.detail for entry in entries if entry.event] == ["Lost bag"]
    assert [line.detail for line in Knowledge.of(desk, mail).timeline if line.event.verb == "case.gathered"] == [
        "Lost bag"
    ]
    world.giulia.teams.clear()
    assert titles_of(Desk(world.giulia), list(Event.objects.all())) == {}
