"""A span of time as short as people say it: "4 min", "2 h 10", "3 d"; the page's own clock says it the same way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MINUTES = _("%(minutes)s min")
HOURS = _("%(hours)s h %(minutes)s")
DAYS = _("%(days)s d")
MOMENT = _("< 1 min")
LEVELS: Mapping[str, str | Promise] = {
    "fine": _("%(span)s left"),
    "soon": _("%(span)s left"),
    "late": _("%(span)s late"),
}


def in_words(span: timedelta) -> str:
    """Rounded down, as a wait is felt."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 1:
        return str(MOMENT)
    if minutes < 60:
        return str(MINUTES) % {"minutes": minutes}
    if minutes < 48 * 60:
        return str(HOURS) % {"hours": minutes // 60, "minutes": f"{minutes % 60:02d}"}
    return str(DAYS) % {"days": minutes // (24 * 60)}


def words() -> dict[str, str]:
    """The same words for the page's own clock."""
    return {
        "moment": str(MOMENT),
        "minutes": str(MINUTES),
        "hours": str(HOURS),
        "days": str(DAYS),
        "fine": str(LEVELS["fine"]),
        "soon": str(LEVELS["soon"]),
        "late": str(LEVELS["late"]),
    }
