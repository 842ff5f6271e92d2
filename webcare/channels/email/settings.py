"""What the connect form asks for a mailbox, and the same as a value that the rest of the room works with."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from webcare.channels.adapter import DeliveryError, SettingField
from webcare.channels.email.mail import plain

if TYPE_CHECKING:
    from webcare.channels.account import Account

_SECURITY = (
    ("tls", "TLS from the first byte"),
    ("starttls", "STARTTLS"),
    ("none", "None (only for a server on this machine)"),
)
_YES = {"1", "true", "yes", "on"}

ACCOUNT_FIELDS = (
    SettingField("address", "Mail address", "The address that customers write to, such as help@example.com."),
    SettingField("display_name", "Sender name", "What customers see before the address. Empty: the brand's name.",
                 required=False),
    SettingField("username", "User name", "For reading and for sending. Empty: the mail address.", required=False),
    SettingField("imap_host", "Incoming mail server", "The IMAP server, such as imap.example.com.", endpoint=True),
    SettingField("imap_port", "Incoming port", "Usually 993 with TLS, 143 with STARTTLS.", "number", default="993",
                 endpoint=True),
    SettingField("imap_security", "Incoming encryption", kind="choice", default="tls", choices=_SECURITY,
                 endpoint=True),
    SettingField("imap_password", "Incoming password",
                 "An app password where the provider has two-step sign-in. Stored encrypted.", "password", secret=True),
    SettingField("smtp_host", "Outgoing mail server", "The SMTP server, such as smtp.example.com.", endpoint=True),
    SettingField("smtp_port", "Outgoing port", "Usually 465 with TLS, 587 with STARTTLS.", "number", default="465",
                 endpoint=True),
    SettingField("smtp_security", "Outgoing encryption", kind="choice", default="tls", choices=_SECURITY,
                 endpoint=True),
    SettingField("smtp_password", "Outgoing password", "Empty: the incoming password.", "password", required=False,
                 secret=True),
    SettingField("reply_address", "Reply address",
                 "Customers answer to this address with a signed token after a plus sign, which puts their answer into "
                 "the right conversation even when their mail program drops the references. Enter the mail address "
                 "itself if the server delivers help+anything@example.com to help@example.com. Empty: not used.",
                 required=False),
    SettingField("sent_folder", "Read the Sent folder",
                 "Answers given in an ordinary mail program then count as ours.", "boolean", required=False,
                 default="yes"),
    SettingField("file_sent", "File our answers in the Sent folder",
                 "Switch on unless the provider does it by itself.", "boolean", required=False),
    SettingField("mark_seen", "Mark fetched mail as read", "Nothing else in the mailbox is ever changed.", "boolean",
                 required=False, default="yes"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Server:
    """Where one of the two protocols is spoken. `security`: tls, starttls or none."""

    host: str
    port: int
    security: str


@dataclass(frozen=True, slots=True)
class MailSettings:
    """All that an account says about its mailbox; passwords stay out of every repr."""

    address: str
    display_name: str
    username: str
    imap: Server
    smtp: Server
    imap_password: str = field(repr=False)
    smtp_password: str = field(repr=False)
    reply_address: str = ""
    reads_sent: bool = False
    files_sent: bool = False
    marks_seen: bool = True

    @property
    def domain(self) -> str:
        """What stands after the @."""
        return self.address.rpartition("@")[2]


def settings_of(account: Account) -> MailSettings:
    """The account's settings. Raises DeliveryError with a sentence that says which one has to be put right."""
    given = {name: str(value).strip() for name, value in account.settings.items()}
    address = plain(given.get("address", ""))
    if not address:
        raise _wrong("The mail address is not an address. Write it like help@example.com.")
    reply_address = given.get("reply_address", "")
    if reply_address and not plain(reply_address):
        raise _wrong("The reply address is not an address. Write it like reply@example.com, or leave it empty.")
    password = account.secrets.get("imap_password", "")
    return MailSettings(
        address=address,
        display_name=given.get("display_name", "") or account.brand.name,
        username=given.get("username", "") or address,
        imap=_server(given, "imap", "incoming", 993),
        smtp=_server(given, "smtp", "outgoing", 465),
        imap_password=password,
        smtp_password=account.secrets.get("smtp_password", "") or password,
        reply_address=plain(reply_address),
        reads_sent=_is_on(given.get("sent_folder", "")),
        files_sent=_is_on(given.get("file_sent", "")),
        marks_seen=_is_on(given.get("mark_seen", "yes")),
    )


def _server(given: dict[str, str], kind: str, named: str, usual: int) -> Server:
    host = given.get(f"{kind}_host", "")
    if not host or any(letter.isspace() or letter in "/@" for letter in host):
        raise _wrong(f"The {named} mail server is missing or no host name. Write it like {kind}.example.com.")
    text = given.get(f"{kind}_port", "") or str(usual)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise _wrong(f"The {named} port {text!r} is not a number from 1 to 65535; {usual} is usual.")
    security = given.get(f"{kind}_security", "") or "tls"
    if security not in dict(_SECURITY):
        raise _wrong(f"The {named} encryption must be tls, starttls or none.")
    if security == "none" and not _is_this_machine(host):
        raise _wrong(f"{host} is another machine: choose TLS or STARTTLS, or the password travels in the clear.")
    return Server(host, int(text), security)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _is_on(value: str) -> bool:
    return value.lower() in _YES


def _wrong(sentence: str) -> DeliveryError:
    return DeliveryError(sentence, permanent=True)
