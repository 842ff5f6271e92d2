"""The connection test: everything that a page needs, tried, with what to do about what does not work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.facebook import connect, problems
from webcare.channels.facebook.api import Api, app_id, application_of, path_id, understood
from webcare.channels.facebook.fields import Shape
from webcare.channels.facebook.limits import BUSY
from webcare.lib.now import now, real_now
from webcare.lib.sentence import told

QUIET = timedelta(days=7)
SOON = timedelta(days=14)
PERMISSIONS: dict[str, str | Promise] = {
    "pages_show_list": gettext_lazy("to see which pages there are"),
    "pages_read_engagement": gettext_lazy("to read the page's own posts and answers"),
    "pages_read_user_content": gettext_lazy("to read what customers post and comment"),
    "pages_manage_engagement": gettext_lazy("to answer comments, and to hide or remove them"),
    "pages_manage_metadata": gettext_lazy("to be told when something happens on the page"),
    "pages_messaging": gettext_lazy("to read and write in Messenger"),
}


def check(account: Account) -> list[Check]:
    """One line each for access, quota, permissions, their end, webhook, events and the last event."""
    return [
        *_access(account),
        *_token(account),
        _tried(_("Webhook"), _webhook, account),
        _tried(_("Events"), _events, account),
        _last_event(account),
    ]


def _access(account: Account) -> Iterator[Check]:
    try:
        api = Api.of(account)
        with understood():
            page = api.get("me", fields="id,name")
            external_id, name = page.identifier("id"), page.maybe_words("name")
    except DeliveryError as error:
        yield Check(_("Access"), False, told(error.message))
        return
    if external_id != account.external_id:
        elsewhere = _("The token belongs to the page %(page)s and not to this one; connect it again.")
        yield Check(_("Access"), False, elsewhere % {"page": name})
    else:
        yield Check(_("Access"), True, _("We may speak for the page %(page)s.") % {"page": name})
    percent = problems.used(api.headers)
    if percent is None:
        yield Check(_("Quota"), True, _("Facebook told no limit."))
    else:
        used = _("%(percent)s percent of what Facebook allows are used.") % {"percent": round(percent)}
        yield Check(_("Quota"), percent < BUSY, used)


def _token(account: Account) -> Iterator[Check]:
    try:
        with understood():
            facts = connect.token_facts(account)
            granted = facts.texts("scopes")
            yield _end(facts)
    except DeliveryError as error:
        yield Check(_("Permissions"), False, told(error.message))
        return
    for name, purpose in PERMISSIONS.items():
        blanks = {"permission": name, "purpose": purpose}
        if name in granted:
            yield Check(_("Permissions"), True, _("%(permission)s is there, %(purpose)s.") % blanks)
        else:
            missing = _("%(permission)s is missing, %(purpose)s; connect the page again with it.")
            yield Check(_("Permissions"), False, missing % blanks)


def _end(facts: Shape) -> Check:
    """Meta writes 0 for a token that does not end; the access to people's data ends by itself too."""
    ends = [facts.maybe_moment(name) for name in ("expires_at", "data_access_expires_at")]
    first = min((end for end in ends if end and end.timestamp() > 0), default=None)
    if first is None:
        return Check(_("End"), True, _("The access does not end by itself."))
    day = {"day": f"{first:%Y-%m-%d}"}
    if first - real_now() < SOON:
        return Check(_("End"), False, _("The access ends on %(day)s; connect the page again before that day.") % day)
    return Check(_("End"), True, _("The access lasts until %(day)s.") % day)


def _webhook(account: Account) -> Check:
    application = application_of(account)
    listed = Api.as_application(application).get(f"{path_id(app_id(application))}/subscriptions")
    ours = next((each for each in listed.shapes("data") if each.maybe_words("object") == "page"), None)
    if ours is None or not ours.flag("active"):
        return Check(_("Webhook"), False, _("Facebook knows no webhook of ours; connect the page again."))
    return Check(_("Webhook"), True, _("Facebook calls %(url)s.") % {"url": ours.maybe_words("callback_url")})


def _events(account: Account) -> Check:
    listed = Api.of(account).get(f"{path_id(account.external_id)}/subscribed_apps")
    ours = [each for each in listed.shapes("data") if each.maybe_identifier("id") == app_id(application_of(account))]
    there = {name for each in ours for name in each.texts("subscribed_fields")}
    missing = [name for name in connect.FIELDS if name not in there]
    if missing:
        untold = _("Facebook does not tell us %(kinds)s; connect the page again.") % {"kinds": ", ".join(missing)}
        return Check(_("Events"), False, untold)
    return Check(_("Events"), True, _("Facebook tells us %(count)s kinds of events.") % {"count": len(connect.FIELDS)})


def _last_event(account: Account) -> Check:
    last: datetime | None = account.last_event_at
    if last is None:
        return Check(_("Last event"), True, _("Nothing has come in yet."))
    if now() - last > QUIET:
        quiet = _("Nothing has come in since %(day)s; see whether that can be true.")
        return Check(_("Last event"), False, quiet % {"day": f"{last:%Y-%m-%d}"})
    came = {"day": f"{last:%Y-%m-%d}", "time": f"{last:%H:%M}"}
    return Check(_("Last event"), True, _("The last one came on %(day)s at %(time)s UTC.") % came)


def _tried(name: str, question: Callable[[Account], Check], account: Account) -> Check:
    try:
        with understood():
            return question(account)
    except DeliveryError as error:
        return Check(name, False, told(error.message))
