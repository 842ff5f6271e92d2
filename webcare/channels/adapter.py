"""The contract between the house and a network: what it can do as data, what is asked of it as calls, one error word."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from webcare.channels.asked import SettingField as SettingField  # noqa: PLC0414 - the contract is taken from here
from webcare.channels.capabilities import AttachmentRule as AttachmentRule  # noqa: PLC0414 - the contract is taken from here
from webcare.channels.capabilities import Capabilities as Capabilities  # noqa: PLC0414 - the contract is taken from here
from webcare.channels.capabilities import Length as Length  # noqa: PLC0414 - the contract is taken from here
from webcare.channels.capabilities import Permission as Permission  # noqa: PLC0414 - the contract is taken from here
from webcare.channels.capabilities import Profile as Profile  # noqa: PLC0414 - the contract is taken from here
from webcare.channels.insight import Insight
from webcare.channels.template import Chosen, Template

if TYPE_CHECKING:
    from webcare.channels.account import Account
    from webcare.channels.application import Application, Grant, Presence
    from webcare.channels.heard import Heard
    from webcare.channels.inbound import Inbound, Parsing


class DeliveryError(Exception):
    """A call to a network failed. `message` is a sentence for the agent. `permanent`: trying again cannot help.

    `retry_after`: not before that long. `unknown`: the network may have done it all the same (time-out, lost connection),
    so it must be reconciled and never blindly repeated. `reauth`: the account has to be connected again. `duplicate`: the
    network has this already. `gone`: what is answered is no longer there.
    """

    def __init__(
        self,
        message: str,
        permanent: bool = False,
        *,
        retry_after: timedelta | None = None,
        unknown: bool = False,
        reauth: bool = False,
        duplicate: bool = False,
        gone: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.permanent = permanent
        self.retry_after = retry_after
        self.unknown = unknown
        self.reauth = reauth
        self.duplicate = duplicate
        self.gone = gone


class BadSignature(Exception):
    """The request does not prove that it comes from the network."""


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """A call at our door: raw body, headers in lower case, the query string's values."""

    body: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file that goes along with an answer."""

    filename: str
    content_type: str
    content: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An answer as the adapter gets it. `key` is ours, unique, and the idempotency handle where the network has one."""

    key: str
    text: str
    private: bool
    recipient: str  # external id of the handle
    recipient_name: str = ""
    in_reply_to: str = ""  # external id of the message that is answered
    references: tuple[str, ...] = ()  # external ids of the exchange, oldest first
    thread_key: str = ""
    subject: str = ""
    conversation_id: int = 0
    files: tuple[OutgoingFile, ...] = ()
    sent_as: str = ""  # which of several names of our account the answered message was written to
    goes_on_from: str = ""  # external id of the public message after which this is said in private
    template: Chosen | None = None  # sent instead of the text, which is how it reads


@dataclass(frozen=True, slots=True)
class Sent:
    """What the network answered: the id under which our message stands there, and since when."""

    external_id: str
    sent_at: datetime
    permalink: str = ""


@dataclass(frozen=True, slots=True)
class RawEvent:
    """Something fetched (mail, polled post), to be kept as a receipt before it is understood; with `error` it is set aside."""

    key: str  # deduplication key, unique within the network
    payload: bytes
    received_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a connection test: what was tried, whether it works, what to do if not."""

    name: str
    ok: bool
    message: str


class Adapter(Protocol):
    """A network. Instances hold no state; everything that lasts stands in the account or the application."""

    capabilities: Capabilities
    application_fields: Sequence[SettingField]  # empty: the network knows no applications
    account_fields: Sequence[SettingField]

    def verify(self, application: Application, request: WebhookRequest) -> None:
        """Raise BadSignature unless the raw body is proven to come from the network."""

    def unseal(self, application: Application, request: WebhookRequest) -> bytes:
        """What a verified event says where the network encrypts it; that is kept. Raises BadSignature. Only with `seals`."""

    def handshake(self, application: Application, request: WebhookRequest) -> tuple[int, str, bytes]:
        """Answer the network's challenge (GET): status, content type, body."""

    def receipt_key(self, request: WebhookRequest) -> str:
        """The deduplication key of an event; a digest of the body where it has none of its own."""

    def billed(self, request: WebhookRequest) -> str:
        """Which item of the tariff an event is; "" where it costs nothing. Raises nothing. Only with a `tariff`."""

    def complete(self, source: Account | Application, payload: bytes) -> bytes:
        """A fuller payload, with what the network left out of the event; only with `completes`. Raises DeliveryError.

        `source` is the account whose event was fetched, or the application at whose door it came; any of its accounts may be
        meant. Outside of any transaction. Whoever answers is not trusted more than the event: what goes in still parses.
        """

    def parse(self, payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
        """Payload to inbound, pure. Raises Unparsable; an event that means nothing to us gives an empty list."""

    def note_down(self, account: Account, heard: Heard) -> RawEvent:
        """What a customer said, as an event to be kept; the same note has the same key. Pure. Only where `noted` is true."""

    def redact(self, payload: bytes, external_ids: Collection[str]) -> bytes:
        """The payload without these posts' words, also beside other posts. Pure, raises nothing; still parses, or is empty."""

    def private_thread_key(self, account: Account, handle_id: str) -> str:
        """The `thread_key` of private messages with that person, as `parse` gives it; only where `hand_over` is true."""

    def length(self, account: Account, private: bool) -> Length | None:
        """How long a text of this account may be in this place; None where there is no such place. Asks nobody."""

    def reply_window(self, account: Account, private: bool, handed_over: bool) -> timedelta | None:
        """How long after a message it may be answered there, or in private from its public place. Only with `windows`."""

    def templates(self, account: Account) -> Sequence[Template]:
        """The texts that may leave when the window has closed; only where `templates` is true. Raises DeliveryError."""

    def ration(self, account: Account) -> int:
        """How many private answers there may be after each message of a customer. Only with `rations`. Asks nobody."""

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Send once, never twice within one call. Raises DeliveryError."""

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """After an unknown outcome: our message if it stands there. Raises DeliveryError if the network can't be read."""

    def take_down(self, account: Account, external_id: str, private: bool) -> None:
        """Remove our own message. Raises DeliveryError."""

    def edit(self, account: Account, external_id: str, text: str, private: bool) -> None:
        """Give our own message another text; only where `edit` is true. Raises DeliveryError."""

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """hide | unhide a message, or mute | unmute | block | unblock its author. Raises DeliveryError."""

    def introduce(self, account: Account, text: str) -> None:
        """Have our profile say this, and nothing else of it changed; only with `profile`. Repeats safely. Raises DeliveryError."""

    def fetch(self, account: Account, url: str) -> bytes:
        """An inbound attachment's bytes, at most `lib.limits.ATTACHMENT_BYTES`. Raises DeliveryError."""

    def insights(self, account: Account, external_ids: Sequence[str]) -> Sequence[Insight]:
        """What is counted of public messages of ours; what is gone is left out. Only with `insights`. Raises DeliveryError."""

    def followers(self, account: Account) -> int | None:
        """How many people follow the account; None where nobody tells. Raises DeliveryError. Only with `insights`."""

    def catch_up(self, account: Account) -> Iterator[RawEvent]:
        """What came since the account's stored cursor; the caller keeps each event, then stores `account.cursor`."""

    def follow(self, account: Account, exchanges: Sequence[str]) -> Iterator[RawEvent]:
        """What was said in these public exchanges (thread keys) and `catch_up` does not show. Only where `follows` is true."""

    def idle(self, account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
        """Call `wake` whenever something may have come, until `stop` is set; only where `listens` is true."""

    def authorize_url(self, application: Application, redirect_uri: str, state: str, verifier: str) -> str:
        """Where the owner of an account agrees; comes back with `code` and `state`. Raises DeliveryError. Only with `oauth`."""

    def exchange(self, application: Application, code: str, redirect_uri: str, verifier: str) -> Grant:
        """The code that came back becomes access. Raises DeliveryError. Only where `oauth` is true."""

    def presences(self, application: Application, grant: Grant) -> Sequence[Presence]:
        """The accounts that whoever agreed may open to us. Keeps nothing. Raises DeliveryError. Only with `several`."""

    def recipient(self, account: Account, written: str) -> str:
        """The external id of somebody, from a handle or address as people write it. Raises DeliveryError."""

    def connect(self, account: Account, hook_url: str) -> None:
        """Learn who the account is (external_id, handle, name), subscribe to its events. Raises DeliveryError."""

    def disconnect(self, account: Account) -> None:
        """Unsubscribe, as far as the network still lets us. Raises DeliveryError."""

    def check(self, account: Account) -> Sequence[Check]:
        """Try everything that the account needs, and say in sentences what works."""
