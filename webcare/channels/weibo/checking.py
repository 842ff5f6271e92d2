"""The connection test: everything that an account on Weibo needs, tried, with what to do about what does not work."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from django.utils.translation import gettext as _

from webcare.channels import renewing
from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.lines import end_of_access, last_event, tried
from webcare.channels.weibo import connect
from webcare.channels.weibo.api import NAME, Api, understood
from webcare.channels.weibo.catching import LISTS
from webcare.channels.weibo.sending import rip
from webcare.lib.sentence import told


def check(account: Account) -> list[Check]:
    """One line each for access, its end, each list, the private messages, our address and the last event."""
    lists = [tried(NAME, _("Reading"), _reading, account, listing) for listing, _name, _kind in LISTS]
    return [*_access(account), *lists, _fans(account), _address(account), last_event(account)]


def _access(account: Account) -> Iterator[Check]:
    try:
        with understood():
            facts = connect.token_facts(account)
            uid, left = facts.identifier("uid"), facts.maybe_count("expire_in") or 0
    except DeliveryError as error:
        yield Check(_("Access"), False, told(error.message))
        return
    if uid != account.external_id:
        yield Check(_("Access"), False, _("The access belongs to another account; connect this one again."))
    else:
        yield Check(_("Access"), True, _("We may read and write as @%(handle)s.") % {"handle": account.handle})
    ends = connect.end_of(left)
    renewing.keep_end(account, ends)
    yield end_of_access(ends)


def _reading(account: Account, listing: str) -> Check:
    Api(account).read(listing, count=1)
    return Check(_("Reading"), True, _("%(list)s can be read.") % {"list": listing})


def _fans(account: Account) -> Check:
    if not account.secrets.get("fans_token"):
        missing = _("There is no token of the fans service, so that private messages cannot be answered.")
        return Check(_("Private messages"), False, missing)
    entered = _("The token of the fans service is stored. In its developer mode the address below has to be entered.")
    return Check(_("Private messages"), True, entered)


def _address(account: Account) -> Check:
    name = _("IP address")
    try:
        address = ipaddress.ip_address(rip(account))
    except ValueError:
        return Check(name, False, _("Weibo takes no comment without the IP address of the office; fill it in below."))
    if not address.is_global:
        return Check(name, False, _("%(address)s is no public address.") % {"address": address})
    return Check(name, True, _("Comments are said to come from %(address)s.") % {"address": address})
