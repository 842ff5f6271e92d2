"""LINE for the rest of the house: everything that a network is asked for, each part in a file of its own."""

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
from webcare.channels.line import checking, completing, connect, door, fetching, forms, limits, sending, signing
from webcare.channels.line.parse import parse
from webcare.channels.line.redact import redact
from webcare.lib.sentence import Sentence

NO_ACTION = Sentence(_("LINE knows no action “%(action)s” for an official account."))


class LineAdapter:
    """An official account; see README.md beside this file."""

    capabilities = limits.CAPABILITIES
    application_fields: Sequence[SettingField] = forms.APPLICATION
    account_fields: Sequence[SettingField] = forms.ACCOUNT

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """By the channel secret."""
        signing.verify(str(application.secrets.get("channel_secret", "")), request)

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """LINE asks for none; it sends a call without events."""
        return 404, "text/plain", b"LINE asks no questions before it calls."

    def receipt_key(self, request: WebhookRequest) -> str:
        """The account and the ids of the events, which a redelivery has too."""
        return door.receipt_key(request)

    def billed(self, request: WebhookRequest) -> str:
        """What comes in costs nothing."""
        return ""

    def complete(self, source: Account | Application, payload: bytes) -> bytes:
        """The names of those who wrote."""
        return completing.complete(source, payload)

    def parse(self, payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
        """See parse.py, which imports no Django."""
        return parse(payload, parsing)

    def redact(self, payload: bytes, external_ids: Collection[str]) -> bytes:
        """See redact.py, which imports no Django."""
        return redact(payload, external_ids)

    def length(self, account: Account, private: bool) -> Length | None:
        """The same for every account."""
        return limits.TEXT

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """By reply token, or pushed."""
        return sending.send(account, outgoing)

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """LINE shows nothing of what was sent; a push is repeated under its key."""
        return sending.find_sent(account, outgoing, since)

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Only people take back what they said."""
        raise DeliveryError(_("LINE lets an account take nothing back."), True)

    def edit(self, account: Account, external_id: str, text: str, private: bool) -> None:
        """Nobody changes what they said."""
        raise DeliveryError(_("LINE lets nobody change what was sent."), True)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """Nothing of that: people block an account, not the other way round."""
        raise DeliveryError(NO_ACTION(action=action), True)

    def fetch(self, account: Account, url: str) -> bytes:
        """A picture, a film, a voice, a file."""
        return fetching.fetch(account, url)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """LINE keeps no list; it brings again what we did not take."""
        raise DeliveryError(_("LINE keeps no list of what we missed."), True)

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """Nobody waits on a line to LINE: it calls us."""
        raise DeliveryError(_("LINE tells what happens by webhook; there is no standing connection to wait on."), True)

    def recipient(self, account: Account, written: str) -> str:
        """Only by the id under which the account knows somebody."""
        return connect.recipient(written)

    def connect(self, account: Account, hook_url: str) -> None:
        """Fill in which account it is, then where LINE calls; the caller stores the account."""
        connect.connect(account, hook_url)

    def disconnect(self, account: Account) -> None:
        """Hand back a token that we asked for."""
        connect.disconnect(account)

    def check(self, account: Account) -> Sequence[Check]:
        """Token, webhook, what is left of the plan, last event."""
        return checking.check(account)
