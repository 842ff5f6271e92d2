"""Child processes that never outlive us: bound to their parent by the kernel where it can, by their group elsewhere."""

from __future__ import annotations

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(stop_signal: int = signal.SIGTERM) -> None:
    """Let the kernel send `stop_signal` to this process when the thread that started it ends, however it ends.

    Called between fork and exec, after any change of user (which would clear it). Only Linux knows this.
    """
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, stop_signal, 0, 0, 0)


def die_with_parent_by_interrupt() -> None:
    """The same by SIGINT, which PostgreSQL understands as a fast, clean stop."""
    die_with_parent(signal.SIGINT)
