"""The demo as a person starts it: one address, nobody in the way, and nothing left behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 150.0


@dataclass
class Started:
    """A `webcare` command in a process of its own, as from a terminal."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def read_until(self, pattern: str) -> re.Match[str]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if match := re.search(pattern, line):
                return match
        raise AssertionError("".join(self.lines))

    def family(self) -> list[psutil.Process]:
        """It and everything it has started."""
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]


def start(*words: str) -> Started:
    clean = {name: value for name, value in os.environ.items() if not re.match("WEBCARE_|DATABASE_URL|DJANGO_", name)}
    process = subprocess.Popen(
        [sys.executable, "-m", "webcare", *words],
        cwd=ROOT,
        env={**clean, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Started(process)


def wait_until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.1)


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Where nothing of ours was."""
    with tempfile.TemporaryDirectory(prefix="webcare-demo-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o711)
        yield Path(name) / "demo"


@pytest.fixture(scope="module")
def taken() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture(scope="module")
def demo(folder: Path, taken: int) -> Iterator[Started]:
    made = start("demo", "--data", str(folder), "--port", str(taken), "--pace", "0.1")
    made.read_until("Ctrl-C ends everything")
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.wait()


@pytest.fixture(scope="module")
def address(demo: Started) -> str:
    addresses = re.findall(r"http://\S+", "".join(demo.lines))
    assert len(addresses) == 1, "it prints one address"
    return str(addresses[0])


def test_a_taken_port_is_said_and_the_next_one_taken(demo: Started, taken: int, address: str) -> None:
    assert f"Port {taken} is taken" in "".join(demo.lines)
    assert f":{taken}" not in address


def test_it_says_who_to_be(demo: Started) -> None:
    assert "Be    Anna (agent), Noor (lead), Joost (administrator)" in "".join(demo.lines)


def test_its_pages_and_its_live_stream_answer(address: str) -> None:
    assert status(address) == 200
    port = int(address.rpartition(":")[2])
    assert status(f"http://127.0.0.1:{port + 1}/live/healthz") == 200


def test_every_network_is_connected_and_nobody_fell_over(demo: Started, folder: Path, address: str) -> None:
    logs = folder.rglob("logs/*.log")
    town = next(path for path in logs if path.name == "town.log")
    wait_until(lambda: "the town is awake" in town.read_text() or "Traceback" in town.read_text())
    fallen = {path.name: path.read_text() for path in town.parent.glob("*.log") if "Traceback" in path.read_text()}
    assert not fallen


def test_a_second_one_is_told_where_the_first_is(demo: Started, folder: Path, address: str) -> None:
    second = start("demo", "--data", str(folder))
    second.read_until(re.escape(address))
    assert second.process.wait(30) == 1


def test_a_crashed_process_comes_back(demo: Started, address: str) -> None:
    web = next(process for process in demo.family() if "web" in process.cmdline() and "--port" in process.cmdline())
    web.kill()
    demo.read_until("web ended .* starting it again")
    wait_until(lambda: status(address) == 200)


def test_a_folder_that_is_not_a_demos_is_left_alone(folder: Path) -> None:
    mine = folder.parent / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    for option in ([], ["--reset"]):
        refused = start("demo", "--data", str(mine), *option)
        refused.read_until("not a demo's folder")
        assert refused.process.wait(30) == 1
    assert (mine / "thesis.txt").read_text() == "years of work"


def test_production_does_not_start_with_a_demos_settings(folder: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "webcare", "serve", "--data", str(folder.parent / "real")],
        cwd=ROOT,
        env={**os.environ, "WEBCARE_DEMO": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "WEBCARE_DEMO is set" in said.stderr


def test_nothing_is_left_when_it_ends(demo: Started) -> None:
    family = demo.family()
    assert len(family) >= 7
    demo.process.send_signal(signal.SIGINT)
    demo.process.communicate(timeout=60)
    assert demo.process.returncode == 0
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive


def test_it_goes_on_where_it_stopped_and_a_kill_leaves_nothing_either(folder: Path, demo: Started) -> None:
    again = start("demo", "--data", str(folder), "--port", "18000", "--pace", "0.1")
    again.read_until("Ctrl-C ends everything")
    assert "Filling the demo" not in "".join(again.lines)
    family = again.family()
    again.process.kill()
    again.process.communicate(timeout=60)
    _, alive = psutil.wait_procs(family, timeout=40)
    assert not alive
