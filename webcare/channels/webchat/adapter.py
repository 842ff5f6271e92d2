"""Web chat for the rest of the house: everything that a network is asked for, each part in a file of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import (
    BadSignature,
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
from webcare.channels.receipt import digest
from webcare.channels.webchat import connect, forms, limits, sending
from webcare.channels.webchat.file import ChatFile
from webcare.channels.webchat.parse import FILE, parse
from webcare.channels.webchat.redact import redact

NO_DOOR = "Visitors write through the widget; there is no webhook."
NOT_THERE = _("The file is not there any more.")


class WebChatAdapter:
    """A widget on the organisation's sites; see README.md beside this file."""

    capabilities = limits.CAPABILITIES
    application_fields: Sequence[SettingField] = ()
    account_fields: Sequence[SettingField] = forms.ACCOUNT

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """Nobody calls."""
        raise BadSignature(NO_DOOR)

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """Nobody calls."""
        return 404, "text/plain", NO_DOOR.encode()

    def receipt_key(self, request: WebhookRequest) -> str:
        """The widget's door names its events itself."""
        return digest(request.body)

    def parse(self, payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
        """See parse.py, which imports no Django."""
        return parse(payload, parsing)

    def redact(self, payload: bytes, external_ids: Collection[str]) -> bytes:
        """See redact.py, which imports no Django."""
        return redact(payload, external_ids)

    def length(self, account: Account, private: bool) -> Length | None:
        """The same for every widget, and nothing is public."""
        return self.capabilities.private if private else None

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Write it into the thread."""
        return sending.send(account, outgoing)

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """By the delivery's own key, so that `since` is not needed."""
        return sending.find_sent(account, outgoing)

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """The widget says that it was taken back."""
        sending.take_down(account, external_id)

    def edit(self, account: Account, external_id: str, text: str, private: bool) -> None:
        """The widget shows the new words."""
        sending.edit(account, external_id, text)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """Nobody else sees a chat, and whoever is blocked begins another one."""
        raise DeliveryError(_("A chat has nothing to hide, and whoever is blocked begins a new one."), True)

    def fetch(self, account: Account, url: str) -> bytes:
        """What the visitor uploaded."""
        try:
            key = UUID(url.removeprefix(FILE))
        except ValueError:
            raise DeliveryError(NOT_THERE, True, gone=True) from None
        file = ChatFile.objects.filter(session__account=account, key=key).first()
        if file is None:
            raise DeliveryError(NOT_THERE, True, gone=True)
        return bytes(file.content)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """What visitors say is kept when they say it."""
        return iter(())

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """There is nothing to wait for elsewhere."""
        stop.wait()

    def recipient(self, account: Account, written: str) -> str:
        """Only whoever has written can be answered."""
        raise DeliveryError(_("A visitor has to write first. Try it in the preview on this page."), True)

    def connect(self, account: Account, hook_url: str) -> None:
        """See connect.py; the caller stores the account."""
        connect.connect(account)

    def disconnect(self, account: Account) -> None:
        """The loader shows no button for a widget that is not connected."""

    def check(self, account: Account) -> Sequence[Check]:
        """See connect.py."""
        return connect.check(account)
