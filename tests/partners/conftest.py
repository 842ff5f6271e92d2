"""Tests with other people's implementations run when bin/partners asks for them; elsewhere they say so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.partners import installed, results

ASKED = "WEBCARE_PARTNERS"
HERE = Path(__file__).parent
NOT_ASKED = "other people's implementations: bin/partners installs them and runs this"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Continuous integration skips nothing, and so does not even take them up."""
    if ASKED in os.environ:
        return
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    if os.environ.get("CI") == "true":
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if item not in ours]
    for item in ours:
        item.add_marker(pytest.mark.skip(reason=NOT_ASKED))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of docs/partners.md."""
    if ASKED in os.environ:
        terminalreporter.write_line("")
        terminalreporter.write_line(results.kept(terminalreporter.stats, os.environ[ASKED]))


@pytest.fixture(scope="session")
def bluesky() -> Iterator[str]:
    """The address of a server of a Bluesky of our own, which is empty when the run begins."""
    address = os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("CREATE DATABASE partners_bluesky")
    database = address.replace("/postgres?", "/partners_bluesky?")
    words = {"DB_POSTGRES_URL": database, "LOG_ENABLED": "false"}
    with installed.running([str(HERE / "bluesky.cjs")], words) as process:
        yield installed.told(process)["server"]
