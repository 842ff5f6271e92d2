"""What every test may ask for."""

from __future__ import annotations

import os

import django
import pytest

from tests.database import TestGround

_ground = TestGround()
_ground.prepare()  # before Django reads its settings
django.setup()  # before a room's conftest imports its models


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
