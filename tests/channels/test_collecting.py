"""Fetching what networks do not bring: trouble half-way loses nothing, and does not hold others up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import psycopg.conninfo
import pytest
from django.conf import settings

from tests.scripted import ScriptedNetwork, scripted_account, scripted_network
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, RawEvent
from webcare.channels.collecting import collect, collect_quiet
from webcare.channels.receipt import Receipt
from webcare.lib.waking import WORK

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def network() -> Iterator[ScriptedNetwork]:
    with scripted_network() as network:
        network.capabilities = replace(network.capabilities, polls=True)
        yield network


def asked(account: Account, events: int, trouble: Exception | None) -> Iterator[RawEvent]:
    """So many events, and then the trouble."""
    for number in range(events):
        account.cursor = {"upto": number}
        yield RawEvent(f"{account.pk}:{number}", b"{}")
    if trouble:
        raise trouble


def test_what_came_before_the_trouble_is_worked_on_at_once_and_not_fetched_again(
    network: ScriptedNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = scripted_account(World.build().air)
    monkeypatch.setattr(
        network, "catch_up", lambda account: asked(account, 3, DeliveryError("The line broke.")), raising=False
    )
    with psycopg.connect(address_of_tests(), autocommit=True) as bell:
        bell.execute(f"LISTEN {WORK}")
        assert collect(account) == 3
        assert next(bell.notifies(timeout=20, stop_after=1), None)
    assert Receipt.objects.count() == 3
    assert Account.objects.get(pk=account.pk).cursor == {"upto": 2}


def test_an_account_in_unknown_trouble_does_not_keep_the_others_waiting(
    network: ScriptedNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World.build()
    Account.objects.exclude(network="scripted").delete()
    broken, sound = scripted_account(world.air), scripted_account(world.air)
    monkeypatch.setattr(
        network,
        "catch_up",
        lambda account: asked(account, 1, RuntimeError("a riddle") if account.pk == broken.pk else None),
        raising=False,
    )
    assert collect_quiet() == 1
    assert set(Receipt.objects.values_list("account", flat=True)) == {broken.pk, sound.pk}


def address_of_tests() -> str:
    names = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT", "password": "PASSWORD"}
    known = settings.DATABASES["default"]
    return psycopg.conninfo.make_conninfo("", **{name: str(known[field]) for name, field in names.items()})
