"""WeChat for the rest of the house: everything that a network is asked for, each part in a file of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop as _

from webcare.channels import worded
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
from webcare.channels.inbound import Inbound, Parsing, Unparsable
from webcare.channels.receipt import digest
from webcare.channels.template import Template
from webcare.channels.wechat import checking, connect, fetching, forms, limits, sending, signing, templates
from webcare.channels.wechat.parse import event_key, parse
from webcare.channels.wechat.redact import redact
from webcare.lib.sentence import Sentence

NO_ACTION = Sentence(_("WeChat knows no action “%(action)s”."))


class WeChatAdapter:
    """An official account on WeChat; see README.md beside this file."""

    capabilities = limits.CAPABILITIES
    application_fields: Sequence[SettingField] = forms.APPLICATION
    account_fields: Sequence[SettingField] = forms.ACCOUNT

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """By the words in the address, and by the seal where one was agreed on."""
        signing.verify(application, request)

    def unseal(self, application: Application, request: WebhookRequest) -> bytes:
        """The event as it was before WeChat encrypted it."""
        return signing.unseal(application, request)

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """WeChat asks when the address is entered."""
        return worded.echo(signing.token(application), request)

    def receipt_key(self, request: WebhookRequest) -> str:
        """By the message's id, or by who did what when."""
        try:
            return event_key(request.body)
        except Unparsable:
            return digest(request.body)

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

    def templates(self, account: Account) -> Sequence[Template]:
        """What the account chose at WeChat."""
        return templates.templates(account)

    def ration(self, account: Account) -> int:
        """As the application's settings say."""
        return limits.ration(account)

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Through the customer-service interface."""
        return sending.send(account, outgoing)

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Nobody can be asked."""
        raise DeliveryError(_("WeChat does not show us the messages that we sent."), unknown=True)

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Nothing can be taken back."""
        raise DeliveryError(_("WeChat lets no account take back what it sent."), True)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """Nothing of the kind."""
        raise DeliveryError(NO_ACTION(action=action), True)

    def fetch(self, account: Account, url: str) -> bytes:
        """A picture, a voice or a film, from WeChat only."""
        return fetching.fetch(account, url)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """WeChat shows nobody what was said; what it could not bring is not told again."""
        return iter(())

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """Nobody waits on a line to WeChat: it calls us."""
        raise DeliveryError(_("WeChat calls us; there is no standing connection."), True)

    def recipient(self, account: Account, written: str) -> str:
        """Only by the openid."""
        return connect.recipient(written)

    def connect(self, account: Account, hook_url: str) -> None:
        """Try the keys, and fill in which account it is; the caller stores it."""
        connect.connect(account)

    def disconnect(self, account: Account) -> None:
        """WeChat goes on calling until the address is taken out there; nothing can be asked of it."""

    def check(self, account: Account) -> Sequence[Check]:
        """Access, customer service, encryption, last event."""
        return checking.check(account)
