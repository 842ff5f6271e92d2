"""Without a network our own page appears, dressed, from the files as an installation serves them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.running import collected_house


@pytest.fixture
def address(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """An installation whose style sheets carry their content in their names."""
    with collected_house(tmp_path) as address:
        yield address


def test_the_page_without_a_network_is_dressed_in_what_was_collected(address: str, chromium: Browser) -> None:
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    page.goto("/offline")
    linked = page.locator("link[rel=stylesheet]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert len(linked) == 4 and all(href.count(".") == 2 for href in linked), "names with a hash in them"
    ground = page.evaluate("getComputedStyle(document.querySelector('.entrance-card')).backgroundColor")
    page.evaluate("navigator.serviceWorker.register('/offline.js')")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.new_cdp_session(page).send("Network.clearBrowserCache")  # what the worker keeps is all that is left
    context.set_offline(True)
    page.goto("/board")
    expect(page.get_by_role("heading")).to_have_text("There is no connection")
    assert page.evaluate("[...document.styleSheets].filter((sheet) => sheet.cssRules.length).length") == 4
    assert page.evaluate("getComputedStyle(document.querySelector('.entrance-card')).backgroundColor") == ground
    context.close()
