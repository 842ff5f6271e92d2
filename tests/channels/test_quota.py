"""What a network says of its quota with every answer stands on the page of the account, without anybody asking."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from sandbox.client import Sandbox
from tests.channels.doorway import doorway
from tests.channels.presences import presence
from tests.world import World
from webcare.channels import quota
from webcare.channels.application import Application
from webcare.channels.registry import adapter
from webcare.lib.now import real_now


@pytest.mark.parametrize("place", ["facebook", "instagram", "whatsapp", "mastodon", "bluesky"])
@pytest.mark.django_db(transaction=True)
def test_networks_that_tell_it_are_heard(place: str, sandbox: Sandbox) -> None:
    account = presence(place, sandbox)
    assert account.application
    with doorway(account.application) as door:
        adapter(place).connect(account, door.url)
    account.connected_at = real_now()
    account.save()
    cache.clear()
    quota._written.clear()
    adapter(place).check(account)
    found = quota.known(account)
    assert found is not None
    assert 0 <= found.used <= 100
    assert not found.is_nearly_used_up


@pytest.mark.django_db
def test_the_newest_figure_counts_and_an_old_one_is_forgotten() -> None:
    cache.clear()
    account = World.build().x
    account.application = Application.objects.create(network="x", name="Ours")
    assert quota.known(account) is None
    quota.note(account.application, 12.0)
    quota.note(account.application, 91.0)
    quota.note(account.application, None)
    found = quota.known(account)
    assert found
    assert (found.used, found.is_nearly_used_up) == (91.0, True)
    with time_machine.travel(real_now() + timedelta(days=2)):
        assert quota.known(account) is None


@pytest.mark.parametrize(
    ("most", "left", "used"),
    [
        ("300", "30", 90.0),
        ("300", "300", 0.0),
        ("300", "-5", 100.0),
        ("0", "0", None),
        ("", "3", None),
        ("x", "3", None),
    ],
)
def test_odd_headers_tell_nothing(most: str, left: str, used: float | None) -> None:
    assert quota.of_limit({"most": most, "left": left}, "most", "left") == used
    assert quota.of_limit({}, "most", "left") is None
