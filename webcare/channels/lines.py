"""Lines that the connection test of any network may have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.lib.now import now, real_now
from webcare.lib.sentence import told

QUIET = timedelta(days=7)
SOON = timedelta(days=14)


def tried(name: str, question: Callable[[Account], Check], account: Account) -> Check:
    """What the question says, or why it could not be asked."""
    try:
        return question(account)
    except DeliveryError as error:
        return Check(name, False, told(error.message))


def last_event(account: Account) -> Check:
    """When the network last told us something."""
    last: datetime | None = account.last_event_at
    if last is None:
        return Check(_("Last event"), True, _("Nothing has come in yet."))
    if now() - last > QUIET:
        quiet = _("Nothing has come in since %(day)s; see whether that can be true.")
        return Check(_("Last event"), False, quiet % {"day": f"{last:%Y-%m-%d}"})
    came = {"day": f"{last:%Y-%m-%d}", "time": f"{last:%H:%M}"}
    return Check(_("Last event"), True, _("The last one came on %(day)s at %(time)s UTC.") % came)


def end_of_access(ends_at: datetime) -> Check:
    """Until when the owner's consent lasts, said early enough to give it again."""
    day = {"day": f"{ends_at:%Y-%m-%d}"}
    if ends_at - real_now() < SOON:
        return Check(_("End"), False, _("The access ends on %(day)s; connect the account again before that day.") % day)
    return Check(_("End"), True, _("The access lasts until %(day)s.") % day)
