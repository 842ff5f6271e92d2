"""The mailboxes of the make-believe company, at the make-believe provider: opened, connected, found again after a restart."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256

from sandbox.client import Sandbox
from webcare.channels.account import Account
from webcare.channels.registry import adapter
from webcare.demo import cast
from webcare.lib.now import now
from webcare.team.brand import Brand

NETWORK = "email"
CHECKER = "mx.sandbox.example"  # with which the make-believe provider begins what it found out about a sender


def open_all(network: Sandbox, brands: Mapping[str, Brand]) -> dict[str, Account]:
    """An account for each brand's address; `brands` is by handle. Nothing is read before `listen_from_now`."""
    _register(network)
    return {
        brand.email: Account.objects.create(
            network=NETWORK,
            brand=brands[brand.handle],
            external_id=brand.email,
            handle=brand.email,
            name=brand.name,
            settings=_settings(brand),
            secrets={"imap_password": _password()},
            connected_at=now(),
        )
        for brand in cast.BRANDS
    }


def listen_from_now() -> None:
    """What stands in the mailboxes is history; only what comes from here on is news."""
    for account in Account.objects.filter(network=NETWORK):
        adapter(NETWORK).connect(account, "")
        account.save()


def find_again(network: Sandbox) -> None:
    """The provider may listen on other ports today, and may have forgotten us."""
    _register(network)
    for brand in cast.BRANDS:
        for account in Account.objects.filter(network=NETWORK, external_id=brand.email):
            account.reauth_at, account.reauth_reason = None, ""
            account.settings, account.secrets = _settings(brand), {"imap_password": _password()}
            account.save()


def _register(network: Sandbox) -> None:
    for brand in cast.BRANDS:
        network.open_mailbox(brand.email, brand.name, password=_password(), handle=brand.handle)


def _settings(brand: cast.Brand) -> dict[str, str]:
    imap_host, _, imap_port = os.environ["WEBCARE_SANDBOX_IMAP"].rpartition(":")
    smtp_host, _, smtp_port = os.environ["WEBCARE_SANDBOX_SMTP"].rpartition(":")
    return {
        "address": brand.email,
        "display_name": brand.name,
        "imap_host": imap_host,
        "imap_port": imap_port,
        "imap_security": "none",
        "smtp_host": smtp_host,
        "smtp_port": smtp_port,
        "smtp_security": "none",
        "reply_address": brand.email,
        "sent_folder": "yes",
        "file_sent": "yes",
        "mark_seen": "yes",
        "authenticated_by": CHECKER,
    }


def _password() -> str:
    return sha256(f"mail {os.environ['WEBCARE_SANDBOX_SECRET']}".encode()).hexdigest()[:24]
