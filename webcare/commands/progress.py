"""Says what is going on, for whatever takes longer than two seconds."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 2.0


@contextmanager
def progress(what: str) -> Iterator[None]:
    """`Making the tables … 7 s.` for something slow, nothing at all for something quick."""
    began = time.monotonic()
    timer = threading.Timer(PATIENCE, lambda: print(f"{what} …", end="", file=sys.stderr, flush=True))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if (seconds := time.monotonic() - began) > PATIENCE:
            print(f" {seconds:.0f} s.", file=sys.stderr, flush=True)
