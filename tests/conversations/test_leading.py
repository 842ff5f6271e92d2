"""A network goes dark: nothing leaves, nothing is lost, and who waits is led elsewhere, once, by proof only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.budget import at_most, same_cost
from tests.killing import dies_at
from tests.racing import race
from tests.scripted import NETWORK, ScriptedNetwork
from tests.world import EMAIL, World, X
from webcare.cases.opening import open_case
from webcare.channels.account import Account
from webcare.channels.adapter import Length
from webcare.channels.delivery import Delivery
from webcare.channels.outage import Outage, close, dark, declare
from webcare.channels.refuge import write_plan
from webcare.clocks.clock import Clock
from webcare.clocks.winding import wind
from webcare.conversations import leading
from webcare.conversations.conversation import Conversation
from webcare.conversations.crossing import Crossing, comes_from, goes_on_in
from webcare.conversations.leading import failures, lead_all, lead_one, lead_waiting, progress
from webcare.conversations.message import Message
from webcare.conversations.moving import NotPossible
from webcare.conversations.reaching import prospects, ways_on
from webcare.conversations.settling import settle
from webcare.customers.customer import Customer
from webcare.customers.handle import Handle
from webcare.customers.linking import Proof
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.lib.now import now, real_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def waits(world: World) -> Conversation:
    """Bram waits on X, and his clock runs."""
    conversation = world.conversation(cast.BRAM, "Waar is mijn koffer?", ago=timedelta(minutes=30))
    wind([conversation.pk])
    return conversation


def elsewhere(world: World, account: Account, customer: cast.Customer = cast.BRAM, **more: object) -> Conversation:
    """The same customer has written there in private, and it is proven that it is the same one."""
    place = world.conversation(customer, "Dank u wel!", account=account, private=True, ago=timedelta(days=1), **more)
    Message.objects.filter(conversation=place).update(need="thanks")
    place.handle.link(world.handle(customer, X).customer, world.noor, Proof.BOTH, "said so on both")
    settle([place.pk])
    place.refresh_from_db()
    return place


@pytest.fixture
def outage(world: World, waits: Conversation) -> Outage:
    return declare(X, world.noor, now())


def led() -> None:
    while lead_waiting():
        pass


def said_in(place: Conversation) -> list[str]:
    return [message.text for message in place.messages.filter(ours=True).order_by("pk")]


def test_who_waits_is_told_where_it_goes_on_in_their_language_once(
    world: World, account: Account, waits: Conversation, outage: Outage
) -> None:
    place = elsewhere(world, account)
    write_plan(X, world.joost, world.mail, {"nl": "{network} doet het niet; we gaan hier op {refuge} verder."})
    assert lead_all(outage, world.noor) == 1
    led()
    assert said_in(place) == ["X doet het niet; we gaan hier op Scripted verder."]
    assert goes_on_in(waits) == place and comes_from(place) == [waits]
    assert lead_all(outage, world.noor) == 0, "pressed twice"
    assert lead_all(outage, world.joost) == 0, "and by somebody else"
    led()
    assert len(said_in(place)) == 1
    message = place.messages.get(ours=True)
    assert (message.author, message.automatic, message.private) == (world.noor, True, True)
    assert Event.objects.filter(verb="conversation.led", subject_id=waits.pk, under_id=place.pk).count() == 1


def test_where_nothing_is_written_down_our_own_words_are_said(
    world: World, account: Account, waits: Conversation, outage: Outage
) -> None:
    elsewhere(world, account)
    found = prospects(X, world.noor, outage)
    assert [one.text.split(" ")[0] for one in found] == ["X"]
    assert "niet bereikbaar" in found[0].text and "Scripted" in found[0].text
    waits.language = "hu"
    waits.save()
    assert "not reachable" in prospects(X, world.noor, outage)[0].text, "in the language that we fall back to"


def test_the_clock_goes_on_and_the_answer_given_there_stops_it(
    world: World, account: Account, network: ScriptedNetwork, waits: Conversation, outage: Outage
) -> None:
    place = elsewhere(world, account)
    lead_all(outage, world.noor)
    led()
    waits.refresh_from_db()
    assert waits.is_waiting and Clock.objects.running().get(conversation=waits).started_at == waits.waiting_since
    world.message(place, "Hallo? Waar is hij nu?", at=now(), stored_at=now())
    settle([place.pk])
    reply = Conversation.objects.get(pk=place.pk).reply(world.anna, text="Morgen. ^AG", key="k1")
    assert (reply.conversation, reply.covers, reply.account) == (place, waits, account)
    for one in (waits, place):
        one.refresh_from_db()
        assert not one.is_waiting, "one answer for both"
    sent = {"sent_at": now(), "external_id": "s1"}
    Message.objects.filter(pk=reply.pk).update(**sent)
    wind([waits.pk, place.pk])
    assert not Clock.objects.running().filter(conversation__in=[waits, place]).exists()


def test_what_is_written_in_the_dark_conversation_leaves_there_and_answers_only_what_its_writer_saw(
    world: World, account: Account, waits: Conversation, outage: Outage
) -> None:
    place = elsewhere(world, account)
    lead_all(outage, world.noor)
    led()
    world.message(place, "En mijn jas?", at=now(), stored_at=now())
    settle([place.pk])
    reply = Conversation.objects.get(pk=waits.pk).reply(world.anna, text="Morgen. ^AG", key="k1")
    assert (reply.conversation, reply.covers) == (place, waits)
    outgoing = Delivery.objects.get(key=reply.key).outgoing
    assert outgoing["recipient"] == place.handle.external_id and outgoing["private"]
    known = set(place.messages.values_list("external_id", flat=True))
    assert outgoing["in_reply_to"] in known and not outgoing["goes_on_from"], "X's ids mean nothing there"
    waits.refresh_from_db()
    place.refresh_from_db()
    assert (waits.is_waiting, place.is_waiting) == (False, True), "nobody had the coat before them"
    assert reply.take_back(world.anna)
    assert waits.draft_of(world.anna), "the words are where they were written"
    waits.refresh_from_db()
    assert waits.is_waiting


def test_it_belongs_to_the_same_case(world: World, account: Account, waits: Conversation, outage: Outage) -> None:
    case = open_case(waits, world.anna, title="Koffer")
    place = elsewhere(world, account)
    lead_all(outage, world.noor)
    led()
    assert set(case.conversations.all()) == {waits, place}


def test_likeness_is_no_proof_and_who_is_muted_blocked_or_of_another_brand_is_left_alone(
    world: World, account: Account, waits: Conversation, outage: Outage
) -> None:
    stranger = world.conversation(cast.BRAM, account=world.mail)
    assert stranger.handle.name == waits.handle.name
    assert [one.place for one in prospects(X, world.noor, outage)] == [None]
    place = elsewhere(world, account)
    for change in ({"blocked_at": now()}, {"blocked_at": None, "muted_until": now() + timedelta(days=1)}):
        type(place.handle).objects.filter(pk=place.handle_id).update(**change)
        assert [one.place for one in prospects(X, world.noor, outage)] == [None], change
    type(place.handle).objects.filter(pk=place.handle_id).update(muted_until=None)
    assert [one.place for one in prospects(X, world.noor, outage)] == [place]
    Conversation.objects.filter(pk=place.pk).update(brand=world.holidays)
    assert [one.place for one in prospects(X, world.noor, outage)] == [None]
    assert prospects(X, world.newcomer, outage) == [], "one leads only whom one sees"


def test_windows_rations_and_lengths_are_kept_and_said(
    world: World, account: Account, network: ScriptedNetwork, waits: Conversation, outage: Outage
) -> None:
    elsewhere(world, account)
    network.capabilities = replace(network.capabilities, windows=True)
    network.window = timedelta(hours=1)
    closed = prospects(X, world.noor, outage)[0]
    assert closed.place is None and "took answers here until" in closed.why
    network.window = timedelta(days=7)
    network.capabilities = replace(network.capabilities, private=Length(20))
    assert "too long" in prospects(X, world.noor, outage)[0].why
    network.capabilities = replace(network.capabilities, private=Length(1000))
    assert prospects(X, world.noor, outage)[0].place


def test_the_refuge_of_the_plan_comes_first_and_a_dark_refuge_never(
    world: World, account: Account, waits: Conversation, outage: Outage
) -> None:
    there, mail = elsewhere(world, account), elsewhere(world, world.mail)
    Conversation.objects.filter(pk=there.pk).update(last_message_at=now())
    assert prospects(X, world.noor, outage)[0].place == there, "where they were last"
    write_plan(X, world.joost, world.mail, {})
    assert prospects(X, world.noor, outage)[0].place == mail
    declare(EMAIL, world.noor, now())
    assert prospects(X, world.noor, outage)[0].place == there
    declare(NETWORK, world.noor, now())
    assert prospects(X, world.noor, outage)[0].place is None


def test_one_who_waits_twice_is_told_once(world: World, account: Account, waits: Conversation, outage: Outage) -> None:
    again = world.conversation(cast.BRAM, "En mijn tas?")
    place = elsewhere(world, account)
    assert lead_all(outage, world.noor) == 2
    led()
    assert len(said_in(place)) == 1
    assert {goes_on_in(one) for one in (waits, again)} == {place}


def test_who_was_answered_or_parted_before_the_worker_came_is_not_written_to(
    world: World, account: Account, waits: Conversation, outage: Outage
) -> None:
    place = elsewhere(world, account)
    lead_all(outage, world.noor)
    place.handle.unlink(world.noor, "a brother")
    led()
    assert said_in(place) == []
    assert [one.why for one in failures(outage, world.noor)] == [leading.PARTED]
    assert (progress(outage).done, progress(outage).failed) == (0, 1)


def test_a_network_that_takes_no_more_when_it_is_their_turn_is_told_with_its_reason(
    world: World, account: Account, network: ScriptedNetwork, waits: Conversation, outage: Outage
) -> None:
    place = elsewhere(world, account)
    lead_all(outage, world.noor)
    network.capabilities = replace(network.capabilities, private=Length(5))
    led()
    assert said_in(place) == [] and "too long" in failures(outage, world.noor)[0].why


def test_somebody_goes_on_by_hand_where_else_the_customer_is_proven_to_be(
    world: World, account: Account, waits: Conversation, outage: Outage
) -> None:
    place = elsewhere(world, account)
    assert ways_on(waits) == [place]
    assert lead_one(waits, place, world.anna) == place
    assert lead_one(waits, place, world.daniel) == place, "twice is once"
    assert said_in(place) == [], "in the agent's own words"
    assert waits.reply(world.anna, text="Hier verder. ^AG", key="k1").conversation == place
    assert lead_all(outage, world.noor) == 0


def test_without_a_dark_network_nothing_is_led(world: World, account: Account, waits: Conversation) -> None:
    place = elsewhere(world, account)
    with pytest.raises(NotPossible):
        lead_one(waits, place, world.anna)
    assert waits.reply(world.anna, text="Morgen. ^AG", key="k1").conversation == waits


def test_it_is_declared_once_and_written_down(world: World) -> None:
    first, second = declare(X, world.noor, now()), declare(X, world.joost, now())
    assert first == second and dark(X) == first and first.by == world.noor
    assert Event.objects.filter(verb="outage.declared").count() == 1
    assert close(first, world.joost) and not close(first, world.noor)
    assert Event.objects.filter(verb="outage.closed").count() == 1


def crowd(world: World, account: Account, number: int, begin: int) -> None:
    """So many more wait on X, each of whom has written there too: in private, or in public with a private exchange beside."""
    at = now() - timedelta(minutes=20)
    met = Customer.objects.bulk_create(Customer(name=f"Passenger {begin + n}") for n in range(number))
    handles = Handle.objects.bulk_create(
        Handle(network=network, external_id=f"crowd:{customer.pk}", name=customer.name, customer=customer)
        for network in (X, account.network)
        for customer in met
    )
    rows = Conversation.objects.bulk_create(
        Conversation(
            account=there, brand=there.brand, network=there.network, handle=handle, private=private, opened_at=at, language="nl",
            waiting_since=at if there == world.x else None, thread_key=f"private:{handle.external_id}" if private else f"{handle.pk}",
        )
        for n, handle in enumerate(handles)
        for there in (world.x if n < number else account,)
        for private in ((False,) if n < number else (True,) if n % 2 else (True, False))
    )  # fmt: skip
    Message.objects.bulk_create(
        Message(conversation=row, account=row.account, handle=row.handle, private=row.private, text="Waar?", ours=False,
                external_id=f"crowd:{row.pk}", sent_at=at, received_at=at, counts_from=at)
        for row in rows
    )  # fmt: skip


def test_hundreds_who_wait_are_looked_up_and_approved_at_the_price_of_a_few(
    world: World, account: Account, network: ScriptedNetwork, outage: Outage
) -> None:
    network.window = timedelta(days=1)
    network.capabilities = replace(network.capabilities, windows=True, rations=True, hand_over=True)
    crowd(world, account, 50, 0)
    few = [one for one in prospects(X, world.noor, outage) if one.place]
    assert len(few) == 50
    same_cost(
        lambda: prospects(X, world.noor, outage),
        lambda: prospects(X, world.noor, outage),
        lambda: crowd(world, account, 450, 50),
    )
    with at_most(20):
        assert lead_all(outage, world.noor) == 500


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_the_same_moment_and_three_workers_tell_once(
    world: World, account: Account, waits: Conversation, outage: Outage
) -> None:
    place = elsewhere(world, account)
    world.conversation(cast.BRAM, "En mijn tas?")
    race(lambda: lead_all(outage, world.noor), lambda: lead_all(outage, world.joost))
    race(lead_waiting, lead_waiting, lead_waiting)
    led()
    assert len(said_in(place)) == 1
    assert Crossing.objects.made().count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_at_whatever_step_leaves_one_sentence_there(
    world: World, account: Account, waits: Conversation, outage: Outage
) -> None:
    place = elsewhere(world, account)
    lead_all(outage, world.noor)
    deaths = 0
    for step in range(2, 80, 9):
        died = dies_at(step, lead_waiting)
        deaths += died
        assert len(said_in(place)) == Crossing.objects.made().count(), "told and written down, or neither"
        Crossing.objects.update(leased_until=None, next_attempt_at=real_now())
        if not died:
            break
    led()
    assert len(said_in(place)) == 1
    assert deaths > 1, "it died before hardly anything"
