"""What the first page costs somebody who comes for the first time: bytes over the wire, requests, time to the first paint."""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from webcare.bench import history
from webcare.bench.company import Ground, staff
from webcare.bench.house import House, cookie_of, open_house
from webcare.bench.measure import Measure, at_most, percentile

SIZE = history.Size(2_000, 400)
VISITS, QUICK_VISITS = 15, 4
KILOBYTE = 1000.0
GOAL = 100.0  # kB
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@dataclass(slots=True)
class Visit:
    """One load of the desk with nothing in the cache."""

    wire: int = 0  # bytes, headers included, pictures left out
    pictures: int = 0
    requests: int = 0
    elsewhere: list[str] = field(default_factory=list)
    paint: float = 0.0
    _kinds: dict[str, str] = field(default_factory=dict)

    def asked(self, told: dict[str, Any], home: str) -> None:
        """The browser sends a request."""
        self.requests += 1
        self._kinds[told["requestId"]] = told.get("type", "")
        address = urlsplit(told["request"]["url"])
        if address.scheme.startswith("http") and address.hostname != urlsplit(home).hostname:
            self.elsewhere.append(told["request"]["url"])

    def loaded(self, told: dict[str, Any]) -> None:
        """An answer is there, so many bytes long on the wire."""
        size = int(told["encodedDataLength"])
        if self._kinds.get(told["requestId"]) == "Image":
            self.pictures += size
        else:
            self.wire += size


def measure(ground: Ground, *, quick: bool) -> list[Measure]:
    """The desk with a few hundred who wait, opened again and again by a browser that knows nothing."""
    chromium = os.environ.get("WEBCARE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        driver = import_module("playwright.sync_api")
    except ImportError:
        driver = None
    if driver is None or chromium is None:
        return [Measure("not measured: there is no Chromium here, or no Playwright to drive it", math.nan, "")]
    history.build(SIZE)
    cookie = cookie_of(staff(ground, 1)[0])
    with open_house("web", "live", prepared=True) as house, driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        visits = [_visit(browser, house, cookie) for _ in range(1 + (QUICK_VISITS if quick else VISITS))][1:]
        browser.close()
    return _told(visits)


def _visit(browser: Any, house: House, cookie: str) -> Visit:
    name, _, value = cookie.partition("=")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": name, "value": value, "url": house.base}])
    page = context.new_page()
    visit = Visit()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.requestWillBeSent", lambda told: visit.asked(told, house.base))
    wire.on("Network.loadingFinished", lambda told: visit.loaded(told))  # noqa: PLW0108 - Playwright marks what it calls
    page.goto(f"{house.base}/", wait_until="load")
    page.wait_for_function(f"() => ({PAINT}) > 0")
    visit.paint = float(page.evaluate(PAINT))
    context.close()
    return visit


def _told(visits: Sequence[Visit]) -> list[Measure]:
    wire = [visit.wire / KILOBYTE for visit in visits]
    paint = [visit.paint for visit in visits]
    return [
        Measure("over the wire, without pictures", percentile(wire, 50), "kB", goal=at_most(GOAL)),
        Measure("pictures", percentile([visit.pictures / KILOBYTE for visit in visits], 50), "kB"),
        Measure("requests", percentile([visit.requests for visit in visits], 50), "requests"),
        Measure(
            "requests to third parties", sum(len(visit.elsewhere) for visit in visits), "requests", goal=at_most(0)
        ),
        Measure("first contentful paint, p50", percentile(paint, 50), "ms"),
        Measure("first contentful paint, p95", percentile(paint, 95), "ms"),
    ]
