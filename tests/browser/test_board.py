"""The board on a wall: it needs no sign-in, stays true by itself, and says when it cannot."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, SitDown
from tests.world import World
from webcare.clocks import board
from webcare.clocks.clock import Clock
from webcare.demo import cast
from webcare.lib.now import now


def answer(world: World, minutes: int) -> None:
    conversation, at = world.conversation(cast.BRAM), now() - timedelta(seconds=5)
    Clock.objects.create(
        conversation=conversation, brand=world.air, network="x", language="nl", promise_kind="first",
        started_at=at - timedelta(minutes=minutes), arrived_at=at, stopped_at=at,
    )  # fmt: skip
    board.take_snapshot()


def test_it_renews_itself(world: World, sit_down: SitDown) -> None:
    answer(world, 10)
    page = sit_down(None, "/board")
    expect(page.locator(".big")).to_have_text("10minutes")
    answer(world, 40)
    answer(world, 40)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when somebody looks at it again
    expect(page.locator(".big")).to_have_text("40minutes")


def test_a_lost_connection_is_said(world: World, sit_down: SitDown) -> None:
    answer(world, 10)
    page = sit_down(None, "/board")
    page.clock.install()
    page.reload()
    page.context.set_offline(True)
    page.clock.run_for(90_000)
    expect(page.get_by_role("status")).to_contain_text("The connection is lost")
    page.context.set_offline(False)
    page.clock.run_for(20_000)
    expect(page.locator("#board-lost")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_cut_off(world: World, sit_down: SitDown, scheme: str) -> None:
    answer(world, 10)
    page = sit_down(None, "/board", viewport=PHONE, color_scheme=scheme)
    expect(page.locator(".chart")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
