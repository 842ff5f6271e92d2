"""Mastodon for the rest of the house: everything that a network is asked for, each part in a file of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from webcare.channels.account import Account
from webcare.channels.adapter import (
    BadSignature,
    Check,
    Length,
    Outgoing,
    RawEvent,
    Sent,
    SettingField,
    WebhookRequest,
)
from webcare.channels.application import Application, Grant
from webcare.channels.inbound import Author, Inbound, Parsing
from webcare.channels.insight import Insight
from webcare.channels.mastodon import (
    catching,
    checking,
    connect,
    fetching,
    finding,
    forms,
    insights,
    limits,
    moderating,
    sending,
    statuses,
    streaming,
)
from webcare.channels.mastodon.parse import parse
from webcare.channels.mastodon.redact import redact
from webcare.channels.receipt import digest


class MastodonAdapter:
    """An account on any server that speaks Mastodon's API; see README.md beside this file."""

    capabilities = limits.CAPABILITIES
    application_fields: Sequence[SettingField] = forms.APPLICATION
    account_fields: Sequence[SettingField] = forms.ACCOUNT

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """Nothing that calls at a door can be Mastodon."""
        raise BadSignature("Mastodon calls nobody; its lists are read.")

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """There is no door."""
        return 404, "text/plain", b"Mastodon calls nobody; its lists are read."

    def receipt_key(self, request: WebhookRequest) -> str:
        """Of what nobody brings."""
        return digest(request.body)

    def parse(self, payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
        """See parse.py, which imports no Django."""
        return parse(payload, parsing)

    def redact(self, payload: bytes, external_ids: Collection[str]) -> bytes:
        """See redact.py, which imports no Django."""
        return redact(payload, external_ids)

    def private_thread_key(self, account: Account, handle_id: str) -> str:
        """All that is said to one person alone is one exchange."""
        return statuses.thread_key(handle_id.partition("/")[0], statuses.DIRECT, Author(handle_id))

    def length(self, account: Account, private: bool) -> Length | None:
        """As the account's server says."""
        return limits.length(account)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """In public or to one person alone; a repeat is answered with what stands there."""
        return sending.send(account, outgoing)

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Among what the account said."""
        return finding.find_sent(account, outgoing, since)

    def introduce(self, account: Account, text: str) -> None:
        """What people read below our name."""
        connect.introduce(account, text)

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Delete our post."""
        moderating.take_down(account, external_id)

    def edit(self, account: Account, external_id: str, text: str, private: bool) -> None:
        """Change our post."""
        moderating.edit(account, external_id, text)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """Mute, block or report somebody."""
        moderating.moderate(account, action, external_id, handle_id)

    def fetch(self, account: Account, url: str) -> bytes:
        """A picture, a film, a sound, from the server's own hosts only."""
        return fetching.fetch(account, url)

    def insights(self, account: Account, external_ids: Sequence[str]) -> Sequence[Insight]:
        """Likes, answers, and what carried a post on."""
        return insights.of(account, external_ids)

    def followers(self, account: Account) -> int | None:
        """As on the profile."""
        return insights.followers(account)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """What is new in the lists, and what was changed or deleted."""
        return catching.catch_up(account)

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """Hears at once what happens, and looks again and again."""
        streaming.listen(account, wake, stop)

    def authorize_url(self, application: Application, redirect_uri: str, state: str, verifier: str) -> str:
        """OAuth 2.0 with PKCE, after we have registered with the server."""
        return connect.authorize_url(application, redirect_uri, state, verifier)

    def exchange(self, application: Application, code: str, redirect_uri: str, verifier: str) -> Grant:
        """A token that lasts."""
        return connect.exchange(application, code, redirect_uri, verifier)

    def recipient(self, account: Account, written: str) -> str:
        """By the handle, with its server where that is another."""
        return connect.recipient(account, written)

    def connect(self, account: Account, hook_url: str) -> None:
        """Fill in who it is; the caller stores the account."""
        connect.connect(account)

    def disconnect(self, account: Account) -> None:
        """Hand the access back."""
        connect.disconnect(account)

    def check(self, account: Account) -> Sequence[Check]:
        """Access, permissions, the server, the lists, the last event."""
        return checking.check(account)
