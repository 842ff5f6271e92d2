"""Let a worker die at its nth statement, as a machine dies: without a word, in a process of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection


def dies_at(step: int, work: Callable[[], object]) -> bool:
    """Do the work in a child that is killed just before its statement number `step`; False when it ended before."""
    with ThreadPoolExecutor(1) as nobody:  # a child must not speak on our connection: this thread has none
        return nobody.submit(_dies_at, step, work).result()


def _dies_at(step: int, work: Callable[[], object]) -> bool:
    child = os.fork()
    if child == 0:
        _work_until(step, work)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(status) == 0, "it failed before it was killed"
    return False


def _work_until(step: int, work: Callable[[], object]) -> None:
    """Never returns: neither the tests nor their clean-up may go on here."""
    seen = 0

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    status = 1
    try:
        with connection.execute_wrapper(count):
            work()
        status = 0
    finally:
        os._exit(status)
