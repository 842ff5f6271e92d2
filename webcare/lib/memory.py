"""How a process keeps memory that it no longer uses: glibc is told to give it back, instead of keeping it for each thread.

A worker has twenty threads that rest most of the time, and each of them may have a heap of its own; what was read in large
pieces at the start lies between what stays. On systems with another C library nothing happens.
"""

from __future__ import annotations

import ctypes

# see mallopt(3)
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
HEAPS = 2
LARGE = 128 * 1024  # bytes that go back to the system as soon as they are free; by itself glibc raises that to 32 MB


def keep_little() -> bool:
    """For this process, from now on; whether the C library knows how. Call it before threads begin."""
    library = ctypes.CDLL(None)
    if not hasattr(library, "mallopt"):
        return False
    settings = {ARENA_MAX: HEAPS, MMAP_THRESHOLD: LARGE, TRIM_THRESHOLD: LARGE}
    return all(library.mallopt(name, value) for name, value in settings.items())
