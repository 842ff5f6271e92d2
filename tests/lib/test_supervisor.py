"""A supervisor keeps its children running, ends them and theirs, and takes them along when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from webcare.lib import supervisor as supervision
from webcare.lib.supervisor import Child, Supervisor

ROOT = Path(__file__).parents[2]
LIVES = "import time; time.sleep(600)"


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    with Supervisor(say=said.append) as made:
        yield made
    for number, handler in before.items():
        signal.signal(number, handler)


def pid_of(supervisor: Supervisor, number: int = 0) -> int:
    process = supervisor.nursed[number].process
    return process.pid if process else 0


def test_a_crashed_child_is_started_again_and_the_person_is_told(
    supervisor: Supervisor, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "BACK_OFF", (0.05,))
    supervisor.start(Child("worker", [sys.executable, "-c", LIVES]))
    first = pid_of(supervisor)
    os.kill(first, signal.SIGKILL)

    def is_back() -> bool:
        supervisor.look()
        return pid_of(supervisor) not in {0, first}

    wait_until(is_back)
    assert said == ["worker ended (signal SIGKILL); starting it again in 0.05 s."]


def test_the_pause_grows_while_a_child_keeps_falling(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start(Child("web", [sys.executable, "-c", "raise SystemExit(3)"]))

    def has_fallen_twice() -> bool:
        supervisor.look()
        return len(said) == 2

    wait_until(has_fallen_twice)
    assert "exit status 3" in said[0]
    assert "in 0.5 s" in said[0]
    assert "in 1 s" in said[1]


def test_stopping_ends_children_and_what_they_started(supervisor: Supervisor, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    family = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {LIVES!r}]); open({str(note)!r}, 'w').write(str(p.pid)); p.wait()"
    supervisor.start(Child("family", [sys.executable, "-c", family]))
    wait_until(lambda: note.exists() and note.read_text() != "")
    child, grandchild = pid_of(supervisor), int(note.read_text())
    supervisor.stop()
    wait_until(lambda: not lives(child) and not lives(grandchild))


def test_a_child_that_will_not_listen_is_ended_all_the_same(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "STOP_SECONDS", 0.3)
    note = tmp_path / "deaf"
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); open({str(note)!r}, 'w').close(); {LIVES}"
    supervisor.start(Child("deaf", [sys.executable, "-c", deaf]))
    wait_until(note.exists)
    pid = pid_of(supervisor)
    supervisor.stop()
    assert not lives(pid)


def test_what_ends_by_itself_is_waited_for(supervisor: Supervisor) -> None:
    assert supervisor.finish([sys.executable, "-c", "raise SystemExit(7)"]) == 7


def test_being_told_to_stop_ends_what_was_waited_for(supervisor: Supervisor, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    long = f"import os; open({str(note)!r}, 'w').write(str(os.getpid())); {LIVES}"

    def stop() -> None:
        wait_until(lambda: note.exists() and note.read_text() != "")
        os.kill(os.getpid(), signal.SIGINT)

    teller = threading.Thread(target=stop)
    teller.start()
    with pytest.raises(KeyboardInterrupt):
        supervisor.finish([sys.executable, "-c", long])
    teller.join()
    assert not lives(int(note.read_text()))


def test_restarting_gives_every_child_a_new_process(supervisor: Supervisor) -> None:
    supervisor.start(Child("web", [sys.executable, "-c", LIVES]))
    first = pid_of(supervisor)
    supervisor.restart()
    assert pid_of(supervisor) != first
    assert not lives(first)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_no_child_survives_a_killed_supervisor() -> None:
    script = (
        "import sys; from webcare.lib.supervisor import Child, Supervisor\n"
        "with Supervisor() as s:\n"
        f"    s.start(Child('a', [sys.executable, '-c', {LIVES!r}]))\n"
        "    print(s.nursed[0].process.pid, flush=True); s.run()"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert lives(child)
        parent.kill()
        parent.wait()
    wait_until(lambda: not lives(child))
