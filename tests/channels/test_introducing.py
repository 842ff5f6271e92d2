"""On every network that has a profile of ours, it says what one waits: as often as is allowed, and only while it is measured."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from sandbox.client import Sandbox
from tests.channels.presences import presence
from webcare.channels.account import Account
from webcare.channels.bluesky.api import Api as Bluesky
from webcare.channels.mastodon.api import Api as Mastodon
from webcare.channels.registry import BUILT_IN, adapter
from webcare.channels.telegram.api import Api as Telegram
from webcare.clocks import board
from webcare.clocks.clock import Clock
from webcare.clocks.introducing import introduce_waiting
from webcare.clocks.introduction import Introduction
from webcare.lib.now import now, real_now

SHOWN: dict[str, Callable[[Account], str]] = {
    "telegram": lambda bot: Telegram.of(bot).call("getMyDescription").shape("result").words("description"),
    "mastodon": lambda us: Mastodon(us).get("/api/v1/accounts/verify_credentials").words("note"),
    "bluesky": lambda us: Bluesky(us).get("app.bsky.actor.getProfile", actor=Bluesky(us).did).words("description"),
}


def waits(account: Account, minutes: int) -> None:
    """Somebody has waited so long there, and the board says so."""
    Clock.objects.all().delete()
    begun = now() - timedelta(minutes=minutes)
    Clock.objects.create(
        brand=account.brand, network=account.network, language="en", promise_kind="first", started_at=begun,
        arrived_at=begun,
    )  # fmt: skip
    board.take_snapshot()


def look_again(account: Account, since: timedelta) -> str:
    """So long after the last change; what stands there then."""
    Introduction.objects.update(written_at=real_now() - since, next_attempt_at=real_now())
    introduce_waiting()
    return SHOWN[account.network](account)


def test_every_profile_is_tried_here() -> None:
    assert {*SHOWN} == {name for name in BUILT_IN if adapter(name).capabilities.profile}


@pytest.mark.parametrize("place", SHOWN)
@pytest.mark.django_db(transaction=True)
def test_the_profile_follows_the_board_no_oftener_than_is_allowed(place: str, sandbox: Sandbox) -> None:
    account = presence(place, sandbox)
    account.settings = {**account.settings, "updates": "asking"}  # Telegram has two ways, and nobody listens here
    adapter(place).connect(account, "")
    account.connected_at = real_now()
    account.save()
    profile = adapter(place).capabilities.profile
    assert profile
    Introduction.objects.create(account=account, words="Lowland Air, day and night. {wait}", language="en")
    waits(account, 14)
    introduce_waiting()
    assert "Lowland Air, day and night. We now answer within about 15 minutes." in SHOWN[place](account)
    waits(account, 50)
    assert "about 15 minutes" in look_again(account, profile.every - timedelta(minutes=1))
    assert "about 60 minutes" in look_again(account, profile.every + timedelta(minutes=1))
    Introduction.objects.update(is_on=False, is_settled=False)
    assert "minutes" not in look_again(account, profile.every * 2)
    assert "Lowland Air, day and night." in SHOWN[place](account), "the rest of it stays"
