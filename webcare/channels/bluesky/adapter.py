"""Bluesky for the rest of the house: everything that a network is asked for, each part in a file of its own."""

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
from webcare.channels.application import Application
from webcare.channels.bluesky import (
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
)
from webcare.channels.bluesky.naming import chat_key
from webcare.channels.bluesky.parse import parse
from webcare.channels.bluesky.redact import redact
from webcare.channels.inbound import Inbound, Parsing
from webcare.channels.insight import Insight
from webcare.channels.receipt import digest


class BlueskyAdapter:
    """An account on the AT Protocol; see README.md beside this file."""

    capabilities = limits.CAPABILITIES
    application_fields: Sequence[SettingField] = ()
    account_fields: Sequence[SettingField] = forms.ACCOUNT

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """Nothing that calls at a door can be Bluesky."""
        raise BadSignature("Bluesky calls nobody; its lists are read.")

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """There is no door."""
        return 404, "text/plain", b"Bluesky calls nobody; its lists are read."

    def receipt_key(self, request: WebhookRequest) -> str:
        """Events have their keys where they are read."""
        return digest(request.body)

    def parse(self, payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
        """See parse.py, which imports no Django."""
        return parse(payload, parsing)

    def redact(self, payload: bytes, external_ids: Collection[str]) -> bytes:
        """See redact.py, which imports no Django."""
        return redact(payload, external_ids)

    def private_thread_key(self, account: Account, handle_id: str) -> str:
        """One chat with each person."""
        return chat_key(handle_id)

    def length(self, account: Account, private: bool) -> Length | None:
        """The same for every account that chats."""
        return limits.length(account, private)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """A reply, or a message in a chat."""
        return sending.send(account, outgoing)

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """By the name that we gave the post, or in the chat."""
        return finding.find_sent(account, outgoing, since)

    def introduce(self, account: Account, text: str) -> None:
        """What people read below our name."""
        connect.introduce(account, text)

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Delete our post."""
        moderating.take_down(account, external_id, private)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """Hide, mute, block."""
        moderating.moderate(account, action, external_id, handle_id)

    def fetch(self, account: Account, url: str) -> bytes:
        """A picture, from Bluesky's own hosts only."""
        return fetching.fetch(account, url)

    def insights(self, account: Account, external_ids: Sequence[str]) -> Sequence[Insight]:
        """Likes, answers, and what carried a post on."""
        return insights.of(account, external_ids)

    def followers(self, account: Account) -> int | None:
        """As on the profile."""
        return insights.followers(account)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """Notifications, our own posts, chats, and what was deleted."""
        return catching.catch_up(account)

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """Looks again and again."""
        catching.idle(account, wake, stop)

    def recipient(self, account: Account, written: str) -> str:
        """By handle or DID."""
        return finding.recipient(account, written)

    def connect(self, account: Account, hook_url: str) -> None:
        """Fill in who it is; the caller stores the account."""
        connect.connect(account)

    def disconnect(self, account: Account) -> None:
        """End the session."""
        connect.disconnect(account)

    def check(self, account: Account) -> Sequence[Check]:
        """Session, notifications, private messages, last event."""
        return checking.check(account)
