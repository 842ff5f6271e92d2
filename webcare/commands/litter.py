"""Workers that begin at once: born by one process that has loaded everything, for a bench in which a thousand of them die.

It reads orders, a line each, and answers with a line each: `born` tells the number of a new worker; `kill NUMBER` ends that
one as a machine dies and tells how it ended, which is `-9` unless it had ended by itself before.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress

import django

from webcare.lib.logs import heed_strays
from webcare.lib.processes import die_with_parent


def main() -> None:
    """Until nobody gives orders any more."""
    os.environ["WEBCARE_PROCESS"] = "worker"
    django.setup()
    _load()
    print("ready", flush=True)
    for line in sys.stdin:
        word, _, number = line.strip().partition(" ")
        print(_born() if word == "born" else _killed(int(number)), flush=True)


def _load() -> None:
    """The rooms and the language models; neither threads nor connections, which a child would share."""
    from webcare.lib.now import real_now  # noqa: PLC0415 - the rooms need the models
    from webcare.reading.reading import read  # noqa: PLC0415 - the same
    from webcare.timetable import stations  # noqa: PLC0415 - the same

    stations()
    read(["Where is my bag?"], frozenset({"en", "nl"}), real_now())


def _born() -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        die_with_parent(signal.SIGKILL)
        _work()
        status = 0
    finally:
        os._exit(status)  # the loop above belongs to the parent


def _work() -> None:
    from webcare.commands.working import work  # noqa: PLC0415 - the rooms need the models
    from webcare.timetable import stations  # noqa: PLC0415 - the same

    nobody = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nobody, 0)
    os.dup2(2, 1)  # what a worker says is no answer to an order
    heed_strays()
    work(stations())


def _killed(child: int) -> int:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main()
