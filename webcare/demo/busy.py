"""The demo's *Make it busy* button: ten times as many customers for two minutes. The page writes, the town reads."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from webcare.lib.now import real_now

FACTOR = 10.0
LASTS = timedelta(minutes=2)


def make_busy() -> datetime:
    """From now on; returns when it ends."""
    until = real_now() + LASTS
    _file().write_text(until.isoformat(), encoding="utf-8")
    return until


def busy_until() -> datetime | None:
    """When the rush ends; None when there is none."""
    try:
        until = datetime.fromisoformat(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return until if until > real_now() else None


def factor() -> float:
    """By how much more than usual customers write at this moment."""
    return FACTOR if busy_until() else 1.0


def _file() -> Path:
    return Path(settings.DATA) / "busy-until"
