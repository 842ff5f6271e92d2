"""How long somebody stays signed in: until they have done nothing for some hours, and never past a fixed day.

Both ends are written into the session's own row, so that whoever reads it (pages, live streams) finds it over at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session

from webcare.lib.now import real_now

BEGAN, USED = "began", "used"
NOTED = timedelta(minutes=5)  # so seldom is a use written down, since each time is a statement


def begin(session: SessionBase) -> None:
    """Somebody has just signed in; from now on both times run."""
    session[BEGAN] = int(real_now().timestamp())
    _note(session)


def use(session: SessionBase) -> None:
    """They have done something. A session from before there was a limit begins here."""
    if BEGAN not in session:
        begin(session)
    elif real_now() - _moment(session, USED) >= NOTED:
        _note(session)


def forget_over() -> int:
    """Throw away the sessions that are over; nobody can use them any more."""
    return Session.objects.filter(expire_date__lt=real_now()).delete()[0]


def _note(session: SessionBase) -> None:
    at = real_now()
    session[USED] = int(at.timestamp())
    session.set_expiry(min(at + settings.SESSION_IDLE, _moment(session, BEGAN) + settings.SESSION_LONGEST))


def _moment(session: SessionBase, name: str) -> datetime:
    return datetime.fromtimestamp(int(session[name]), real_now().tzinfo)
