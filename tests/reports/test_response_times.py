"""The figures of a period: only what one may see, only what belongs to it, and the rows behind each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.world import World
from webcare.clocks.board import measure
from webcare.clocks.clock import Clock
from webcare.clocks.promise import Kind
from webcare.demo import cast
from webcare.lib.now import now
from webcare.reports.response_times import Period, Place, behind, report

HOUR = timedelta(hours=1)


@pytest.fixture
def world(db: None) -> World:
    return World.build()


@pytest.fixture
def today() -> Period:
    return Period(now() - 24 * HOUR, now())


def clock(world: World, took: float | None, *, ended: timedelta = HOUR, kind: Kind = "first", **fields: Any) -> Clock:
    """Answered `ended` ago after `took` minutes; None: begun `ended` ago and not answered."""
    conversation = world.conversation(account=fields.pop("account", world.x))
    moment = now() - ended
    begun = moment - timedelta(minutes=took or 0)
    values = {"network": conversation.network, "language": "nl", "stopped_at": moment if took is not None else None}
    return Clock.objects.create(
        conversation=conversation, brand=conversation.brand, promise_kind=kind, started_at=begun, arrived_at=begun,
        **{**values, **fields},
    )  # fmt: skip


def test_the_figures_are_those_of_the_answers_in_the_period(world: World, today: Period) -> None:
    for minutes in (10, 20, 30, 40):
        clock(world, minutes)
    clock(world, 500, ended=30 * HOUR)  # the day before
    told = report(world.anna, today, "first").overall
    assert (told.count, told.median, told.p90) == (4, timedelta(minutes=20), timedelta(minutes=40))
    assert told.mean == timedelta(minutes=25)


def test_kinds_networks_and_languages_are_figures_of_their_own(world: World, today: Period) -> None:
    clock(world, 10)
    clock(world, 30, account=world.mail)
    clock(world, 50, language="")
    clock(world, 99, kind="follow_up")
    told = report(world.anna, today, "first")
    assert {name: one.count for name, one in told.networks.items()} == {"email": 1, "x": 2}
    assert {name: one.count for name, one in told.languages.items()} == {"": 1, "nl": 2}
    assert report(world.anna, today, "first", Place("email")).overall.count == 1
    assert report(world.anna, today, "first", Place(language="")).overall.median == timedelta(minutes=50)
    assert report(world.anna, today, "follow_up").overall.count == 1


def test_another_brands_answers_are_in_nobodys_report_who_does_not_see_it(world: World, today: Period) -> None:
    clock(world, 10, account=world.holidays_x)
    assert report(world.noor, today, "first").overall.count == 1
    assert report(world.giulia, today, "first").overall.count == 0
    assert not behind(world.giulia, today, "first", Place(), "answered").exists()


def test_what_waited_at_the_end_of_a_period_long_past_is_still_told(world: World) -> None:
    answered_later = clock(world, 120, ended=HOUR)
    settled_later = clock(world, None, ended=3 * HOUR, cancelled_at=now() - HOUR)
    then = Period(now() - 26 * HOUR, now() - 2 * HOUR)
    told = report(world.anna, then, "first").overall
    assert (told.waiting, told.count) == (2, 0)
    assert set(behind(world.anna, then, "first", Place(), "waiting")) == {answered_later, settled_later}


def test_each_figure_leads_to_as_many_rows_as_it_counts(world: World, today: Period) -> None:
    clock(world, 10, due_at=now())
    clock(world, 90, due_at=now() - 2 * HOUR)
    clock(world, 20, late_delivered=True)
    clock(world, None, due_at=now() - HOUR)
    clock(world, None)
    told = report(world.anna, today, "first").overall

    def rows(figure: Any) -> int:
        return behind(world.anna, today, "first", Place(), figure).count()

    assert rows("answered") == told.count == 2
    assert (rows("kept"), rows("broken"), told.within_promise) == (1, 1, 0.5)
    assert rows("late") == told.late_delivered.count == 1
    assert rows("waiting") == told.waiting == 2
    assert rows("overdue") == told.overdue == 1


def test_the_longest_stands_first(world: World, today: Period) -> None:
    for minutes in (20, 40, 30):
        clock(world, minutes)
    took = [
        row.stopped_at - row.started_at
        for row in behind(world.anna, today, "first", Place(), "answered")
        if row.stopped_at
    ]
    assert took == sorted(took, reverse=True)


def test_automatic_messages_stand_beside_the_figures(world: World, today: Period) -> None:
    conversation = world.conversation(cast.BRAM)
    world.message(conversation, "We have your message.", by=world.anna, automatic=True, at=now() - HOUR)
    assert report(world.anna, today, "first").automatic == 1
    assert report(world.anna, today, "first", Place("email")).automatic == 0


def test_the_board_and_the_report_say_the_same(world: World) -> None:
    for minutes in (5, 15, 25):
        clock(world, minutes, ended=timedelta(minutes=10))
    clock(world, None, ended=timedelta(minutes=7))
    at = now()
    told, shown = report(world.joost, Period(at - HOUR, at), "first").overall, measure(at).overall
    assert told.median and told.p90
    assert (told.count, told.waiting) == (shown.answered, shown.waiting)
    assert (told.median.total_seconds(), told.p90.total_seconds()) == (shown.median, shown.p90)
