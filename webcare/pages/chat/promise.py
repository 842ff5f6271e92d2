"""What a visitor may expect: how long an answer takes as it is measured now, or when somebody is here again."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from webcare.clocks import board
from webcare.clocks.hours import ClosedForever, OpeningHours
from webcare.clocks.promise import Facts, choose
from webcare.clocks.promising import promises
from webcare.lib.now import now
from webcare.pages.boardwords import span
from webcare.team.organisation import organisation


def sentences(network: str) -> str:
    """One plain sentence; empty where nothing was measured lately, or the organisation does not show it."""
    at = now()
    agreed = choose(promises(), Facts("first", network, None, "normal"))
    if agreed and not agreed.hours.is_open(at):
        return _closed(agreed.hours, at)
    company = organisation()
    latest = board.latest() if company.board_is_public else None
    if latest is None or latest.is_stale(at):
        return ""
    cell = latest.cell(network=network)
    expected = span((cell if cell and cell.expected is not None else latest.overall).expected)
    return (
        _("An answer takes about %(span)s now. That is measured, not promised.") % {"span": expected}
        if expected
        else ""
    )


def _closed(hours: OpeningHours, at: datetime) -> str:
    try:
        opens = hours.next_opening(at).astimezone(organisation().zone)
    except ClosedForever:
        return _("Nobody is here now. Write all the same: it is read.")
    told = {"day": date_format(opens, "l"), "time": date_format(opens, "H:i"), "place": str(opens.tzinfo)}
    return _("Nobody is here until %(day)s %(time)s (%(place)s). Write already; it is answered then.") % told
