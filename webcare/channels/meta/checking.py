"""The connection test: what every account of Meta needs, tried, with what to do about what does not work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from webcare.channels import lines, renewing
from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError, Permission
from webcare.channels.meta import problems, registering
from webcare.channels.meta.api import Api, understood
from webcare.channels.meta.fields import Shape
from webcare.channels.meta.limits import BUSY
from webcare.lib.sentence import told


def quota(api: Api) -> Check:
    """How much is used, as the last answer's headers told."""
    percent = problems.used(api.headers)
    if percent is None:
        return Check(_("Quota"), True, _("%(network)s told no limit.") % {"network": api.network})
    blanks = {"percent": round(percent), "network": api.network}
    return Check(_("Quota"), percent < BUSY, _("%(percent)s percent of what %(network)s allows are used.") % blanks)


def token(api: Api, account: Account, permissions: Sequence[Permission]) -> Iterator[Check]:
    """When the access ends, and whether each permission is there, with what it is for."""
    try:
        with understood():
            facts = registering.token_facts(api)
            granted = facts.texts("scopes")
            yield _end(account, facts)
    except DeliveryError as error:
        yield Check(_("Permissions"), False, told(error.message))
        return
    for one in permissions:
        yield lines.permission(one, is_there=one.name in granted)


def webhook(api: Api, kind: str) -> Check:
    """Whether Meta calls us."""
    ours = registering.registered(api, kind)
    if ours is None or not ours.flag("active"):
        unknown = _("%(network)s knows no webhook of ours; connect the account again.")
        return Check(_("Webhook"), False, unknown % {"network": api.network})
    called = {"network": api.network, "url": ours.maybe_words("callback_url")}
    return Check(_("Webhook"), True, _("%(network)s calls %(url)s.") % called)


def events(api: Api, wanted: tuple[str, ...], there: set[str]) -> Check:
    """Whether it tells everything that we asked for."""
    missing = [name for name in wanted if name not in there]
    if missing:
        blanks = {"network": api.network, "kinds": ", ".join(missing)}
        untold = _("%(network)s does not tell us %(kinds)s; connect the account again.")
        return Check(_("Events"), False, untold % blanks)
    counted = {"network": api.network, "count": len(wanted)}
    return Check(_("Events"), True, _("%(network)s tells us %(count)s kinds of events.") % counted)


def tried(name: str, question: Callable[[], Check]) -> Check:
    """The answer to a question, or why it could not be asked."""
    return lines.tried("Meta", name, question)


def _end(account: Account, facts: Shape) -> Check:
    """It may have moved since it was learned, so that it is remembered anew."""
    first = registering.end_of(facts)
    renewing.keep_end(account, first)
    if first is None:
        return Check(_("End"), True, _("The access does not end by itself."))
    return lines.end_of_access(first)
