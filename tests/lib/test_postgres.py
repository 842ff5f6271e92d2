"""The embedded PostgreSQL: it starts anywhere, survives a crash, and never stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from webcare.lib.postgres import PostgresError, Server


@pytest.fixture
def folder() -> Iterator[Path]:
    """A place that whoever runs PostgreSQL can reach."""
    with tempfile.TemporaryDirectory(prefix="webcare-pg-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    made = Server(folder / "postgres", forgetful=True)
    made.start()
    yield made
    made.stop()


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
        assert row is not None
        return row[0]


def test_words_of_every_script_are_letters_to_it(server: Server) -> None:
    url = server.ensure_database("webcare")
    assert ask(url, "SELECT lower('ÄÉЖ')") == "äéж"
    assert ask(url, "SELECT count(*) FROM pg_available_extensions WHERE name IN ('pg_trgm', 'unaccent')") == 2


def test_a_database_is_made_once(server: Server) -> None:
    assert server.ensure_database("webcare") == server.ensure_database("webcare")


def test_a_second_start_uses_the_running_server_and_never_stops_it(server: Server) -> None:
    second = Server(server.folder)
    second.start()
    second.stop()
    assert server.answers()


def test_it_starts_again_after_a_crash(server: Server) -> None:
    url = server.ensure_database("webcare")
    pid = int((server.folder / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    wait_until(server.has_crashed)
    server.start()
    assert ask(url, "SELECT 1") == 1


def test_data_of_another_major_version_is_left_alone_and_named(folder: Path) -> None:
    data = folder / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("12\n")
    with pytest.raises(PostgresError, match="made by PostgreSQL 12"):
        Server(data).start()
    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]


def test_a_long_path_finds_a_short_place_for_its_socket(folder: Path) -> None:
    deep = folder / ("a b%" + "x" * 60) / ("y" * 60)
    deep.mkdir(parents=True)
    for path in (deep, deep.parent):
        path.chmod(0o711)
    long = Server(deep / "postgres", forgetful=True)
    long.start()
    try:
        assert ask(long.url("postgres"), "SELECT 1") == 1
    finally:
        long.stop()


def test_it_ends_when_the_process_that_started_it_is_killed(folder: Path) -> None:
    data = folder / "postgres"
    script = (
        "from pathlib import Path; from webcare.lib.postgres import Server; "
        f"Server(Path({str(data)!r}), forgetful=True).start(); print('up', flush=True); input()"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert starter.stdout is not None
    assert starter.stdout.readline() == b"up\n"
    assert Server(data).answers()
    starter.kill()
    starter.wait()
    wait_until(lambda: not (data / "postmaster.pid").exists())
    starter.stdout.close()


def test_a_folder_out_of_reach_gives_a_sentence(folder: Path) -> None:
    folder.chmod(0o700 if os.geteuid() == 0 else 0o500)  # root runs it as another user, who is kept out
    with pytest.raises(PostgresError, match="able to reach it|cannot use"):
        Server(folder / "postgres").start()
    folder.chmod(0o711)
