"""Semaphore for the house. For a real network: first `capabilities`, little by little, then each call in a file of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import (
    Capabilities,
    Check,
    DeliveryError,
    Length,
    Outgoing,
    RawEvent,
    Sent,
    SettingField,
    WebhookRequest,
)
from webcare.channels.application import Application
from webcare.channels.inbound import Inbound, Parsing, Unparsable
from webcare.channels.receipt import digest
from webcare_semaphore import catching, connect, forms, sending, signing
from webcare_semaphore.fields import Shape
from webcare_semaphore.parse import key_of, parse
from webcare_semaphore.redact import redact


class SemaphoreAdapter:
    """A station on a tower; see README.md."""

    capabilities = Capabilities(
        network="semaphore",
        name="Semaphore",
        badge="S",
        private=sending.SIGNAL,
        take_down=True,
        webhooks=True,
        polls=True,
        reconciles=True,
    )
    application_fields: Sequence[SettingField] = forms.APPLICATION
    account_fields: Sequence[SettingField] = forms.ACCOUNT

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """By the signature over the raw body."""
        signing.verify(str(application.secrets.get("secret", "")), request)

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """The tower asks nothing before it calls."""
        return 404, "text/plain", b"Semaphore asks no questions before it calls."

    def receipt_key(self, request: WebhookRequest) -> str:
        """The station, and the number that the tower gave the event."""
        try:
            return key_of(Shape.read(request.body))
        except Unparsable:
            return digest(request.body)

    def parse(self, payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
        """See parse.py, which imports no Django."""
        return parse(payload, parsing)

    def redact(self, payload: bytes, external_ids: Collection[str]) -> bytes:
        """See redact.py, which imports no Django."""
        return redact(payload, external_ids)

    def length(self, account: Account, private: bool) -> Length | None:
        """The same for every station."""
        return sending.SIGNAL if private else None

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """A signal to one station."""
        return sending.send(account, outgoing)

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """By our key."""
        return sending.find_sent(account, outgoing)

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Withdraw our signal."""
        sending.take_down(account, external_id)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """Nobody can be kept from signalling."""
        raise DeliveryError(_("Semaphore knows nothing of the kind."), True)

    def fetch(self, account: Account, url: str) -> bytes:
        """Signals have no files."""
        raise DeliveryError(_("A semaphore signals no files."), True)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """Every event since the cursor."""
        return catching.catch_up(account)

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """The tower calls us; there is no line to wait on."""
        raise DeliveryError(_("Semaphore calls us; there is no standing connection to wait on."), True)

    def recipient(self, account: Account, written: str) -> str:
        """By the call sign."""
        return connect.recipient(account, written)

    def connect(self, account: Account, hook_url: str) -> None:
        """Who it is, and where events go."""
        connect.connect(account, hook_url)

    def disconnect(self, account: Account) -> None:
        """No more events."""
        connect.disconnect(account)

    def check(self, account: Account) -> Sequence[Check]:
        """Key and last event."""
        return connect.check(account)
