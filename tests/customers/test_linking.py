"""Two handles are one customer by proof only, and it can be taken back."""

from __future__ import annotations

import pytest

from tests.world import World
from webcare.cases.opening import open_case
from webcare.conversations.undoing import undo
from webcare.customers.customer import Customer
from webcare.customers.handle import Handle
from webcare.customers.linking import CannotLink, Proof
from webcare.demo import cast
from webcare.ledger.event import Event

BY_PHONE = "called the number of booking K7PQ2M"


@pytest.fixture
def world(db: None) -> World:
    return World.build()


@pytest.fixture
def on_x(world: World) -> Handle:
    return world.handle(cast.BRAM)


@pytest.fixture
def by_mail(world: World) -> Handle:
    return world.handle(cast.BRAM, "email")


def test_the_same_name_on_two_networks_is_two_customers(on_x: Handle, by_mail: Handle) -> None:
    assert on_x.name == by_mail.name
    assert on_x.customer_id != by_mail.customer_id


def test_a_proof_makes_them_one_and_is_kept(world: World, on_x: Handle, by_mail: Handle) -> None:
    by_mail.link(on_x.customer, world.anna, Proof.PHONE, BY_PHONE)
    assert set(on_x.customer.handles.all()) == {on_x, by_mail}
    assert BY_PHONE in by_mail.proof and str(Proof.PHONE.label) in by_mail.proof
    event = Event.objects.get(verb="handle.linked")
    assert (event.actor_id, event.subject_id) == (world.anna.pk, by_mail.pk)


@pytest.mark.parametrize("words", ["", "  \n"])
def test_without_words_nothing_is_linked(world: World, on_x: Handle, by_mail: Handle, words: str) -> None:
    with pytest.raises(CannotLink):
        by_mail.link(on_x.customer, world.anna, Proof.BOTH, words)
    assert on_x.customer.handles.count() == 1


def test_the_customer_without_a_handle_leads_on(world: World, on_x: Handle, by_mail: Handle) -> None:
    alone = by_mail.customer
    by_mail.link(on_x.customer, world.anna, Proof.PHONE, BY_PHONE)
    alone.refresh_from_db()
    assert alone.merged_into == on_x.customer


def test_cases_go_along_and_come_back(world: World, on_x: Handle, by_mail: Handle) -> None:
    case = open_case(world.conversation(cast.BRAM, account=world.mail), world.anna)
    before = by_mail.customer
    by_mail.link(on_x.customer, world.anna, Proof.PHONE, BY_PHONE)
    case.refresh_from_db()
    assert case.customer == on_x.customer
    by_mail.unlink(world.anna, "He has a brother.")
    case.refresh_from_db()
    assert case.customer == before


def test_separated_they_are_who_they_were(world: World, on_x: Handle, by_mail: Handle) -> None:
    before = by_mail.customer
    by_mail.link(on_x.customer, world.anna, Proof.PHONE, BY_PHONE)
    by_mail.unlink(world.anna, "He has a brother.")
    before.refresh_from_db()
    assert by_mail.customer == before and by_mail.proof == ""
    assert before.merged_into is None
    assert Event.objects.get(verb="handle.unlinked").why == "He has a brother."


def test_an_undo_is_as_if_nothing_had_been_linked(world: World, on_x: Handle, by_mail: Handle) -> None:
    before = by_mail.customer
    undo(by_mail.link(on_x.customer, world.anna, Proof.PHONE, BY_PHONE), world.anna)
    by_mail.refresh_from_db()
    before.refresh_from_db()
    assert (by_mail.customer, by_mail.proof, before.merged_into) == (before, "", None)


def test_what_nobody_linked_cannot_be_separated(world: World, on_x: Handle) -> None:
    with pytest.raises(CannotLink):
        on_x.unlink(world.anna, "I think so.")


def test_a_separated_handle_whose_customer_is_gone_gets_a_new_one(world: World, on_x: Handle, by_mail: Handle) -> None:
    before = by_mail.customer
    by_mail.link(on_x.customer, world.anna, Proof.PHONE, BY_PHONE)
    before.delete()
    by_mail.unlink(world.anna, "He has a brother.")
    assert by_mail.customer not in (None, on_x.customer)
    assert Customer.objects.get(pk=by_mail.customer_id).name == by_mail.name
