"""The main job, from a network's call to the answer that stands there, works on the oldest PostgreSQL that we promise."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres15
from tests.commands.terminal import ROOT
from webcare.lib.postgres import Server

MAIN_JOB = (
    "tests/hooks/test_events.py",
    "tests/conversations/test_receiving.py",
    "tests/conversations/test_claiming.py",
    "tests/conversations/test_sending.py",
    "tests/routing/test_queue.py",
    "tests/clocks/test_turns.py",
    "tests/search/test_messages.py",
    "tests/live/test_tail.py",
    "tests/ledger",
    "tests/keeping/test_erasing.py",
    "tests/pages/test_desk.py",
)
OURS = ("WEBCARE_TEST_", "PYTEST_", "WEBCARE_DATA", "DATABASE_URL")


@pytest.fixture
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="webcare-15-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o711)
        started = postgres15.cluster(Path(made) / "postgres")
        yield started
        started.stop()


@pytest.mark.postgres15
@pytest.mark.timeout(900)
def test_tables_are_made_and_the_main_job_is_done_on_it(server: Server) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    said = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-m",
            "not postgres15 and not browser",
            *MAIN_JOB,
        ],
        cwd=ROOT,
        env={**environment, "DATABASE_URL": server.url("postgres"), "CI": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout[-6000:] + said.stderr[-2000:]
    assert " passed" in said.stdout
