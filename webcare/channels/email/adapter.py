"""E-mail behind the contract: IMAP in, SMTP out, nothing that a mail server cannot do pretended."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _

from webcare.channels.adapter import (
    AttachmentRule,
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
from webcare.channels.email import access, catching_up, connect, listening, parse, redact, sending
from webcare.channels.email.addresses import plain
from webcare.channels.email.providers import APPLICATION_FIELDS, PERMISSIONS
from webcare.channels.email.settings import ACCOUNT_FIELDS
from webcare.channels.inbound import Inbound, Parsing
from webcare.lib.limits import MIB, TEXT_CHARACTERS
from webcare.lib.sentence import Sentence

if TYPE_CHECKING:
    from webcare.channels.account import Account
    from webcare.channels.application import Application, Grant

_FILES = AttachmentRule(
    types=frozenset({
        "application/msword", "application/pdf", "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip", "image/gif",
        "image/heic", "image/jpeg", "image/png", "image/webp", "text/calendar", "text/csv", "text/plain",
        "video/mp4",
    }),
    most=10,
    bytes=10 * MIB,  # grown by a third on the way, this still passes the 25 MB that most servers take
)  # fmt: skip
NO_ADDRESS = Sentence(_("“%(written)s” is no mail address; one looks like help@example.com."))


class EmailAdapter:
    """Stateless, as every adapter."""

    capabilities = Capabilities(
        network="email",
        name="E-mail",
        badge="@",
        private=Length(TEXT_CHARACTERS),
        subject=True,
        forgeable_ids=True,
        attachments_private=_FILES,
        private_link="mailto:{account}",
        carrying_link="mailto:{handle}?subject={text}",
        oauth=True,
        permissions=PERMISSIONS,
        works_alone=True,
        polls=True,
        listens=True,
        reconciles=True,
    )
    application_fields: Sequence[SettingField] = APPLICATION_FIELDS
    account_fields: Sequence[SettingField] = ACCOUNT_FIELDS

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """Nothing that calls at a door can be mail."""
        raise BadSignature("Mail is fetched from the mailbox; it has no webhook.")

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """There is no door."""
        return 404, "text/plain", b"Mail is fetched from the mailbox; it has no webhook."

    def receipt_key(self, request: WebhookRequest) -> str:
        """As for a fetched mail."""
        return catching_up.key_of("", request.body)

    def parse(self, payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
        """See `parse.py`."""
        return parse.parse(payload, parsing)

    def redact(self, payload: bytes, external_ids: Collection[str]) -> bytes:
        """See `redact.py`; a payload is one mail, whatever id it has here."""
        return redact.redact(payload)

    def length(self, account: Account, private: bool) -> Length | None:
        """The same for every mailbox, and nothing is public."""
        return self.capabilities.private if private else self.capabilities.public

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """See `sending.py`."""
        return sending.send(account, outgoing)

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Our mail in the Sent folder; a Message-ID is unique, so that `since` is not needed."""
        return sending.find_sent(account, outgoing)

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Mail is with its recipient."""
        raise DeliveryError(_("A mail that was sent cannot be recalled. Write to the customer to put it right."), True)

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """Nobody else sees a mail, and anybody may write one."""
        raise DeliveryError(_("E-mail has nothing to hide and no way to mute or block a sender."), True)

    def fetch(self, account: Account, url: str) -> bytes:
        """Files come along with the mail itself."""
        raise DeliveryError(_("Files come along with a mail; there is nothing to fetch elsewhere."), True)

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """See `catching_up.py`."""
        return catching_up.catch_up(account)

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """Call `wake` whenever there may be new mail, until `stop` is set; see `listening.py`."""
        listening.listen(account, wake, stop)

    def recipient(self, account: Account, written: str) -> str:
        """The address itself."""
        if not (address := plain(written.strip())):
            raise DeliveryError(NO_ADDRESS(written=written), True)
        return address

    def authorize_url(self, application: Application, redirect_uri: str, state: str, verifier: str) -> str:
        """See `access.py`."""
        return access.authorize_url(application, redirect_uri, state, verifier)

    def exchange(self, application: Application, code: str, redirect_uri: str, verifier: str) -> Grant:
        """See `access.py`."""
        return access.exchange(application, code, redirect_uri, verifier)

    def connect(self, account: Account, hook_url: str) -> None:
        """See `connect.py`; a mailbox needs no address at which to call us."""
        connect.connect(account)

    def disconnect(self, account: Account) -> None:
        """A mailbox knows nothing of us, so that there is nothing to undo."""

    def check(self, account: Account) -> Sequence[Check]:
        """See `connect.py`."""
        return connect.check(account)
