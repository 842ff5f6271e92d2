"""LinkedIn for the rest of the house: everything that a network is asked for, each part in a file of its own."""

from __future__ import annotations

import json
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
from webcare.channels.application import Application, Grant
from webcare.channels.inbound import Inbound, Parsing, Unparsable
from webcare.channels.insight import Insight
from webcare.channels.linkedin import (
    catching,
    checking,
    completing,
    connect,
    finding,
    forms,
    insights,
    limits,
    moderating,
    sending,
    signing,
)
from webcare.channels.linkedin.fields import Shape
from webcare.channels.linkedin.parse import parse
from webcare.channels.linkedin.redact import redact
from webcare.channels.receipt import digest


class LinkedInAdapter:
    """A page on LinkedIn: comments below its posts, and posts that mention it; see README.md beside this file."""

    capabilities = limits.CAPABILITIES
    application_fields: Sequence[SettingField] = forms.APPLICATION
    account_fields: Sequence[SettingField] = forms.ACCOUNT

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """By LinkedIn's signature over the raw body."""
        signing.verify(str(application.secrets.get("client_secret", "")), request)

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """LinkedIn asks every two hours, and blocks an address that fails three times."""
        return signing.challenge_answer(str(application.secrets.get("client_secret", "")), request)

    def receipt_key(self, request: WebhookRequest) -> str:
        """The notification's own number; a batch is repeated as it was."""
        try:
            notifications = Shape.read(request.body).shapes("notifications")
            keys = [catching.key_of(one) for one in notifications]
        except Unparsable:
            return digest(request.body)
        if len(keys) == 1:
            return keys[0]
        return digest(json.dumps(sorted(keys)).encode()) if keys else digest(request.body)

    def complete(self, source: Account | Application, payload: bytes) -> bytes:
        """The comment itself, the post above it, and names."""
        return completing.complete(source, payload)

    def parse(self, payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
        """See parse.py, which imports no Django."""
        return parse(payload, parsing)

    def redact(self, payload: bytes, external_ids: Collection[str]) -> bytes:
        """See redact.py, which imports no Django."""
        return redact(payload, external_ids)

    def length(self, account: Account, private: bool) -> Length | None:
        """As the application's settings say."""
        return limits.length(account, private)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """A comment."""
        return sending.send(account, outgoing)

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Below what was answered."""
        return finding.find_sent(account, outgoing, since)

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Delete our comment."""
        moderating.take_down(account, external_id)

    def edit(self, account: Account, external_id: str, text: str, private: bool) -> None:
        """Change our comment."""
        moderating.edit(account, external_id, text)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """LinkedIn offers nothing of this kind."""
        moderating.moderate()

    def fetch(self, account: Account, url: str) -> bytes:
        """Nothing that we tell of has a file."""
        raise DeliveryError(_("Files in comments stay on LinkedIn."), True)

    def insights(self, account: Account, external_ids: Sequence[str]) -> Sequence[Insight]:
        """The reactions and answers below each comment."""
        return insights.of(account, external_ids)

    def followers(self, account: Account) -> int | None:
        """Of the page."""
        return insights.followers(account)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """Notifications since the last time."""
        return catching.catch_up(account)

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """Asks now and then."""
        catching.ask_again_and_again(account, wake, stop)

    def authorize_url(self, application: Application, redirect_uri: str, state: str, verifier: str) -> str:
        """OAuth 2.0, with our secret instead of a verifier."""
        return connect.authorize_url(application, redirect_uri, state)

    def exchange(self, application: Application, code: str, redirect_uri: str, verifier: str) -> Grant:
        """LinkedIn takes the code for half an hour."""
        return connect.exchange(application, code, redirect_uri)

    def recipient(self, account: Account, written: str) -> str:
        """Only by LinkedIn's own name of a member."""
        return connect.recipient(written)

    def connect(self, account: Account, hook_url: str) -> None:
        """Fill in which page it is, then the subscription; the caller stores the account."""
        connect.connect(account, hook_url)

    def disconnect(self, account: Account) -> None:
        """No more events."""
        connect.disconnect(account)

    def check(self, account: Account) -> Sequence[Check]:
        """Access, permissions, their end, version, notifications, webhook, last event."""
        return checking.check(account)
