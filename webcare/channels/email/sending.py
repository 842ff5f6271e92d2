"""Sends a mail over SMTP, and tells apart what failed, what may be tried again and what nobody can know."""

from __future__ import annotations

import contextlib
import logging
import smtplib
import ssl
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from webcare.channels.adapter import DeliveryError, Outgoing, Sent
from webcare.channels.calling import UNEXPECTED
from webcare.channels.email import bearing, mailbox
from webcare.channels.email.composing import addressed, composed, in_ascii, needs_utf8, written
from webcare.channels.email.message_id import ours
from webcare.channels.email.reply_address import PURPOSE
from webcare.channels.email.settings import MailSettings, settings_of
from webcare.lib.keyring import proof_key
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

if TYPE_CHECKING:
    from webcare.channels.account import Account

PATIENCE = 30.0  # seconds for any answer of the server
HANDED_OVER_PATIENCE = 120.0  # seconds for the answer to the mail itself, which servers may look through first
log = logging.getLogger(__name__)

ONLY_ASCII = Sentence(gettext_noop("%(host)s cannot send to %(recipient)s: it knows only addresses in ASCII."))
SAID = Sentence(gettext_noop("%(host)s said %(said)s"))
UNUSABLE = Sentence(gettext_noop("The outgoing mail server %(host)s cannot be used now: %(reason)s."))
NOT_FROM = Sentence(gettext_noop("%(host)s does not take mail from %(address)s: %(said)s"))
NOT_FOR = Sentence(gettext_noop("%(host)s does not take mail for %(address)s: %(said)s"))
UNWANTED = Sentence(gettext_noop("The mail server will not have the mail: %(said)s"))
LOST = Sentence(
    gettext_noop("The mail server was lost while it took the mail, so that it may have sent it: %(reason)s.")
)


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Send once. Raises DeliveryError; `unknown` when the connection broke after the server began to take the mail."""
    settings = settings_of(account)
    key = proof_key(PURPOSE)
    message = composed(outgoing, settings, key)
    external_id = ours(outgoing.key, in_ascii(settings.domain), key)
    deliver(settings, message, addressed(outgoing.recipient), external_id)
    if settings.files_sent:
        _file(settings, message)
    return Sent(external_id, real_now())


def find_sent(account: Account, outgoing: Outgoing) -> Sent:
    """Our mail in the Sent folder. That it is not there proves nothing, so then a person has to look."""
    settings = settings_of(account)
    external_id = ours(outgoing.key, in_ascii(settings.domain), proof_key(PURPOSE))
    filed_at: datetime | None = mailbox.find(account, external_id)
    if filed_at is None:
        raise DeliveryError(
            gettext_noop(
                "The mail server was lost while it took the mail, and the Sent folder does not show it. Ask the customer, "
                "or look into the mail server's log, before you send it again."
            ),
            unknown=True,
        )
    return Sent(external_id, filed_at)


def deliver(settings: MailSettings, message: EmailMessage, recipient: str, envelope_id: str) -> None:
    """Hand one mail for one recipient to the server."""
    with connected(settings) as server:
        utf8 = needs_utf8(message)
        if utf8 and not server.has_extn("smtputf8"):
            raise DeliveryError(ONLY_ASCII(host=settings.smtp.host, recipient=recipient), permanent=True)
        _envelope(server, settings, recipient, envelope_id, utf8=utf8)
        _hand_over(server, settings.smtp.host, written(message))


@contextlib.contextmanager
def connected(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """A server that knows us. What goes wrong before the mail was handed over may be tried again."""
    host = settings.smtp.host
    mailbox.held_to_list(host)
    try:
        server = _greeted(settings)
        try:
            _sign_in(server, settings)
            yield server
        finally:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()
    except smtplib.SMTPResponseException as error:
        raise _answered(SAID, error.smtp_code, error.smtp_error, host=host) from error
    except ssl.SSLCertVerificationError as error:
        raise DeliveryError(mailbox.UNTRUSTED(host=host, reason=error.verify_message)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(UNUSABLE(host=host, reason=error)) from error


def _greeted(settings: MailSettings) -> smtplib.SMTP:
    server = settings.smtp
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=ssl.create_default_context())
    plain = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    if server.security == "starttls":
        try:
            plain.starttls(context=ssl.create_default_context())
        except BaseException:
            plain.close()
            raise
    return plain


def _sign_in(server: smtplib.SMTP, settings: MailSettings) -> None:
    server.ehlo_or_helo_if_needed()
    if settings.access:
        show = partial(bearing.to_smtp, server, settings.smtp, settings.username)
        bearing.shown(settings, settings.access, show, settings.smtp)
        return
    if not settings.smtp_password or not server.has_extn("auth"):
        return  # a relay that knows us by our address
    try:
        server.login(settings.username, settings.smtp_password)
    except smtplib.SMTPAuthenticationError as error:
        if 400 <= error.smtp_code < 500:
            raise
        raise DeliveryError(
            mailbox.SIGN_IN_REFUSED(host=settings.smtp.host, name=settings.username), permanent=True, reauth=True
        ) from error


def _envelope(server: smtplib.SMTP, settings: MailSettings, recipient: str, envelope_id: str, *, utf8: bool) -> None:
    """MAIL and RCPT; asked for reports that name the mail, where the server can (RFC 3461)."""
    reports = server.has_extn("dsn")
    options = ["RET=HDRS", f"ENVID={envelope_id}"] if reports else []
    options += ["SMTPUTF8", "BODY=8BITMIME"] if utf8 else []
    local, _, domain = settings.address.rpartition("@")
    code, said = server.mail(f"{local}@{in_ascii(domain)}", options)
    if code != 250:
        raise _answered(NOT_FROM, code, said, host=settings.smtp.host, address=settings.address)
    code, said = server.rcpt(recipient, ["NOTIFY=FAILURE,DELAY"] if reports else [])
    if code not in (250, 251):
        raise _answered(NOT_FOR, code, said, host=settings.smtp.host, address=recipient)


def _hand_over(server: smtplib.SMTP, host: str, raw: bytes) -> None:
    if server.sock:
        server.sock.settimeout(HANDED_OVER_PATIENCE)
    try:
        code, said = server.data(raw)
    except smtplib.SMTPDataError as error:
        raise _answered(UNWANTED, error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        server.close()
        raise DeliveryError(LOST(reason=error), unknown=True) from error
    if 400 <= code < 600:
        raise _answered(UNWANTED, code, said)
    if not 200 <= code < 300:  # the mail is over there, and no word of SMTP says what became of it
        raise DeliveryError(UNEXPECTED(network=host, reason=_read(said)), unknown=True)


def _answered(sentence: Sentence, code: int, said: bytes | str, **blanks: str) -> DeliveryError:
    """What a reply code means: 4xx may pass, 5xx will not, 530 wants us to sign in."""
    words = sentence(said=f"{code} {_read(said)}", **blanks)
    return DeliveryError(words, permanent=code >= 500, reauth=code in (530, 534, 535, 538))


def _read(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:300]


def _file(settings: MailSettings, message: EmailMessage) -> None:
    """Into the Sent folder. The mail is on its way already, so that a failure here must not look like one there."""
    try:
        mailbox.file_sent(settings, written(message))
    except DeliveryError as error:
        log.warning("A sent mail could not be filed in the Sent folder: %s", error.message)
