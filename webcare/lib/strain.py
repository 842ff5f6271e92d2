"""When the database or the disk gives out: nobody's fault who asks or was being worked on, so it is tried again later.

A row that PostgreSQL will never take (too long, breaking a constraint) is no strain; trying again would not help it.
"""

from __future__ import annotations

import errno

import psycopg
from django.db import InterfaceError, OperationalError

RETRY_SECONDS = 30  # what those are told who will come again by themselves
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS}
# PostgreSQL's classes: lost connection, rolled back, no resources (a full disk, too many clients), in use, ended by somebody
_STATES = ("08", "40", "53", "55", "57", "58")
_READ_ONLY = "25006"  # after a failover we still talk to the one that only follows


def is_strain(error: BaseException | None) -> bool:
    """Whether the surroundings failed, not what was asked."""
    while error is not None:
        if isinstance(error, InterfaceError | psycopg.InterfaceError):
            return True
        if isinstance(error, psycopg.Error):
            state = error.sqlstate or ""
            return (
                state.startswith(_STATES)
                or state == _READ_ONLY
                or (not state and isinstance(error, psycopg.OperationalError))
            )
        if isinstance(error, OSError):
            return error.errno in _NO_ROOM
        if isinstance(error, OperationalError) and error.__cause__ is None:
            return True
        error = error.__cause__
    return False
