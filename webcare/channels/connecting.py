"""Connect an account by trying: nothing is kept before the network has let us in. Test it, write through it, let it go."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError, Outgoing, Sent
from webcare.channels.application import Application
from webcare.channels.delivery import let_leave
from webcare.channels.registry import adapter
from webcare.ledger.recording import Actor, record
from webcare.lib.now import now
from webcare.team.brand import Brand


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to connect, and with which keys."""

    network: str
    brand: Brand
    application: Application | None
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)


def hook_url(application: Application | None) -> str:
    """Where the network calls us; empty for networks that do not call."""
    return f"{settings.HOOKS_URL}/hooks/{application.network}/{application.key}" if application else ""


def connect(wish: Wish, by: Actor, row: Account | None = None) -> Account:
    """Let the network say who it is, then keep it; `row` is connected anew. Raises DeliveryError, having kept nothing."""
    tried = Account(
        network=wish.network,
        brand=wish.brand,
        application=wish.application,
        settings=dict(wish.settings),
        secrets=dict(wish.secrets),
        cursor=row.cursor if row else {},
        external_id=row.external_id if row else "",
        handle=row.handle if row else "",
    )
    adapter(wish.network).connect(tried, hook_url(wish.application))
    known = Account.objects.filter(network=wish.network, external_id=tried.external_id).first()
    _check_that_it_is(tried, row, known)
    with transaction.atomic():
        account = row or known or tried
        _take_over(account, tried)
        let_leave(account)
        record("account.connected", account, by=by, data={"network": account.network, "handle": account.handle})
    return account


def test(account: Account, by: Actor) -> Sequence[Check]:
    """Try everything that it needs; what works again needs nobody to connect it again."""
    lines = adapter(account.network).check(account)
    well = all(line.ok for line in lines)
    with transaction.atomic():
        if well:
            Account.objects.filter(pk=account.pk).update(reauth_at=None, reauth_reason="")
            let_leave(account)
        record("account.tested", account, by=by, data={"well": well})
    return lines


def write_test_message(account: Account, written: str) -> Sent:
    """A private message to somebody whom the administrator names. Raises DeliveryError."""
    network = adapter(account.network)
    outgoing = Outgoing(
        key=str(uuid.uuid4()),
        text=_("This is a test: %(brand)s can write to you from webcare.") % {"brand": account.brand.name},
        private=True,
        recipient=network.recipient(account, written),
        recipient_name=written,
        subject=_("Test") if network.capabilities.subject else "",
    )
    return network.send(account, outgoing)


def disconnect(account: Account, by: Actor) -> str:
    """Let it go and forget its keys; what the network said against it comes back as a sentence, "" where all went well."""
    trouble = ""
    try:
        adapter(account.network).disconnect(account)
    except DeliveryError as error:
        trouble = error.message
    with transaction.atomic():
        won = Account.objects.filter(pk=account.pk, disconnected_at=None).update(disconnected_at=now(), secrets={})
        if won:
            record("account.disconnected", account, by=by, why=trouble)
    return trouble


def _check_that_it_is(tried: Account, row: Account | None, known: Account | None) -> None:
    called = tried.handle or tried.external_id
    if row and tried.external_id != row.external_id:
        if known is None:
            with suppress(DeliveryError):  # it was let in as somebody whom nobody wants here
                adapter(tried.network).disconnect(tried)
        raise DeliveryError(
            _("These keys belong to %(other)s, not to %(ours)s. Connect %(other)s as an account of its own.")
            % {"other": called, "ours": row.handle or row.external_id},
            permanent=True,
        )
    if row is None and known and known.is_connected and not known.reauth_at:
        raise DeliveryError(
            _("%(name)s is connected already, for %(brand)s. Open it in the list to change it.")
            % {"name": called, "brand": known.brand.name},
            permanent=True,
        )


def _take_over(account: Account, tried: Account) -> None:
    for name in ("brand", "application", "settings", "secrets", "cursor", "external_id", "handle", "name"):
        setattr(account, name, getattr(tried, name))
    account.connected_at, account.disconnected_at = now(), None
    account.reauth_at, account.reauth_reason = None, ""
    account.save()
