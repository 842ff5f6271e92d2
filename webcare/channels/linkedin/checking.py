"""The connection test: everything that a page needs, tried, with what to do about what does not work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from webcare.channels import renewing
from webcare.channels.account import Account
from webcare.channels.adapter import Check
from webcare.channels.calling import application_of
from webcare.channels.lines import agreed, end_of_access, last_event, tried
from webcare.channels.linkedin import connect
from webcare.channels.linkedin.addresses import named
from webcare.channels.linkedin.api import Api, version_of
from webcare.channels.linkedin.limits import PERMISSIONS, VERSION_LASTS, is_called, pause
from webcare.lib.now import real_now

QUIET = timedelta(days=30)
VERSION_SOON = timedelta(days=56)


def check(account: Account) -> list[Check]:
    """One line each for access, permissions, its end, the version, notifications, webhook and the last event."""
    return [
        tried("LinkedIn", _("Access"), _access, account),
        *agreed("LinkedIn", account, PERMISSIONS),
        _end(account),
        tried("LinkedIn", _("Version"), _version, account),
        tried("LinkedIn", _("Notifications"), _notifications, account),
        *([tried("LinkedIn", _("Webhook"), _webhook, account)] if is_called(account) else []),
        last_event(account, QUIET),
    ]


def _access(account: Account) -> Check:
    listed = [each for page in Api(account).pages(connect.ROLES) for each in page.shapes("elements")]
    if account.external_id in {each.actor("organization", "organizationalTarget") for each in listed}:
        return Check(_("Access"), True, _("We may speak for the page %(page)s.") % {"page": account.name})
    lost = _("Whoever agreed is no administrator of the page any more; have an administrator connect it again.")
    return Check(_("Access"), False, lost)


def _end(account: Account) -> Check:
    """Where it renews itself, what counts is when that ends."""
    last = renewing.over_at(account)
    if last is None and account.secrets.get("refresh_token"):
        return Check(_("End"), True, _("The access renews itself."))
    if last is None:
        return Check(_("End"), True, _("LinkedIn did not say when the access ends; usually it is after 60 days."))
    return end_of_access(last)


def _version(account: Account) -> Check:
    version = version_of(application_of(account))
    try:
        ends = datetime(int(version[:4]), int(version[4:]), 1, tzinfo=UTC) + VERSION_LASTS
    except ValueError:
        return Check(_("Version"), False, _("%(version)s is no month.") % {"version": version})
    blanks = {"version": version, "day": f"{ends:%Y-%m-%d}"}
    if ends - real_now() < VERSION_SOON:
        old = _(
            "LinkedIn may end version %(version)s of its API from %(day)s on; raise it in the application's settings."
        )
        return Check(_("Version"), False, old % blanks)
    return Check(_("Version"), True, _("Version %(version)s of the API lasts until %(day)s at least.") % blanks)


def _notifications(account: Account) -> Check:
    path = f"organizationalEntityNotifications?q=criteria&actions=List(COMMENT)&organizationalEntity={named(account.external_id)}"
    Api(account).get(f"{path}&start=0&count=1").shapes("elements")
    every = {"seconds": round(pause(account))}
    return Check(_("Notifications"), True, _("We ask for them every %(seconds)s seconds.") % every)


def _webhook(account: Account) -> Check:
    known = Api(account).get(connect.subscription(account, str(account.settings.get("person", ""))))
    return Check(_("Webhook"), True, _("LinkedIn calls %(url)s.") % {"url": known.maybe_words("webhook")})
