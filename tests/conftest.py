"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from typing import Any

import django
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, expect, sync_playwright

from tests.database import TestGround

CHROMIUM = os.environ.get("WEBCARE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
CHROMIUM_OPTIONS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage",
]  # fmt: skip
FLUSHES = 20

_ground = TestGround()
_ground.prepare()  # before Django reads its settings
hypothesis_settings.register_profile("crowded", suppress_health_check=[HealthCheck.too_slow], deadline=None)
hypothesis_settings.load_profile("crowded")  # a machine with other work draws slowly; that is no fault of the draw
django.setup()  # before a room's conftest imports its models


from django.core.management.base import CommandError  # noqa: E402 - Django has to be set up first
from django.test import TransactionTestCase  # noqa: E402 - Django has to be set up first
from django.utils import translation  # noqa: E402 - Django has to be set up first

from tests import postgres15  # noqa: E402 - the same
from webcare.lib import keyring  # noqa: E402 - the same

_cases: Any = TransactionTestCase  # the stubs leave out its private parts
_flush = _cases._fixture_teardown


def _flush_when_quiet(test: TransactionTestCase) -> None:
    """A page that was just closed may still have a request under way, whose locks the flush runs into."""
    for _ in range(FLUSHES):
        try:
            _flush(test)
        except CommandError:
            time.sleep(0.25)
        else:
            return
    _flush(test)


_cases._fixture_teardown = _flush_when_quiet


@pytest.fixture(autouse=True)
def _speak_the_language_of_the_sources() -> Iterator[None]:
    """A request activates its reader's language in this thread; the next test starts afresh."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _know_no_key_of_another_test() -> None:
    """The secret of a database is kept by the process, and each test's database is another one."""
    keyring._pepper.cache_clear()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run: Playwright allows one of it in a thread; a crowded machine may take its time."""
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the oldest PostgreSQL says so where it is not."""
    if not postgres15.is_here():
        for item in items:
            if item.get_closest_marker("postgres15"):
                item.add_marker(pytest.mark.skip(reason="no PostgreSQL 15: apt-get install postgresql-15"))


def pytest_configure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    config.add_cleanup(_ground.leave)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing is skipped: whoever installs everything must run everything."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        os.environ.get("CI") == "true"
        and reporter is not None
        and reporter.stats.get("skipped")
        and not session.exitstatus
    ):
        reporter.write_line(f"{len(reporter.stats['skipped'])} skipped, and in CI nothing is.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
