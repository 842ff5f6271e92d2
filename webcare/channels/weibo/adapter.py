"""Weibo for the rest of the house: everything that a network is asked for, each part in a file of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta

from webcare.channels import worded
from webcare.channels.account import Account
from webcare.channels.adapter import Check, Length, Outgoing, RawEvent, Sent, SettingField, WebhookRequest
from webcare.channels.application import Application, Grant
from webcare.channels.inbound import Inbound, Parsing
from webcare.channels.receipt import digest
from webcare.channels.weibo import (
    catching,
    checking,
    completing,
    connect,
    fetching,
    finding,
    forms,
    limits,
    moderating,
    sending,
)
from webcare.channels.weibo.parse import parse
from webcare.channels.weibo.redact import redact


class WeiboAdapter:
    """A verified account on Weibo; see README.md beside this file."""

    capabilities = limits.CAPABILITIES
    application_fields: Sequence[SettingField] = forms.APPLICATION
    account_fields: Sequence[SettingField] = forms.ACCOUNT

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """By the words in the address; Weibo does not sign the body."""
        worded.verify(str(application.secrets.get("app_secret", "")), request)

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """Weibo asks when the address is entered."""
        return worded.echo(str(application.secrets.get("app_secret", "")), request)

    def receipt_key(self, request: WebhookRequest) -> str:
        """Weibo gives its pushes no id, and repeats them byte by byte."""
        return digest(request.body)

    def complete(self, source: Account | Application, payload: bytes) -> bytes:
        """The name of whoever wrote in private."""
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

    def reply_window(self, account: Account, private: bool, handed_over: bool) -> timedelta | None:
        """As the application's settings say."""
        return limits.reply_window(account, private)

    def ration(self, account: Account) -> int:
        """As the application's settings say."""
        return limits.ration(account)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """A comment, or a private message."""
        return sending.send(account, outgoing)

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Among our comments."""
        return finding.find_sent(account, outgoing, since)

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Remove our comment."""
        moderating.take_down(account, external_id, private)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """Nothing of the kind."""
        moderating.moderate(account, action, external_id, handle_id)

    def fetch(self, account: Account, url: str) -> bytes:
        """A picture or a voice, from Weibo's own hosts only."""
        return fetching.fetch(account, url)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """Mentions and comments since the last look."""
        return catching.catch_up(account)

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """Looks again and again."""
        catching.idle(account, wake, stop)

    def authorize_url(self, application: Application, redirect_uri: str, state: str, verifier: str) -> str:
        """Weibo knows no PKCE."""
        return connect.authorize_url(application, redirect_uri, state)

    def exchange(self, application: Application, code: str, redirect_uri: str, verifier: str) -> Grant:
        """One token, which ends by itself."""
        return connect.exchange(application, code, redirect_uri)

    def recipient(self, account: Account, written: str) -> str:
        """By number, or looked up by name."""
        return connect.recipient(account, written)

    def connect(self, account: Account, hook_url: str) -> None:
        """Fill in who it is; the caller stores the account."""
        connect.connect(account)

    def disconnect(self, account: Account) -> None:
        """Hand the access back."""
        connect.disconnect(account)

    def check(self, account: Account) -> Sequence[Check]:
        """Access, its end, the lists, private messages, our address, last event."""
        return checking.check(account)
