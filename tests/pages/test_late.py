"""Whatever is late, a monitor learns which it is, and of nothing else with it."""

from __future__ import annotations

import inspect
import re
import shutil
from contextlib import ExitStack
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine

from tests.pages.test_probes import LOCAL, ask, figures
from tests.world import World
from tests.x_events import arrive, post
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.moderation import Moderation
from webcare.channels.receipt import Receipt
from webcare.channels.spending import Spending, hour_of
from webcare.clocks.clock import BoardSnapshot, Clock
from webcare.lib.heartbeat import Heart, Process
from webcare.lib.now import now, real_now
from webcare.reports import vitals
from webcare.team.notice import Notice


def _an_answer(world: World, _: ExitStack) -> None:
    world.x.deliveries.create(outgoing={}, release_at=now() - timedelta(minutes=3))


def _a_hiding(world: World, _: ExitStack) -> None:
    asked_at = now() - timedelta(minutes=6)
    Moderation.objects.create(account=world.x, action="hide", external_id="11", target="hide:11", asked_at=asked_at)


def _an_event(world: World, _: ExitStack) -> None:
    arrive(world.x, post(world.x, "@lowlandair hello?"), received_at=now() - timedelta(minutes=3))


def _an_event_that_lacks_something(world: World, _: ExitStack) -> None:
    arrive(world.x, post(world.x, "@lowlandair hello?"), received_at=now() - timedelta(minutes=20))
    Receipt.objects.update(incomplete_at=now())


def _a_mail(world: World, _: ExitStack) -> None:
    at = now() - timedelta(minutes=12)
    told = {"notice_kind": "mention", "key": "1", "text": "@Anna", "email_wanted": True}
    Notice.objects.create(person=world.anna, at=at, next_attempt_at=at, **told)


def _a_clock(world: World, _: ExitStack) -> None:
    at = now() - timedelta(minutes=2)
    Clock.objects.create(
        brand=world.air, network="x", language="en", promise_kind="first", started_at=at, arrived_at=at, wake_at=at
    )


def _a_board(_: World, __: ExitStack) -> None:
    BoardSnapshot.objects.create(at=now() - timedelta(minutes=4), figures={})


def _an_account(world: World, _: ExitStack) -> None:
    Account.objects.update(connected_at=now())
    world.x.revoke("a changed password")


def _a_budget(world: World, _: ExitStack) -> None:
    ours = Application.objects.create(network="x", name="Ours", settings={"budget": "10"})
    Account.objects.filter(pk=world.x.pk).update(application=ours, connected_at=now())
    hour = hour_of(real_now())
    Spending.objects.create(application=ours, hour=hour, item="post", count=1, micros=11_000_000)


def _a_worker(_: World, __: ExitStack) -> None:
    Process.objects.filter(process_kind="worker").update(seen_at=real_now() - timedelta(minutes=2))


def _a_live_process(_: World, __: ExitStack) -> None:
    Process.objects.filter(process_kind="live").update(ended_at=real_now())


def _a_clock_that_runs_ahead(_: World, until: ExitStack) -> None:
    until.enter_context(time_machine.travel(real_now() + timedelta(seconds=5), tick=True))


def _a_disk(_: World, until: ExitStack) -> None:
    another = until.enter_context(pytest.MonkeyPatch.context())
    another.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=100, used=96, free=4))


def _connections(_: World, until: ExitStack) -> None:
    """The server takes about as many as are there."""
    used, _most = vitals._connections()
    another = until.enter_context(pytest.MonkeyPatch.context())
    another.setattr(vitals, "_connections", lambda: (used, used + used // 20))
    assert used > 0


LATE = {
    "receipts": _an_event, "incomplete": _an_event_that_lacks_something, "deliveries": _an_answer, "moderations": _a_hiding,
    "notices": _a_mail, "clocks": _a_clock, "board": _a_board, "worker": _a_worker, "live": _a_live_process,
    "account": _an_account, "budget": _a_budget, "skew": _a_clock_that_runs_ahead, "disk": _a_disk,
    "connections": _connections,
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("what", LATE)
def test_each_thing_that_is_late_is_named_and_no_other_with_it(what: str) -> None:
    world = World.build()
    for kind in ("worker", "live"):
        Heart(kind)._beat()
    assert ask("/readyz?strict", **LOCAL).json()["late"] == []
    with ExitStack() as until:
        LATE[what](world, until)
        answer = ask("/readyz?strict", **LOCAL)
        assert (answer.status_code, answer.json()["late"]) == (503, [what])
        assert figures()["webcare_late",] == 1
        assert ask("/readyz", **LOCAL).status_code == 200


def test_nothing_that_may_be_late_is_left_out() -> None:
    said = set(re.findall(r'"(\w+)"', inspect.getsource(vitals.Vitals.late.fget)))  # type: ignore[attr-defined]  # a property
    assert {*LATE} == {*vitals.PATIENCE} | said
