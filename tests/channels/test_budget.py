"""What a month may cost: forecast, the month's change, who is warned, and what stops when it is used up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.scripted import scripted_network
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.adapter import RawEvent
from webcare.channels.application import Application
from webcare.channels.budget import fields_of, held, may_poll, month_of, standing, standings, warn
from webcare.channels.collecting import collect_quiet
from webcare.channels.registry import adapter
from webcare.channels.spending import Spending, charge, hour_of
from webcare.channels.tariff import Item, Tariff
from webcare.lib.now import real_now
from webcare.team.notice import Notice, NoticeKind

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 11, 12, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    return World.build()


@pytest.fixture
def application(world: World) -> Application:
    found = Application.objects.create(network="x", name="Our app", settings={"budget": "10"})
    Account.objects.filter(pk=world.x.pk).update(application=found, connected_at=real_now())
    world.x.refresh_from_db()
    return found


def spend(application: Application, amount: float, at: datetime | None = None, item: str = "post") -> None:
    Spending.objects.create(
        application=application, hour=hour_of(at or real_now()), item=item, count=1, micros=round(amount * 1_000_000)
    )


def allow(application: Application, budget: str, **more: str) -> None:
    application.keep(settings={"budget": budget, **more})


def test_spent_and_forecast_are_those_of_this_month(application: Application) -> None:
    spend(application, 3, NOON - timedelta(days=10), "post_read")
    spend(application, 1.5, NOON)
    spend(application, 0.6, NOON - timedelta(days=1))
    spend(application, 70, NOON - timedelta(days=11))
    found = standing(application, NOON)
    assert found
    assert [(str(line.label), line.count, line.amount) for line in found.lines] == [
        ("a post that we read", 1, "US$ 3.00"), ("a post that we write", 2, "US$ 2.10")
    ]  # fmt: skip
    assert found.amounts == ("US$ 5.10", "US$ 14.57", "US$ 10.00")  # 5.10 in 10.5 of 30 days


def test_a_month_begins_in_utc_and_begins_with_nothing_spent(application: Application) -> None:
    spend(application, 12, datetime(2026, 11, 30, 23, tzinfo=UTC))
    before, after = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    old, new = standing(application, before), standing(application, after)
    assert old and new
    assert (old.is_used_up, new.is_used_up, new.spent) == (True, False, 0)
    assert month_of(before) == datetime(2026, 11, 1, tzinfo=UTC)


def test_the_first_hour_does_not_foretell_a_disaster(application: Application) -> None:
    start = datetime(2026, 11, 1, 1, tzinfo=UTC)
    spend(application, 1, start - timedelta(minutes=30))
    found = standing(application, start)
    assert found and found.forecast == 30_000_000


def test_only_networks_that_count_have_a_standing(application: Application) -> None:
    pages = Application.objects.create(network="facebook", name="Pages")
    assert standing(pages) is None
    assert standing(None) is None
    assert [found.application for found in standings()] == [application]


def test_administrators_are_warned_at_four_fifths_and_when_it_is_used_up_once_each(
    world: World, application: Application
) -> None:
    spend(application, 7.9)
    assert warn() == 0
    spend(application, 0.2)
    assert [warn(), warn()] == [1, 1]
    notice = Notice.objects.get()
    assert (notice.person, notice.notice_kind) == (world.joost, NoticeKind.BUDGET)
    assert notice.text == "81 percent of this month's budget for “Our app” is spent: US$ 8.10 of US$ 10.00."
    assert notice.path == f"/settings/applications/{application.pk}"
    spend(application, 2)
    assert [warn(), warn()] == [1, 1]
    assert Notice.objects.latest("pk").text.startswith("This month's budget for “Our app” is used up")
    assert Notice.objects.count() == 2
    allow(application, "12")
    warn()
    assert Notice.objects.count() == 3, "of another budget one is told again"


def test_a_used_up_budget_stops_the_asking_and_never_answers_unless_somebody_chose_so(
    world: World, application: Application
) -> None:
    account = Account.objects.select_related("application").get(pk=world.x.pk)
    assert (may_poll(account), held(account)) == (True, "")
    spend(application, 10)
    assert (may_poll(account), held(account)) == (False, "")
    assert account.application
    allow(account.application, "10", when_used_up="wait")
    assert "budget for X is used up" in held(account) and "“Our app”" in held(account)
    allow(account.application, "11")
    assert (may_poll(account), held(account)) == (True, "")
    allow(account.application, "")
    assert (may_poll(account), held(account)) == (True, "")


def test_who_has_no_budget_is_asked_for_what_we_missed_and_who_has_used_it_up_is_not(
    world: World, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def ask(account: Account, *_exchanges: object) -> Iterator[RawEvent]:
        asked.append(account.pk)
        return iter(())

    monkeypatch.setattr(adapter("x"), "catch_up", ask)
    monkeypatch.setattr(adapter("x"), "follow", lambda *_which: iter(()))
    Account.objects.exclude(pk=world.x.pk).delete()
    collect_quiet()
    spend(application, 10)
    collect_quiet()
    allow(application, "20")
    collect_quiet()
    assert asked == [world.x.pk] * 2


def test_a_quota_that_is_no_money_is_counted_and_stopped_in_the_same_way(world: World) -> None:
    tariff = Tariff("messages", (Item("push", "a message that we begin", "1"),))
    with scripted_network() as network:
        network.capabilities = replace(network.capabilities, tariff=tariff)
        row = Application.objects.create(network="scripted", name="Line", settings={"budget": "200"})
        charge(row, {"push": 200})
        found = standing(row)
        assert found and found.is_used_up
        assert found.amounts[0] == "messages 200.00"
    names = [field.name for field in fields_of(tariff)]
    assert names == ["budget", "when_used_up", "price_push"]
