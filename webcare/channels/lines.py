"""Lines that the connection test of any network may have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import ParamSpec

from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError, Permission
from webcare.channels.calling import understood
from webcare.lib.now import now, real_now
from webcare.lib.sentence import told

QUIET = timedelta(days=7)
SOON = timedelta(days=14)
P = ParamSpec("P")


def tried(network: str, name: str, question: Callable[P, Check], *about: P.args, **more: P.kwargs) -> Check:
    """What the question says, or why it could not be asked."""
    try:
        with understood(network):
            return question(*about, **more)
    except DeliveryError as error:
        return Check(name, False, told(error.message))


def permission(one: Permission, *, is_there: bool) -> Check:
    """Whether we were given it, with what it is for."""
    missing = _("%(permission)s is missing, %(purpose)s; connect the account again with it.")
    there = _("%(permission)s is there, %(purpose)s.")
    return Check(
        _("Permissions"), is_there, (there if is_there else missing) % {"permission": one.name, "purpose": one.purpose}
    )


def agreed(network: str, account: Account, asked: Sequence[Permission]) -> list[Check]:
    """For networks that say with the access which permissions it has; one that was typed in says nothing."""
    granted = str(account.settings.get("scopes", "")).split()
    if not granted:
        unknown = _("Which permissions the access has, %(network)s tells only when somebody agrees on its own page.")
        return [Check(_("Permissions"), True, unknown % {"network": network})]
    return [permission(one, is_there=one.name in granted) for one in asked]


def last_event(account: Account, quiet: timedelta = QUIET) -> Check:
    """When the network last told us something; longer than `quiet` ago is worth a look."""
    last: datetime | None = account.last_event_at
    if last is None:
        return Check(_("Last event"), True, _("Nothing has come in yet."))
    if now() - last > quiet:
        silent = _("Nothing has come in since %(day)s; see whether that can be true.")
        return Check(_("Last event"), False, silent % {"day": f"{last:%Y-%m-%d}"})
    came = {"day": f"{last:%Y-%m-%d}", "time": f"{last:%H:%M}"}
    return Check(_("Last event"), True, _("The last one came on %(day)s at %(time)s UTC.") % came)


def end_of_access(ends_at: datetime) -> Check:
    """Until when the owner's consent lasts, said early enough to give it again."""
    day = {"day": f"{ends_at:%Y-%m-%d}"}
    if ends_at - real_now() < SOON:
        return Check(_("End"), False, _("The access ends on %(day)s; connect the account again before that day.") % day)
    return Check(_("End"), True, _("The access lasts until %(day)s.") % day)
