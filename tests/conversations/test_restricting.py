"""Muted, blocked, reported: with a reason, until when, here in any case and on the network where it can."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.racing import race
from tests.scripted import ScriptedNetwork
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.moderation import moderate_waiting
from webcare.conversations.moving import NotPossible, ReasonMissing, Unchanged
from webcare.conversations.restricting import FOR_GOOD, lift, lift_due, next_lift, restrict
from webcare.conversations.restriction import Restriction
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.lib.now import now, real_now

HOUR = timedelta(hours=1)


def test_a_mute_holds_here_and_on_the_network_until_it_is_lifted(
    world: World, account: Account, network: ScriptedNetwork
) -> None:
    henk = world.handle(cast.TROLL, account.network)
    restriction = restrict(world.anna, henk, account, "mute", "ten insults today")
    assert henk.muted_until == FOR_GOOD
    moderate_waiting()
    restriction.refresh_from_db()
    assert restriction.applied_at
    lift(restriction, world.noor)
    moderate_waiting()
    henk.refresh_from_db()
    assert henk.muted_until is None
    assert [action for action, *_ in network.done] == ["mute", "unmute"]
    log = Event.objects.filter(subject_kind="handle", subject_id=henk.pk).order_by("pk")
    assert [(event.verb, event.why) for event in log] == [("handle.muted", "ten insults today"), ("handle.unmuted", "")]


def test_it_wants_a_reason_and_an_end_in_the_future(world: World, account: Account) -> None:
    henk = world.handle(cast.TROLL, account.network)
    with pytest.raises(ReasonMissing):
        restrict(world.anna, henk, account, "mute", " ")
    with pytest.raises(NotPossible, match="future"):
        restrict(world.anna, henk, account, "mute", "insults", now() - HOUR)
    with pytest.raises(NotPossible, match="reports"):
        restrict(world.anna, henk, account, "report", "insults")
    assert not Restriction.objects.exists()


def test_where_the_network_cannot_it_holds_here(world: World) -> None:
    mailer = world.handle(cast.OKAFOR, "email")
    restriction = restrict(world.anna, mailer, world.mail, "block", "threats")
    assert mailer.blocked_at
    assert restriction.order is None
    assert moderate_waiting() == 0


def test_it_ends_by_itself(world: World, account: Account) -> None:
    henk = world.handle(cast.TROLL, account.network)
    restrict(world.anna, henk, account, "mute", "insults", now() + HOUR)
    due = next_lift()
    assert due and due > real_now()
    assert lift_due(now()) == 0
    assert lift_due(now() + 2 * HOUR) == 1
    assert lift_due(now() + 2 * HOUR) == 0
    henk.refresh_from_db()
    assert henk.muted_until is None
    assert Event.objects.get(verb="handle.unmuted").why == "expired"


def test_of_two_mutes_the_longer_one_counts(world: World, account: Account) -> None:
    henk = world.handle(cast.TROLL)
    short = restrict(world.anna, henk, world.x, "mute", "insults", now() + HOUR)
    long = restrict(world.anna, henk, world.holidays_x, "mute", "insults", now() + 3 * HOUR)
    lift(short, world.anna)
    henk.refresh_from_db()
    assert henk.muted_until == long.expires_at
    with pytest.raises(Unchanged):
        lift(short, world.anna)


def test_a_refusal_of_the_network_stands_in_the_log(world: World, account: Account, network: ScriptedNetwork) -> None:
    henk = world.handle(cast.TROLL, account.network)
    restriction = restrict(world.anna, henk, account, "block", "threats")
    network.troubles.append(DeliveryError("They cannot be blocked.", permanent=True))
    moderate_waiting()
    restriction.refresh_from_db()
    assert (restriction.applied_at, restriction.error) == (None, "They cannot be blocked.")
    henk.refresh_from_db()
    assert henk.blocked_at


@pytest.mark.django_db(transaction=True)
def test_two_who_block_at_once_do_it_once(world: World, account: Account) -> None:
    henk = world.handle(cast.TROLL, account.network)
    results = race(
        lambda: restrict(world.anna, henk, account, "block", "threats"),
        lambda: restrict(world.daniel, henk, account, "block", "threats"),
    )
    assert sorted(type(result).__name__ for result in results) == ["Restriction", "Unchanged"]
    assert Restriction.objects.count() == 1
