"""A case gathers conversations of several networks; what came in by mistake leaves again."""

from __future__ import annotations

import pytest

from tests.racing import race
from tests.world import World
from webcare.cases.case import Case, CaseNote, Gathering
from webcare.cases.handling import CannotHandle
from webcare.cases.opening import CannotGather, open_case
from webcare.conversations.conversation import Conversation
from webcare.conversations.moving import NotPossible
from webcare.conversations.undoing import CannotUndo, undo
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.team.notice import Notice
from webcare.team.person import Person, Role


@pytest.fixture
def world(db: None) -> World:
    return World.build()


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world.conversation(), world.anna)


@pytest.fixture
def mail(world: World) -> Conversation:
    return world.conversation(cast.BRAM, account=world.mail)


def inside(case: Case) -> set[int]:
    return set(Gathering.objects.filter(case=case).values_list("conversation_id", flat=True))


def test_a_case_gathers_conversations_of_several_networks(world: World, case: Case, mail: Conversation) -> None:
    assert case.gather(mail, world.anna)
    assert {row.network for row in case.conversations.all()} == {"x", "email"}


def test_what_is_in_the_case_already_is_not_gathered_again(world: World, case: Case, mail: Conversation) -> None:
    case.gather(mail, world.anna)
    assert case.gather(mail, world.daniel) is None
    assert Event.objects.filter(verb="case.gathered", under_id=mail.pk).count() == 1


def test_another_brands_conversation_stays_out(world: World, case: Case) -> None:
    with pytest.raises(CannotGather):
        case.gather(world.conversation(account=world.holidays_x), world.anna)


def test_gathering_can_be_undone(world: World, case: Case, mail: Conversation) -> None:
    event = case.gather(mail, world.anna)
    assert event
    undo(event, world.anna)
    assert mail.pk not in inside(case)
    assert Event.objects.get(pk=event.pk).undone_at


def test_parting_can_be_undone(world: World, case: Case, mail: Conversation) -> None:
    case.gather(mail, world.anna)
    event = case.part(mail, world.anna)
    assert event and mail.pk not in inside(case)
    undo(event, world.anna)
    assert mail.pk in inside(case)


def test_what_a_colleague_parted_since_is_not_undone_once_more(world: World, case: Case, mail: Conversation) -> None:
    event = case.gather(mail, world.anna)
    assert event
    case.part(mail, world.daniel)
    with pytest.raises(CannotUndo, match="changed since"):
        undo(event, world.anna)
    case.gather(mail, world.daniel)  # it is as it was, but by somebody else's hand
    with pytest.raises(CannotUndo, match="changed since"):
        undo(event, world.anna)


def test_a_key_that_wrote_something_else_swallows_no_note_of_a_case(
    world: World, case: Case, mail: Conversation
) -> None:
    note = case.write_note(world.anna, "we look", "used")
    assert case.write_note(world.anna, "we look", "used") == note
    for place, by in ((case, world.daniel), (open_case(mail, world.anna), world.anna)):
        with pytest.raises(NotPossible, match="Reload"):
            place.write_note(by, "another note", "used")
    assert CaseNote.objects.count() == 1


def test_only_who_can_work_on_the_brand_becomes_an_owner(world: World, case: Case) -> None:
    for stranger in (world.newcomer, world.willem):
        with pytest.raises(CannotHandle):
            case.give_to(stranger, world.anna)
    Person.objects.filter(pk=world.daniel.pk).update(is_active=False)
    world.daniel.refresh_from_db()
    with pytest.raises(CannotHandle):
        case.give_to(world.daniel, world.anna)
    with pytest.raises(CannotHandle):
        open_case(world.conversation(), world.anna, owner=world.newcomer)
    assert world.willem.role == Role.READER


def test_a_new_owner_is_told_and_who_takes_it_themselves_is_not(world: World, case: Case) -> None:
    case.give_to(world.daniel, world.anna)
    assert Notice.objects.get(person=world.daniel).path == case.path
    assert (
        open_case(world.conversation(), world.anna, owner=world.noor).path == Notice.objects.get(person=world.noor).path
    )
    case.give_to(world.anna, world.anna)
    assert not Notice.objects.filter(person=world.anna).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_gather_the_same_conversation_gather_it_once(db: None) -> None:
    world = World.build()
    case, mail = open_case(world.conversation(), world.anna), world.conversation(cast.BRAM, account=world.mail)
    won = race(lambda: case.gather(mail, world.anna), lambda: Case.objects.get().gather(mail, world.daniel))
    assert sorted(result is None for result in won) == [False, True]
    assert Event.objects.filter(verb="case.gathered", under_id=mail.pk).count() == 1
