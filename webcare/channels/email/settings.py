"""What the connect form asks for a mailbox, and the same as a value that the rest of the room works with."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from webcare.channels.adapter import DeliveryError, SettingField
from webcare.channels.email.access import OWNER, Access
from webcare.channels.email.addresses import ascii_domain, plain
from webcare.lib.sentence import Sentence

if TYPE_CHECKING:
    from webcare.channels.account import Account

_SECURITY = (
    ("tls", _("TLS from the first byte")),
    ("starttls", "STARTTLS"),
    ("none", _("None (only for a server on this machine)")),
)
_YES = {"1", "true", "yes", "on"}

ACCOUNT_FIELDS = (
    SettingField("address", _("Mail address"), _("The address that customers write to, such as help@example.com."),
                 before=_("Only for a mailbox that is shared with you, as Microsoft 365 has them: its address. You agree as "
                 "yourself, and need the right to read it and to send as it. Empty: your own mailbox.")),
    SettingField("aliases", _("Further addresses"),
                 _("Whose mail arrives in the same mailbox, separated by spaces. An answer leaves from the address that the "
                 "customer wrote to, which the outgoing server has to allow."), required=False),
    SettingField("display_name", _("Sender name"), _("What customers see before the address. Empty: the brand's name."),
                 required=False),
    SettingField("username", _("User name"), _("For reading and for sending. Empty: the mail address."), required=False),
    SettingField("imap_host", _("Incoming mail server"), _("The IMAP server, such as imap.example.com."), endpoint=True),
    SettingField("imap_port", _("Incoming port"), _("Usually 993 with TLS, 143 with STARTTLS."), "number", default="993",
                 endpoint=True),
    SettingField("imap_security", _("Incoming encryption"), kind="choice", default="tls", choices=_SECURITY,
                 endpoint=True),
    SettingField("imap_password", _("Incoming password"),
                 _("An app password where the provider has two-step sign-in. Stored encrypted. Empty where you signed in at "
                 "the provider."), "password", required=False, secret=True),
    SettingField("smtp_host", _("Outgoing mail server"), _("The SMTP server, such as smtp.example.com."), endpoint=True),
    SettingField("smtp_port", _("Outgoing port"), _("Usually 465 with TLS, 587 with STARTTLS."), "number", default="465",
                 endpoint=True),
    SettingField("smtp_security", _("Outgoing encryption"), kind="choice", default="tls", choices=_SECURITY,
                 endpoint=True),
    SettingField("smtp_password", _("Outgoing password"), _("Empty: the incoming password."), "password", required=False,
                 secret=True),
    SettingField("reply_address", _("Reply address"),
                 _("Customers answer to this address with a signed token after a plus sign, which puts their answer into "
                 "the right conversation even when their mail program drops the references. Enter the mail address "
                 "itself if the server delivers help+anything@example.com to help@example.com. Empty: not used."),
                 required=False),
    SettingField("authenticated_by", _("Server that checks senders"),
                 _("The name with which the receiving mail server begins its Authentication-Results, such as mx.example.com; "
                 "look into the source of any mail in the mailbox. Enter - where that name is missing (Microsoft 365). Only "
                 "what this server says about a sender is believed. Empty: signatures (DKIM) are checked here."),
                 required=False),
    SettingField("forwarders", _("Forwarders that are believed"),
                 _("Domains, separated by spaces, such as lists.example.org: mailing lists and mailboxes that send mail on to "
                 "this one. What they found out about the sender before that counts where they sealed it (ARC). Name only those "
                 "whose word is good; each can vouch for any sender."), required=False),
    SettingField("sent_folder", _("Read the Sent folder"),
                 _("Answers given in an ordinary mail program then count as ours."), "boolean", required=False,
                 default="yes"),
    SettingField("file_sent", _("File our answers in the Sent folder"),
                 _("Switch on unless the provider does it by itself."), "boolean", required=False),
    SettingField("mark_seen", _("Mark fetched mail as read"), _("Nothing else in the mailbox is ever changed."), "boolean",
                 required=False, default="yes"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said about the settings of one of the two servers."""

    no_host: Sentence
    no_port: Sentence
    no_security: str


INCOMING = _Words(
    Sentence(gettext_noop("The incoming mail server is missing or no host name. Write it like %(example)s.")),
    Sentence(gettext_noop("The incoming port “%(given)s” is not a number from 1 to 65535; %(usual)s is usual.")),
    gettext_noop("The incoming encryption must be tls, starttls or none."),
)
OUTGOING = _Words(
    Sentence(gettext_noop("The outgoing mail server is missing or no host name. Write it like %(example)s.")),
    Sentence(gettext_noop("The outgoing port “%(given)s” is not a number from 1 to 65535; %(usual)s is usual.")),
    gettext_noop("The outgoing encryption must be tls, starttls or none."),
)
MOST_ALIASES, MOST_FORWARDERS = 30, 30
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
NO_ALIAS = Sentence(gettext_noop("“%(given)s” among the further addresses is no address."))
TOO_MANY = Sentence(gettext_noop("A mailbox has at most %(most)s further addresses here."))
NO_DOMAIN = Sentence(gettext_noop("“%(given)s” among the forwarders is no domain; one looks like lists.example.org."))
TOO_MANY_FORWARDERS = Sentence(gettext_noop("A mailbox believes at most %(most)s forwarders here."))
IN_THE_CLEAR = Sentence(
    gettext_noop("%(host)s is another machine: choose TLS or STARTTLS, or the password travels in the clear.")
)


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
    authenticated_by: str = ""
    aliases: tuple[str, ...] = ()
    forwarders: frozenset[str] = frozenset()
    access: Access | None = field(default=None, repr=False)
    opened_by: str = ""  # who agreed, where the mailbox is not their own but shared with them

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
        raise _wrong(
            gettext_noop("The reply address is not an address. Write it like reply@example.com, or leave it empty.")
        )
    password = account.secrets.get("imap_password", "")
    opened_by = _opened_by(account, given, address)
    return MailSettings(
        address=address,
        display_name=given.get("display_name", "") or account.brand.name,
        username=address if opened_by else given.get("username", "") or address,
        imap=_server(given, "imap", INCOMING, 993),
        smtp=_server(given, "smtp", OUTGOING, 465),
        imap_password=password,
        smtp_password=account.secrets.get("smtp_password", "") or password,
        reply_address=plain(reply_address),
        reads_sent=_is_on(given.get("sent_folder", "")),
        files_sent=_is_on(given.get("file_sent", "")),
        marks_seen=_is_on(given.get("mark_seen", "yes")),
        authenticated_by=given.get("authenticated_by", ""),
        aliases=_aliases(given.get("aliases", ""), address),
        forwarders=_forwarders(given.get("forwarders", "")),
        access=Access(account) if account.secrets.get("access_token") else None,
        opened_by=opened_by,
    )


def _opened_by(account: Account, given: dict[str, str], address: str) -> str:
    """Whoever agreed shows their own access in the name of the shared mailbox, which has none of its own."""
    person = plain(given.get(OWNER, ""))
    return person if account.secrets.get("access_token") and person != address else ""


def _aliases(written: str, address: str) -> tuple[str, ...]:
    words = written.replace(",", " ").replace(";", " ").split()
    found = {word: plain(word) for word in words}
    for word, alias in found.items():
        if not alias:
            raise _wrong(NO_ALIAS(given=word))
    if len(found) > MOST_ALIASES:
        raise _wrong(TOO_MANY(most=MOST_ALIASES))
    return tuple(dict.fromkeys(alias for alias in found.values() if alias != address))


def _forwarders(written: str) -> frozenset[str]:
    """As they stand in the name service."""
    words = written.replace(",", " ").replace(";", " ").split()
    found = {word: ascii_domain(word) for word in words}
    for word, domain in found.items():
        if "@" in word or not _DOMAIN.fullmatch(domain) or len(domain) > 253:
            raise _wrong(NO_DOMAIN(given=word))
    if len(found) > MOST_FORWARDERS:
        raise _wrong(TOO_MANY_FORWARDERS(most=MOST_FORWARDERS))
    return frozenset(found.values())


def _server(given: dict[str, str], kind: str, words: _Words, usual: int) -> Server:
    host = given.get(f"{kind}_host", "")
    if not host or any(letter.isspace() or letter in "/@" for letter in host):
        raise _wrong(words.no_host(example=f"{kind}.example.com"))
    text = given.get(f"{kind}_port", "") or str(usual)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise _wrong(words.no_port(given=text, usual=usual))
    security = given.get(f"{kind}_security", "") or "tls"
    if security not in dict(_SECURITY):
        raise _wrong(words.no_security)
    if security == "none" and not _is_this_machine(host):
        raise _wrong(IN_THE_CLEAR(host=host))
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
