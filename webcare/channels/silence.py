"""When an account last brought something: the line of a connection test that no network answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.adapter import Check
from webcare.lib.now import now


def last_event(account: Account, quiet: timedelta) -> Check:
    """Whether anything came lately; longer than `quiet` is worth a look."""
    last: datetime | None = account.last_event_at
    if last is None:
        return Check(_("Last event"), True, _("Nothing has come in yet."))
    if now() - last > quiet:
        silent = _("Nothing has come in since %(day)s; see whether that can be true.")
        return Check(_("Last event"), False, silent % {"day": f"{last:%Y-%m-%d}"})
    came = {"day": f"{last:%Y-%m-%d}", "time": f"{last:%H:%M}"}
    return Check(_("Last event"), True, _("The last one came on %(day)s at %(time)s UTC.") % came)
