"""A real browser is the last judge of what is safe to show."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, Route

from tests.channels.test_html import HOSTILE
from webcare.channels.html import safe

PLACE = "http://mail.test/"
RAW = HOSTILE["script"] + HOSTILE["remote image"]  # the trap must work
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed: apt-get install chromium"),
]


def test_a_browser_runs_and_fetches_nothing_of_it(chromium: Browser) -> None:
    """Without any content policy to help."""
    fetched: list[str] = []
    body = ""

    def serve(route: Route, request: Request) -> None:
        if request.url == PLACE:
            route.fulfill(body=f"<!doctype html><title>x</title><main>{body}</main>", content_type="text/html")
            return
        fetched.append(request.url)
        route.abort()

    page = chromium.new_page()
    page.add_init_script("window.ran = []; window.alert = word => window.ran.push(word)")
    page.route("**/*", serve)
    ran = {}
    for name, html in [("raw", RAW), *((name, safe(html).html) for name, html in HOSTILE.items())]:
        body = html
        page.goto(PLACE, wait_until="load")
        ran[name] = page.evaluate("window.ran"), fetched.copy()
        fetched.clear()
    page.close()
    assert ran.pop("raw") == ([1], ["https://evil.example/pixel.gif"])
    assert {name: what for name, what in ran.items() if what != ([], [])} == {}
