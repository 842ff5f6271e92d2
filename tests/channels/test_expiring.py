"""Administrators hear a week and a day before an access ends, once each; whichever network ends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from sandbox.client import Sandbox
from tests.channels.doorway import doorway
from tests.channels.presences import presence
from tests.scripted import ScriptedNetwork, scripted_account, scripted_network
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.adapter import Check
from webcare.channels.expiring import warn_of_ends
from webcare.channels.registry import adapter
from webcare.channels.renewing import ENDS, LAST, over_at
from webcare.lib.now import real_now
from webcare.team.notice import Notice

DAY, WEEK = timedelta(days=1), timedelta(days=7)


class EndingNetwork(ScriptedNetwork):
    """Says, whenever it is asked, that the access ends at `ends`; where that is None, it says nothing new."""

    ends: datetime | None = None

    def check(self, account: Account) -> Sequence[Check]:
        self.done.append(("check", account.handle, ""))
        if self.ends:
            Account.objects.filter(pk=account.pk).update(settings={**account.settings, ENDS: self.ends.isoformat()})
        return []


@pytest.fixture
def world(db: None) -> World:
    return World.build()


def ending(world: World, left: timedelta, **more: str) -> Account:
    account = scripted_account(world.air)
    account.settings = {ENDS: (real_now() + left).isoformat(), **more}
    account.connected_at = real_now()
    account.save()
    return account


def told(world: World) -> list[str]:
    return list(
        Notice.objects.filter(person=world.joost, notice_kind="access").order_by("pk").values_list("text", flat=True)
    )


def test_a_week_and_a_day_before_once_each(world: World) -> None:
    with scripted_network(EndingNetwork()) as network:
        ending(world, timedelta(days=8))
        end = real_now() + timedelta(days=8)
        for left in (
            timedelta(days=7, hours=1),
            WEEK - DAY / 24,
            WEEK - DAY,
            2 * DAY,
            DAY - DAY / 24,
            timedelta(hours=1),
        ):
            warn_of_ends(end - left)
        assert len(told(world)) == 2
        assert Notice.objects.exclude(person=world.joost).filter(person__role="agent").count() == 0
        assert all(f"{end:%Y-%m-%d}" in said for said in told(world))
        assert [call for call, _, _ in network.done] == ["check", "check"], (
            "the network has the last word, and is not pestered"
        )


def test_whoever_connects_again_or_waits_until_it_is_over_is_told_nothing_more(world: World) -> None:
    with scripted_network(EndingNetwork()):
        ending(world, timedelta(hours=-1))
        account = ending(world, 2 * DAY)
        account.revoke("The password was changed.")
        assert warn_of_ends() == 0


def test_an_end_that_the_network_has_put_off_alarms_nobody(world: World) -> None:
    network = EndingNetwork()
    network.ends = real_now() + timedelta(days=60)
    with scripted_network(network):
        ending(world, 2 * DAY)
        assert warn_of_ends() == 0
        assert told(world) == []


def test_what_renews_itself_ends_when_that_does(world: World) -> None:
    with scripted_network(EndingNetwork()):
        account = ending(world, timedelta(minutes=5), **{LAST: (real_now() + 3 * DAY).isoformat()})
        account.secrets = {"refresh_token": "once"}
        account.save()
        assert warn_of_ends() == 1
        assert f"{real_now() + 3 * DAY:%Y-%m-%d}" in told(world)[0]


@pytest.mark.parametrize("place", ["facebook", "instagram", "whatsapp"])
def test_metas_networks_say_when_the_access_ends_and_it_is_remembered_and_learned_anew(
    db: None, place: str, sandbox: Sandbox
) -> None:
    account = presence(place, sandbox, expires_in=5 * 24 * 3600)
    assert account.application
    with doorway(account.application) as door:
        adapter(place).connect(account, door.url)
    over = over_at(account)
    assert over and abs(over - timezone.now() - timedelta(days=5)) < timedelta(minutes=5)
    account.settings.pop(ENDS)
    account.save()
    adapter(place).check(account)
    account.refresh_from_db()
    assert over_at(account) == over


@pytest.mark.parametrize("place", ["facebook"])
def test_an_access_without_an_end_has_none(db: None, place: str, sandbox: Sandbox) -> None:
    account = presence(place, sandbox)
    assert account.application
    with doorway(account.application) as door:
        adapter(place).connect(account, door.url)
    assert over_at(account) is None
