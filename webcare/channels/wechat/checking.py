"""The connection test: everything that an official account needs, tried, with what to do about what does not work."""

from __future__ import annotations

from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.lines import last_event, tried
from webcare.channels.wechat.addresses import NAME
from webcare.channels.wechat.api import Api
from webcare.channels.wechat.limits import offers_notices
from webcare.channels.wechat.templates import listed, notices
from webcare.lib.sentence import told


def check(account: Account) -> list[Check]:
    """One line each for access, the customer-service interface, templates, notices, encryption and the last event."""
    return [
        tried(NAME, _("Access"), _access, account),
        tried(NAME, _("Customer service"), _service, account),
        tried(NAME, _("Templates"), _templates, account),
        *([tried(NAME, _("Subscription notices"), _notices, account)] if offers_notices(account) else []),
        tried(NAME, _("Encryption"), _encryption, account),
        last_event(account),
    ]


def _access(account: Account) -> Check:
    Api.of(account).get("getcallbackip")
    return Check(_("Access"), True, _("WeChat takes our keys and our address."))


def _service(account: Account) -> Check:
    Api.of(account).get("customservice/getkflist")
    return Check(_("Customer service"), True, _("The account may answer through the customer-service interface."))


def _templates(account: Account) -> Check:
    """No trouble where there are none: many an account lives without."""
    name = _("Templates")
    try:
        return Check(
            name, True, _("%(count)s templates can be chosen after the window.") % {"count": len(listed(account))}
        )
    except DeliveryError as error:
        if error.reauth or not error.permanent:
            raise
        none = _("None can be sent, so that nothing reaches a follower after the window: %(reason)s")
        return Check(name, True, none % {"reason": told(error.message)})


def _notices(account: Account) -> Check:
    name, said = _("Subscription notices"), _("%(count)s notices can be chosen, for followers who agreed to them.")
    return Check(name, True, said % {"count": len(notices(account))})


def _encryption(account: Account) -> Check:
    if Api.of(account).application.secrets.get("encoding_key"):
        return Check(_("Encryption"), True, _("Only encrypted events are taken."))
    plain = _("Events come unencrypted. Choose the safe mode at mp.weixin.qq.com, and store its EncodingAESKey here.")
    return Check(_("Encryption"), True, plain)
