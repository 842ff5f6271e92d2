"""What a visitor of the chat on our site is told to expect: what was measured, and nothing where nothing was."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.world import World
from webcare.clocks import board
from webcare.clocks.clock import Clock, Hours, StoredPromise
from webcare.lib.now import now
from webcare.pages.chat.promise import sentences
from webcare.team.organisation import Organisation

SUNDAY = datetime(2026, 11, 15, 3, tzinfo=UTC)
WEEKDAYS = [[["08:00", "20:00"]]] * 5 + [[], []]


def waits(world: World, minutes: int, network: str) -> None:
    """Somebody has waited so long there, and the board says so."""
    begun = now() - timedelta(minutes=minutes)
    Clock.objects.create(
        brand=world.air, network=network, language="en", promise_kind="first", started_at=begun, arrived_at=begun
    )
    board.take_snapshot()


@pytest.mark.parametrize("network", ["webchat", "x"])
def test_a_visitor_reads_what_is_measured_in_the_chat_or_else_everywhere(world: World, network: str) -> None:
    waits(world, 24, network)
    assert re.fullmatch(r"An answer takes about 2[45] min now\. That is measured, not promised\.", sentences("webchat"))


def test_nothing_is_said_where_nothing_was_measured(world: World) -> None:
    assert sentences("webchat") == ""


def test_an_old_figure_is_not_told(world: World) -> None:
    waits(world, 24, "webchat")
    with time_machine.travel(now() + timedelta(hours=1)):
        assert sentences("webchat") == ""


def test_who_keeps_the_board_to_itself_tells_visitors_nothing(world: World) -> None:
    waits(world, 24, "webchat")
    Organisation.objects.update(board_is_public=False)
    assert sentences("webchat") == ""


def test_outside_the_hours_a_visitor_reads_when_somebody_is_here_again(world: World) -> None:
    waits(world, 24, "webchat")
    hours = Hours.objects.create(name="weekdays", weekly=WEEKDAYS)
    StoredPromise.objects.create(name="an hour", promise_kind="first", minutes=60, hours=hours)
    with time_machine.travel(SUNDAY, tick=False):
        assert (
            sentences("webchat")
            == "Nobody is here until Monday 08:00 (Europe/Amsterdam). Write already; it is answered then."
        )
    Hours.objects.update(weekly=[[]] * 7)
    with time_machine.travel(SUNDAY, tick=False):
        assert sentences("webchat") == "Nobody is here now. Write all the same: it is read."
