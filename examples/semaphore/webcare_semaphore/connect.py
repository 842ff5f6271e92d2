"""Who we are there, how events come, and whether all is well. For a real network: its subscriptions, and a line for each permission."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.lines import last_event, tried
from webcare.lib.sentence import Sentence
from webcare_semaphore.api import NAME, call, path_id, understood

NOBODY = Sentence(_("There is no station %(written)s in sight."))


def connect(account: Account, hook_url: str) -> None:
    """Fill in who it is, then where events go; the caller stores the account."""
    answer = call(account, "GET", "/station")
    with understood():
        account.external_id = answer.identifier("id")
        account.handle, account.name = answer.maybe_words("call")[:255], answer.maybe_words("name")[:255]
    if hook_url:
        call(account, "PUT", _hook(account), json={"url": hook_url})


def disconnect(account: Account) -> None:
    """No more events."""
    call(account, "DELETE", _hook(account))


def check(account: Account) -> Sequence[Check]:
    """The key, and when the last event came."""
    return [tried(NAME, "Access", _access, account), last_event(account)]


def recipient(account: Account, written: str) -> str:
    """A station by its call sign."""
    answer = call(account, "GET", "/stations", params={"call": written.strip()})
    with understood():
        found = [each.identifier("id") for each in answer.shapes("stations")]
    if not found:
        raise DeliveryError(NOBODY(written=written.strip()), True)
    return found[0]


def _access(account: Account) -> Check:
    answer = call(account, "GET", "/station")
    if answer.identifier("id") != account.external_id:
        return Check("Access", False, "The key belongs to another station; connect the account again.")
    return Check("Access", True, f"The key works for {account.name or account.external_id}.")


def _hook(account: Account) -> str:
    return f"/stations/{path_id(account.external_id)}/hook"
