"""A session ends when nobody uses it, and on a fixed day whatever one does; who goes leaves nothing in the browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.house.sources import ROOT
from tests.pages.conftest import Seat
from tests.world import World
from webcare.lib.now import real_now
from webcare.pages.staying import BY_ITSELF
from webcare.team.staying import forget_over

IN, OUT = 200, 302


@contextmanager
def later(**times: float) -> Iterator[None]:
    with time_machine.travel(real_now() + timedelta(**times), tick=False):
        yield


def look(client: Client, *, by_itself: bool = False) -> int:
    return client.get("/notices", headers={BY_ITSELF: "1"} if by_itself else {}).status_code


def test_who_does_nothing_for_twelve_hours_is_out(sit: Seat, world: World) -> None:
    anna = sit(world.anna)
    with later(hours=11, minutes=50):
        assert look(anna) == IN
    with later(hours=23, minutes=45):
        assert look(anna) == IN, "the last use counts, not the first"
    with later(hours=35, minutes=50):
        assert look(anna) == OUT


def test_a_tab_that_is_only_open_keeps_nobody_in(sit: Seat, world: World) -> None:
    anna = sit(world.anna)
    for hours in range(1, 12):
        with later(hours=hours):
            assert look(anna, by_itself=True) == IN
    with later(hours=12, minutes=1):
        assert look(anna, by_itself=True) == OUT
        assert look(anna) == OUT


def test_after_fourteen_days_one_signs_in_anew_however_busy(sit: Seat, world: World) -> None:
    anna = sit(world.anna)
    for hours in range(6, 14 * 24, 6):
        with later(hours=hours):
            assert anna.post("/me/languages", {}).status_code != OUT or look(anna) == IN
    with later(days=14, minutes=1):
        assert look(anna) == OUT


def test_signing_in_anew_begins_both_times_anew(sit: Seat, world: World) -> None:
    anna = sit(world.anna)
    with later(days=13):
        anna.force_login(world.anna, backend="django.contrib.auth.backends.ModelBackend")
        first = Session.objects.get(session_key=anna.session.session_key).expire_date
        assert first - real_now() == timedelta(hours=12)
    with later(days=13, hours=11):
        assert look(anna) == IN
    with later(days=13, hours=22):
        assert look(anna) == IN
    with later(days=14, hours=1):
        assert look(anna) == IN


def test_being_there_costs_a_statement_once_in_five_minutes(sit: Seat, world: World) -> None:
    anna = sit(world.anna)
    look(anna)
    assert _writes(anna) == 0
    with later(minutes=6):
        assert _writes(anna) == 1
        assert _writes(anna) == 0


def test_a_session_from_before_there_were_limits_gets_them(sit: Seat, world: World) -> None:
    anna = sit(world.anna)
    session = anna.session
    for name in ("began", "used", "_session_expiry"):
        session.pop(name)
    session.save()
    assert look(anna) == IN
    with later(hours=12, minutes=1):
        assert look(anna) == OUT


def test_sessions_that_are_over_are_thrown_away(sit: Seat, world: World) -> None:
    sit(world.anna)
    with later(hours=11):
        sit(world.joost)
    with later(hours=13):
        assert forget_over() == 1
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("hours", "days", "said"), [("", "", "12:00:00 14 days"), ("1", "2", "1:00:00 2 days"), ("0", "1", "1 or more")]
)
def test_both_times_are_settings(hours: str, days: str, said: str) -> None:
    environment = {**os.environ, "WEBCARE_SESSION_IDLE_HOURS": hours, "WEBCARE_SESSION_DAYS": days}
    ask = "from webcare import settings as s; print(s.SESSION_IDLE, s.SESSION_LONGEST, s.SESSION_COOKIE_AGE)"
    found = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert said in found.stdout + found.stderr


def test_who_signs_out_leaves_nothing_in_the_browser(sit: Seat, world: World) -> None:
    anna = sit(world.anna)
    assert "Clear-Site-Data" not in anna.get("/me").headers
    gone = anna.post("/account/logout/")
    assert gone.headers["Clear-Site-Data"] == '"storage"'
    assert gone.cookies["sessionid"].value == ""
    assert "no-store" in gone.headers["Cache-Control"]


def _writes(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert look(client) == IN
    return sum(query["sql"].startswith(("UPDATE", "INSERT", "DELETE")) for query in captured)
