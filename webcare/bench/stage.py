"""What a bench plays on that needs networks: the make-believe ones as a process, and where the house will stand."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sandbox.client import Sandbox
from webcare.lib.processes import die_with_parent

GLANCE = 0.5
PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Stage:
    """How the make-believe networks are started, and at which port the networks will call the house."""

    sandbox: Sequence[str]
    sandbox_url: str
    web_port: int
    log: Path


@contextmanager
def networks(stage: Stage, log: IO[bytes]) -> Iterator[Sandbox]:
    """They end with the block."""
    process = subprocess.Popen(
        stage.sandbox,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - one prctl call
    )
    try:
        with Sandbox(stage.sandbox_url) as network:
            wait_until(network.is_up, "The make-believe networks do not start.")
            yield network
    finally:
        process.terminate()
        process.wait()


def wait_until(question: Callable[[], object], complaint: str, glance: float = GLANCE) -> None:
    """Raises TimeoutError with the complaint."""
    until = time.monotonic() + PATIENCE
    while not question():
        if time.monotonic() > until:
            raise TimeoutError(complaint)
        time.sleep(glance)
