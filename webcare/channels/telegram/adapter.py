"""Telegram for the rest of the house: everything that a network is asked for, each part in a file of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import (
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
from webcare.channels.inbound import Inbound, Parsing
from webcare.channels.telegram import catching, checking, connect, door, fetching, forms, limits, moderating, sending
from webcare.channels.telegram.parse import parse
from webcare.channels.telegram.redact import redact


class TelegramAdapter:
    """A bot; see README.md beside this file."""

    capabilities = limits.CAPABILITIES
    application_fields: Sequence[SettingField] = forms.APPLICATION
    account_fields: Sequence[SettingField] = forms.ACCOUNT

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """By the word that we gave Telegram for this bot."""
        door.verify(application.key, request)

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """Telegram asks for none."""
        return 404, "text/plain", b"Telegram asks no questions before it calls."

    def receipt_key(self, request: WebhookRequest) -> str:
        """The bot and the number of the update."""
        return door.receipt_key(request)

    def parse(self, payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
        """See parse.py, which imports no Django."""
        return parse(payload, parsing)

    def redact(self, payload: bytes, external_ids: Collection[str]) -> bytes:
        """See redact.py, which imports no Django."""
        return redact(payload, external_ids)

    def length(self, account: Account, private: bool) -> Length | None:
        """The same for every bot."""
        return limits.TEXT

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """In private, in a group, or for a business account."""
        return sending.send(account, outgoing)

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """A bot cannot read what it said."""
        raise DeliveryError(_("Telegram shows a bot nothing of what it sent; look in the app."), True)

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Delete our message."""
        moderating.take_down(account, external_id)

    def edit(self, account: Account, external_id: str, text: str, private: bool) -> None:
        """Change our message."""
        moderating.edit(account, external_id, text)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """Nothing of that."""
        moderating.moderate(action)

    def introduce(self, account: Account, text: str) -> None:
        """What people read in the chat before they write."""
        connect.introduce(account, text)

    def fetch(self, account: Account, url: str) -> bytes:
        """A photo, a voice message, a file."""
        return fetching.fetch(account, url)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """What Telegram holds for us, where we ask."""
        return catching.catch_up(account)

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """Ask and wait, where Telegram does not call us."""
        catching.idle(account, wake, stop)

    def recipient(self, account: Account, written: str) -> str:
        """Only by the number under which bots know somebody."""
        return connect.recipient(written)

    def connect(self, account: Account, hook_url: str) -> None:
        """Fill in which bot it is, then how its updates come; the caller stores the account."""
        connect.connect(account, hook_url)

    def disconnect(self, account: Account) -> None:
        """No more calls."""
        connect.disconnect(account)

    def check(self, account: Account) -> Sequence[Check]:
        """Token, messages, groups, last event."""
        return checking.check(account)
