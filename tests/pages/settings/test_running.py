"""How webcare is, in words for administrators: the worst first, each with where to go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.world import World
from tests.x_events import arrive, post
from webcare.channels.account import Account
from webcare.channels.receipt import Receipt
from webcare.lib.heartbeat import Heart, Process
from webcare.lib.now import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = World.build()
    Account.objects.update(connected_at=now(), last_event_at=now())
    Process.objects.all().delete()  # one of another test may have beaten since
    for kind in ("web", "live", "worker"):
        Heart(kind)._beat()
    return world


def page(world: World) -> str:
    client = Client()
    client.force_login(world.joost, backend="django.contrib.auth.backends.ModelBackend")
    return " ".join(client.get("/settings/running").content.decode().split())


def test_where_nothing_is_wrong_it_says_so(world: World) -> None:
    said = page(world)
    assert "Everything is as it should be." in said
    assert "Nothing waits." in said
    assert said.count(">runs<") == 3


def test_what_waits_too_long_stands_first_with_what_it_means(world: World) -> None:
    arrive(world.x, post(world.x, "@lowlandair hello?"), received_at=now() - timedelta(minutes=12))
    said = page(world)
    assert "Something is wrong" in said
    assert "1 waits, the oldest for 12 min. It should take 1 min at most." in said
    assert said.index("1 waits, the oldest for 12 min.") < said.index("Nothing waits.")


def test_what_only_a_person_can_settle_leads_there(world: World) -> None:
    arrive(world.x, post(world.x, "@lowlandair hello?"))
    Receipt.objects.all()[0].set_aside("because")
    said = page(world)
    assert "It works; something wants to be looked at." in said
    assert '<a class="link" href="/settings/receipts">Events set aside</a>' in said


def test_an_account_that_lost_access_and_one_that_is_quiet_are_named(world: World) -> None:
    Account.objects.filter(pk=world.mail.pk).update(last_event_at=now() - timedelta(days=3))
    world.x.revoke("the password was changed")
    said = page(world)
    assert "Connect it again: the password was changed" in said
    assert f'href="/settings/accounts/{world.mail.pk}"' in said and "The last event came 3 d ago." in said


def test_a_process_that_went_silent_is_missed(world: World) -> None:
    Process.objects.filter(process_kind="worker").update(seen_at=now() - timedelta(minutes=30))
    said = page(world)
    assert "None was seen lately. Start one: webcare worker" in said
    assert ">silent<" in said and "30 min ago" in said


def test_an_access_that_ends_by_itself_is_named_in_time(world: World) -> None:
    ends = now() + timedelta(days=9)
    world.x.keep(settings={"access_expires_at": ends.isoformat()}, secrets={"refresh_token": "renews it"})
    assert "The access ends on" not in page(world)
    world.x.keep(secrets={"refresh_token": ""})
    said = page(world)
    assert f"The access ends on {ends:%Y-%m-%d}; connect the account again before that day." in said


def test_what_networks_left_out_for_good_is_counted_with_the_reason(world: World) -> None:
    arrive(world.x, post(world.x, "@lowlandair hello?"))
    Receipt.objects.update(parsed_at=now(), lacking="LinkedIn cannot be reached: no route.")
    said = page(world)
    assert "In a day 1 event went on without what its network had left out: LinkedIn cannot be reached" in said
