"""Phone and counter behind the contract: nothing is sent, and what was said and answered is written down by us."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from webcare.channels.adapter import (
    BadSignature,
    Capabilities,
    Check,
    DeliveryError,
    Length,
    Outgoing,
    RawEvent,
    Sent,
    SettingField,
    WebhookRequest,
)
from webcare.channels.heard import Heard
from webcare.channels.inbound import Inbound, Parsing
from webcare.channels.notes import parse, redact, written
from webcare.channels.receipt import digest
from webcare.lib.limits import TEXT_CHARACTERS
from webcare.lib.now import now

if TYPE_CHECKING:
    from webcare.channels.account import Account
    from webcare.channels.application import Application

NO_WIRE = gettext_noop("Nothing leads from here to the customer: what was said stays said.")
NAME = SettingField(
    "name", gettext_lazy("Name"), gettext_lazy("How colleagues call it, such as Phone and counter, or Desk at gate C.")
)


class NotesAdapter:
    """Stateless, as every adapter."""

    capabilities = Capabilities(
        network="notes",
        name="Phone and counter",
        badge="☎",
        private=Length(TEXT_CHARACTERS),
        noted=True,
    )
    application_fields: Sequence[SettingField] = ()
    account_fields: Sequence[SettingField] = (NAME,)

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """Nobody calls here."""
        raise BadSignature("Notes are written in webcare itself; they have no webhook.")

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """There is no door."""
        return 404, "text/plain", b"Notes are written in webcare itself; they have no webhook."

    def receipt_key(self, request: WebhookRequest) -> str:
        """Never asked for: a note brings its key along."""
        return digest(request.body)

    def note_down(self, account: Account, heard: Heard) -> RawEvent:
        """See `written.py`."""
        return written.written(account.external_id, heard)

    def parse(self, payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
        """See `parse.py`."""
        return parse.parse(payload, parsing)

    def redact(self, payload: bytes, external_ids: Collection[str]) -> bytes:
        """See `redact.py`."""
        return redact.redact(payload, external_ids)

    def length(self, account: Account, private: bool) -> Length | None:
        """As much as anybody types."""
        return self.capabilities.private if private else self.capabilities.public

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """It was said already, by whoever notes it: it stands from now on."""
        return Sent(outgoing.key, now())

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Nothing is ever on its way: `send` cannot be lost."""
        return None

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Words that were spoken stay spoken."""
        raise DeliveryError(NO_WIRE, True)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """Nobody else hears it."""
        raise DeliveryError(NO_WIRE, True)

    def fetch(self, account: Account, url: str) -> bytes:
        """A note has no files."""
        raise DeliveryError(NO_WIRE, True)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """There is nowhere to ask."""
        return iter(())

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """Nothing comes by itself."""

    def recipient(self, account: Account, written: str) -> str:
        """Nobody can be written to here."""
        raise DeliveryError(NO_WIRE, True)

    def connect(self, account: Account, hook_url: str) -> None:
        """Nobody has to be asked; the brand and the name say which one it is."""
        name = str(account.settings.get("name", "")).strip()[:100]
        account.external_id = account.external_id or f"{account.brand_id}:{slugify(name, allow_unicode=True)[:200]}"
        account.handle = account.name = name

    def disconnect(self, account: Account) -> None:
        """Nothing to undo."""

    def check(self, account: Account) -> Sequence[Check]:
        """There is nothing that could fail."""
        return [Check(gettext("Writing down"), True, gettext("Agents can note what was said: w on the desk."))]
