"""What became of our public messages is asked now and then, no oftener than it may cost, and its newest figures are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.scripted import ScriptedNetwork, scripted_account, scripted_network
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.insight import Insight
from webcare.channels.spending import charge
from webcare.channels.tariff import Item, Tariff
from webcare.conversations.insight import AccountDay, MessageInsight
from webcare.conversations.measuring import AGAIN, measure_due
from webcare.conversations.message import Message
from webcare.demo import cast
from webcare.lib.now import now

pytestmark = pytest.mark.django_db
PAID = Tariff("US$", (Item("read", "a post that we read", "1"),))


@pytest.fixture
def network() -> Iterator[ScriptedNetwork]:
    with scripted_network() as network:
        network.capabilities = replace(network.capabilities, insights=2)
        yield network


@pytest.fixture
def account(world: World, network: ScriptedNetwork) -> Account:
    Account.objects.exclude(network="scripted").delete()
    return scripted_account(world.air)


def answers(world: World, account: Account, *names: str, ago: timedelta = timedelta(hours=1)) -> list[Message]:
    talk = world.conversation(cast.BRAM, account=account)
    return [world.message(talk, "Found!", by=world.anna, external_id=name, at=now() - ago) for name in names]


def asked(network: ScriptedNetwork) -> list[str]:
    return [what for call, what, _ in network.done if call == "insights"]


def later(by: timedelta) -> None:
    """As if the last question were so long ago."""
    for day in AccountDay.objects.exclude(asked_at=None):
        day.asked_at = (day.asked_at or now()) - by
        day.save()


def test_each_public_answer_has_its_figures_and_the_account_its_followers(
    world: World, network: ScriptedNetwork, account: Account
) -> None:
    first, _second, third = answers(world, account, "1", "2", "3")
    network.seen = {"1": Insight("1", views=40, likes=2), "3": Insight("3", likes=0), "9": Insight("9", likes=5)}
    assert measure_due() == 2
    assert sorted(len(each.split(",")) for each in asked(network)) == [1, 2], "as many at once as it takes"
    assert MessageInsight.objects.get(pk=first.pk).figures == (40, 2, None, None, None)
    assert MessageInsight.objects.get(pk=third.pk).figures == (None, 0, None, None, None)
    assert AccountDay.objects.get().followers == 1_234


def test_only_what_stands_in_public_and_is_young_is_asked_for(
    world: World, network: ScriptedNetwork, account: Account
) -> None:
    answers(world, account, "old", ago=timedelta(days=8))
    deleted, _young = answers(world, account, "deleted", "young")
    Message.objects.filter(pk=deleted.pk).update(deleted_at=now())
    private = world.conversation(cast.BRAM, account=account, private=True)
    world.message(private, "Between us.", by=world.anna, external_id="private")
    measure_due()
    assert asked(network) == ["young"]


def test_after_some_hours_they_are_asked_for_again_and_replaced(
    world: World, network: ScriptedNetwork, account: Account
) -> None:
    (message,) = answers(world, account, "1")
    for likes in (1, 7):
        network.seen = {"1": Insight("1", likes=likes)}
        measure_due()
        measure_due()
        later(AGAIN + timedelta(minutes=1))
    assert len(asked(network)) == 2
    assert MessageInsight.objects.get(pk=message.pk).likes == 7


def test_where_a_question_costs_it_is_asked_once_a_day_and_for_as_many_days_as_is_set(
    world: World, network: ScriptedNetwork, account: Account
) -> None:
    paying(network, account, insight_days="3")
    answers(world, account, "four days old", ago=timedelta(days=4))
    answers(world, account, "two days old", ago=timedelta(days=2))
    measure_due()
    later(AGAIN + timedelta(minutes=1))
    measure_due()
    assert asked(network) == ["two days old"]


@pytest.mark.parametrize("days", ["0", "", "some"])
def test_nobody_asks_where_nobody_wants_to_pay(
    world: World, network: ScriptedNetwork, account: Account, days: str
) -> None:
    paying(network, account, insight_days=days)
    answers(world, account, "1")
    assert measure_due() == 0
    assert not asked(network)


def test_nobody_asks_once_the_budget_is_used_up(world: World, network: ScriptedNetwork, account: Account) -> None:
    application = paying(network, account, budget="5")
    answers(world, account, "1")
    charge(application, {"read": 5})
    assert measure_due() == 0
    assert not asked(network)


def test_trouble_is_kept_for_the_report_takes_no_access_away_and_is_over_when_it_is(
    world: World, network: ScriptedNetwork, account: Account
) -> None:
    paying(network, account)
    answers(world, account, "1")
    network.troubles = [DeliveryError("A permission is missing.", True, reauth=True)]
    measure_due()
    assert AccountDay.objects.get().trouble == "A permission is missing."
    account.refresh_from_db()
    assert account.reauth_at is None
    measure_due()
    assert len(asked(network)) == 1, "it is not asked again at once"
    later(AGAIN + timedelta(minutes=1))
    measure_due()
    assert AccountDay.objects.get().trouble == ""


def test_an_account_in_unknown_trouble_does_not_keep_the_others_waiting(
    world: World, network: ScriptedNetwork, account: Account
) -> None:
    answers(world, account, "1")
    answers(world, scripted_account(world.air), "2")
    network.seen = {"1": Insight("1", likes=1), "2": Insight("2", likes=1)}
    network.troubles = [RuntimeError("a riddle")]
    assert measure_due() == 1


def test_accounts_that_are_not_connected_are_left_alone(
    world: World, network: ScriptedNetwork, account: Account
) -> None:
    answers(world, account, "1")
    account.revoke("The password was changed.")
    measure_due()
    assert not asked(network)


def paying(network: ScriptedNetwork, account: Account, **settings: str) -> Application:
    network.capabilities = replace(network.capabilities, tariff=PAID)
    application = Application.objects.create(network="scripted", name="Ours", settings=settings)
    Account.objects.filter(pk=account.pk).update(application=application)
    return application
