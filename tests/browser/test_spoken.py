"""Somebody calls: an agent writes it down without touching the mouse, and later what they were told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SitDown
from tests.browser.exchange import at_work
from tests.browser.running import wait_until
from tests.world import World
from webcare.channels.account import Account
from webcare.conversations.conversation import Conversation
from webcare.conversations.hearing import where_it_is_noted
from webcare.lib.now import now


@pytest.fixture
def counter(world: World) -> Iterator[Account]:
    """The counter of Lowland Air, and a worker at work."""
    (network,) = where_it_is_noted()
    with at_work(world):
        yield Account.objects.create(
            network=network, brand=world.air, external_id="1:counter", handle="Counter", connected_at=now()
        )


def test_a_call_is_written_down_and_answered_by_keyboard(world: World, counter: Account, sit_down: SitDown) -> None:
    page = sit_down(world.anna)
    page.keyboard.press("Control+k")
    page.keyboard.type("somebody said by phone")
    expect(page.get_by_role("option", selected=True)).to_contain_text("by phone or at the counter")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What they said")).to_be_focused()
    page.keyboard.type("Where is my suitcase?")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Bram")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/conversations/*")
    expect(page.locator("#flow")).to_contain_text("Where is my suitcase?")
    expect(page.locator("#flow")).to_contain_text("By phone · noted by Anna de Graaf")
    page.keyboard.press("r")
    page.keyboard.type("Called back: it comes tonight.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg.ours")).to_contain_text("it comes tonight")
    conversation = Conversation.objects.get(account=counter)
    wait_until(lambda: not conversation.clocks.running().exists(), "the clock has stopped", 60.0)
