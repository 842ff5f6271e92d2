"""Instagram for the rest of the house: everything that a network is asked for, each part in a file of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from webcare.channels.account import Account
from webcare.channels.adapter import Check, Length, Outgoing, RawEvent, Sent, SettingField
from webcare.channels.application import Application, Grant, Presence
from webcare.channels.inbound import Inbound, Parsing
from webcare.channels.insight import Insight
from webcare.channels.instagram import (
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
)
from webcare.channels.instagram.api import Api
from webcare.channels.instagram.inbox import INBOX
from webcare.channels.instagram.parse import parse
from webcare.channels.meta.door import PageDoor
from webcare.channels.meta.fetching import fetch
from webcare.channels.meta.limits import reply_window


class InstagramAdapter(PageDoor):
    """A professional account with its direct messages; see README.md beside this file."""

    capabilities = limits.CAPABILITIES
    application_fields: Sequence[SettingField] = forms.APPLICATION
    account_fields: Sequence[SettingField] = forms.ACCOUNT

    def complete(self, source: Account | Application, payload: bytes) -> bytes:
        """The words of a mention, the post above a comment, and who writes in private."""
        return completing.complete(source, payload)

    def parse(self, payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
        """See parse.py, which imports no Django."""
        return parse(payload, parsing)

    def private_thread_key(self, account: Account, handle_id: str) -> str:
        """There is one exchange with each person."""
        return INBOX.thread_with(handle_id)

    def length(self, account: Account, private: bool) -> Length | None:
        """As the application's settings say; private ones in bytes."""
        return limits.length(account, private)

    def reply_window(self, account: Account, private: bool, handed_over: bool) -> timedelta | None:
        """A day in private, a week where Meta allows it, a week for the first private words after a comment."""
        return reply_window(account, private, handed_over)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """A comment, or a direct message."""
        return sending.send(account, outgoing)

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Below the comment, or in the exchange."""
        return finding.find_sent(account, outgoing, since)

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Delete our comment."""
        moderating.take_down(account, external_id, private)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """Hide comments, block people; nobody can be muted."""
        moderating.moderate(account, action, external_id, handle_id)

    def fetch(self, account: Account, url: str) -> bytes:
        """A photo, video or file, from Meta's own hosts only."""
        return fetch(Api.of(account), url)

    def insights(self, account: Account, external_ids: Sequence[str]) -> Sequence[Insight]:
        """The likes of each comment."""
        return insights.of(account, external_ids)

    def followers(self, account: Account) -> int | None:
        """As on the profile."""
        return insights.followers(account)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """Comments and messages since the last time."""
        return catching.catch_up(account)

    def presences(self, application: Application, grant: Grant) -> Sequence[Presence]:
        """The accounts that are linked to the pages that whoever agreed chose."""
        return connect.presences(application, grant)

    def recipient(self, account: Account, written: str) -> str:
        """Only by the number under which the account knows somebody."""
        return connect.recipient(written)

    def connect(self, account: Account, hook_url: str) -> None:
        """Fill in which account it is, then webhook and subscription; the caller stores it."""
        connect.connect(account, hook_url)

    def disconnect(self, account: Account) -> None:
        """No more events."""
        connect.disconnect(account)

    def check(self, account: Account) -> Sequence[Check]:
        """Access, quota, permissions, their end, webhook, events, last event."""
        return checking.check(account)
