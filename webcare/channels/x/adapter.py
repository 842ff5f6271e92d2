"""X for the rest of the house: everything that a network is asked for, each part in a file of its own."""

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
from webcare.channels.inbound import Inbound, Parsing
from webcare.channels.insight import Insight
from webcare.channels.receipt import digest
from webcare.channels.x import (
    catching,
    checking,
    connect,
    fetching,
    finding,
    following,
    forms,
    insights,
    limits,
    moderating,
    sending,
    signing,
    tariff,
)
from webcare.channels.x.direct import conversation_of
from webcare.channels.x.parse import parse
from webcare.channels.x.redact import redact


class XAdapter:
    """X, API version 2 with X Activity events; see README.md beside this file."""

    capabilities = limits.CAPABILITIES
    application_fields: Sequence[SettingField] = forms.APPLICATION
    account_fields: Sequence[SettingField] = forms.ACCOUNT

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """By X's signature over the raw body."""
        signing.verify(str(application.secrets.get("consumer_secret", "")), request)

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """X's challenge-response check, which it repeats every hour."""
        return signing.challenge_answer(str(application.secrets.get("consumer_secret", "")), request)

    def receipt_key(self, request: WebhookRequest) -> str:
        """One event may go to several of our accounts, so that the account is a part of the key."""
        try:
            data = json.loads(request.body)["data"]
            parts = [data["event_uuid"], data["event_type"], (data.get("filter") or {}).get("user_id") or ""]
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
            return digest(request.body)
        if not parts[0] or not all(isinstance(part, str) and part.isprintable() for part in parts):
            return digest(request.body)
        if len("".join(parts)) > 200:
            return digest(request.body)
        return ":".join(parts)

    def billed(self, request: WebhookRequest) -> str:
        """By the kind of event."""
        return tariff.item_of_event(request.body)

    def parse(self, payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
        """See parse.py, which imports no Django."""
        return parse(payload, parsing)

    def redact(self, payload: bytes, external_ids: Collection[str]) -> bytes:
        """See redact.py, which imports no Django."""
        return redact(payload, external_ids)

    def private_thread_key(self, account: Account, handle_id: str) -> str:
        """X names what two people write each other after both."""
        return conversation_of(account.external_id, handle_id)

    def length(self, account: Account, private: bool) -> Length | None:
        """Some accounts pay for long posts."""
        return limits.length(account, private)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """A public reply or a direct message."""
        return sending.send(account, outgoing)

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Among our recent posts, or in the exchange."""
        return finding.find_sent(account, outgoing, since)

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Delete our post or direct message."""
        moderating.take_down(account, external_id, private)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """X blocks by its API only direct messages, not posts."""
        moderating.moderate(account, action, external_id, handle_id)

    def fetch(self, account: Account, url: str) -> bytes:
        """A photo or video, from X's own hosts only."""
        return fetching.fetch(account, url)

    def insights(self, account: Account, external_ids: Sequence[str]) -> Sequence[Insight]:
        """The public figures below each post."""
        return insights.of(account, external_ids)

    def followers(self, account: Account) -> int | None:
        """As on the profile."""
        return insights.followers(account)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """Mentions, own posts and direct messages since the last time."""
        return catching.catch_up(account)

    def follow(self, account: Account, exchanges: Sequence[str]) -> Iterator[RawEvent]:
        """By X's search, since nothing else shows what does not name us."""
        return following.follow(account, exchanges)

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """Nobody waits on a line to X: it calls us."""
        raise DeliveryError(_("X tells what happens by webhook; there is no standing connection to wait on."), True)

    def authorize_url(self, application: Application, redirect_uri: str, state: str, verifier: str) -> str:
        """OAuth 2.0 with PKCE."""
        return connect.authorize_url(application, redirect_uri, state, verifier)

    def exchange(self, application: Application, code: str, redirect_uri: str, verifier: str) -> Grant:
        """X takes the code for 30 seconds."""
        tokens = connect.exchange(application, code, redirect_uri, verifier)
        return Grant(tokens.secrets, tokens.settings)

    def recipient(self, account: Account, written: str) -> str:
        """By the handle, with or without the @."""
        return connect.user_id(account, written)

    def connect(self, account: Account, hook_url: str) -> None:
        """Fill in who it is, then webhook and subscriptions; the caller stores the account."""
        connect.connect(account, hook_url)

    def disconnect(self, account: Account) -> None:
        """No more events, and the access handed back."""
        connect.disconnect(account)

    def check(self, account: Account) -> Sequence[Check]:
        """Access, rate limit, webhook, events, last event."""
        return checking.check(account)
