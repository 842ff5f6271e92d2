"""An account's page says how the account is, line by line, each with what to do; the worst is not hidden."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from tests.world import World
from webcare.channels import quota
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt
from webcare.channels.renewing import ENDS
from webcare.channels.spending import charge
from webcare.conversations.insight import AccountDay
from webcare.lib.now import now, real_now
from webcare.pages.settings.condition import findings
from webcare.pages.settings.running import Finding
from webcare.reports.condition import condition

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World.build()


@pytest.fixture
def account(world: World) -> Account:
    application = Application.objects.create(network="x", name="Our app", settings={"budget": "10"})
    Account.objects.filter(pk=world.x.pk).update(application=application, connected_at=now())
    world.x.refresh_from_db()
    return world.x


def line(account: Account, what: str) -> Finding:
    (found,) = [one for one in findings(condition(account)) if one.what.startswith(what)]
    return found


def test_the_page_has_a_line_each(world: World, account: Account) -> None:
    client = Client()
    client.force_login(world.joost, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/settings/accounts/{account.pk}").content.decode()
    for what in (
        "Last event",
        "On the way to us",
        "Errors in the last 24 hours",
        "What Our app costs",
        "End of the access",
    ):
        assert what in page
    Account.objects.filter(pk=account.pk).update(disconnected_at=now())
    assert "End of the access" not in client.get(f"/settings/accounts/{account.pk}").content.decode()


def test_silence_says_for_how_long_and_what_to_try(account: Account) -> None:
    assert line(account, "Last event").level == "soon"
    account.last_event_at = now() - timedelta(minutes=3)
    assert (line(account, "Last event").level, line(account, "Last event").sentence) == ("done", "It came 3 min ago.")
    account.last_event_at = now() - timedelta(days=3)
    assert "test the connection" in line(account, "Last event").sentence


def test_how_long_messages_took_is_measured_on_those_of_a_day(world: World, account: Account) -> None:
    talk = world.conversation(ago=timedelta(days=3))
    assert "No message" in line(account, "On the way").sentence
    for minutes in (1, 3):
        said = now() - timedelta(hours=1)
        world.message(talk, at=said, received_at=said + timedelta(minutes=minutes))
    assert "2 messages in 24 hours; on average 2 min" in line(account, "On the way").sentence
    assert "at most 3 min" in line(account, "On the way").sentence
    said = now() - timedelta(hours=2)
    world.message(talk, at=said, received_at=said + timedelta(hours=1))
    assert line(account, "On the way").level == "late"


def test_errors_stand_there_by_kind_with_the_newest_reason(world: World, account: Account) -> None:
    assert line(account, "Errors").sentence == "None."
    for hours, why in ((3, "Too long."), (1, "The account is suspended."), (30, "Long ago.")):
        at = now() - timedelta(hours=hours)
        Delivery.objects.create(account=account, outgoing={}, release_at=at, failed_at=at, error=why)
    Receipt.objects.create(
        network="x", application=account.application, key="1", payload=b"{", set_aside_at=now(), error="No JSON."
    )
    Receipt.objects.create(
        network="x", account=world.holidays_x, key="2", payload=b"{", set_aside_at=now(), error="Not ours."
    )
    AccountDay.objects.create(account=account, day=now().date(), asked_at=now(), trouble="A permission is missing.")
    failed, aside, figures = [one for one in findings(condition(account)) if one.what.startswith("Errors")]
    assert failed.sentence.startswith("2 answers did not leave. The newest: The account is suspended. Send")
    assert (failed.level, failed.path) == ("late", "/settings/deliveries")
    assert aside.sentence.startswith("1 event was set aside. The newest: No JSON.")
    assert "A permission is missing." in figures.sentence


def test_answers_that_wait_for_the_account_are_counted_there(world: World, account: Account) -> None:
    for _ in range(2):
        account.deliveries.create(outgoing={}, release_at=now(), held_at=now())
    account.deliveries.create(outgoing={}, release_at=now(), held_at=now(), failed_at=now())
    client, said = Client(), "2 answers wait until it is connected again."
    client.force_login(world.joost, backend="django.contrib.auth.backends.ModelBackend")
    assert said not in client.get(f"/settings/accounts/{account.pk}").content.decode(), "they are about to leave"
    account.revoke("The password was changed.")
    for path in ("/settings/accounts", f"/settings/accounts/{account.pk}"):
        assert f"The password was changed. {said}" in client.get(path).content.decode()


def test_what_is_left_of_the_budget_stands_there_where_the_network_charges(world: World, account: Account) -> None:
    assert account.application
    charge(account.application, {"post": 2})
    assert "US$ 0.03 this month" in line(account, "What Our app costs").sentence
    assert "The budget is US$ 10.00." in line(account, "What Our app costs").sentence
    cache.clear()
    assert "charges nothing" in line(world.mail, "Quota").sentence
    quota.note(world.mail, 34.0)
    assert (line(world.mail, "Quota").level, "34 percent" in line(world.mail, "Quota").sentence) == ("done", True)
    quota.note(world.mail, 85.0)
    assert (line(world.mail, "Quota").level, "answers go first" in line(world.mail, "Quota").sentence) == ("soon", True)


@pytest.mark.parametrize(("days", "level"), [(100, "done"), (10, "soon"), (3, "late")])
def test_the_end_of_the_access_presses_more_the_nearer_it_is(account: Account, days: int, level: str) -> None:
    account.secrets = {}
    end = real_now() + timedelta(days=days)
    account.settings[ENDS] = end.isoformat()
    assert line(account, "End").level == level
    assert f"{end:%Y-%m-%d}" in line(account, "End").sentence


def test_an_access_without_an_end_says_so(account: Account) -> None:
    assert "does not end by itself" in line(account, "End").sentence
