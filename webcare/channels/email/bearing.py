"""Signs in to a mail server with a token instead of a password (XOAUTH2, or OAUTHBEARER by RFC 7628)."""

from __future__ import annotations

import imaplib
import smtplib
from collections.abc import Callable

from django.utils.translation import gettext_noop as _

from webcare.channels.adapter import DeliveryError
from webcare.channels.email.access import Access
from webcare.channels.email.settings import MailSettings, Server
from webcare.lib.sentence import Sentence

LET_GO = Sentence(
    _("%(host)s does not let us into the mailbox of %(name)s any more, also with fresh access; connect it again.")
)
NOT_SHARED = Sentence(
    _(
        "%(host)s does not let %(person)s into the mailbox of %(name)s. Whoever agrees needs the right to read it and to send "
        "as it; connect it again when that is given."
    )
)
NOT_OFFERED = Sentence(_("%(host)s takes no access by OAuth (XOAUTH2). Connect the mailbox with a password."))
BEARER, GOOGLES = "OAUTHBEARER", "XOAUTH2"


class Refused(Exception):
    """The token, not the network, is at fault."""


def shown(settings: MailSettings, access: Access, show: Callable[[str], None], server: Server) -> None:
    """Show a token; where it is refused, another one. Raises DeliveryError when that is refused too."""
    token = access.token()
    try:
        show(token)
    except Refused:
        try:
            show(access.another(token))
        except Refused:
            raise DeliveryError(_no(settings, server), True, reauth=True) from None


def _no(settings: MailSettings, server: Server) -> str:
    if settings.opened_by:
        return NOT_SHARED(host=server.host, person=settings.opened_by, name=settings.address)
    return LET_GO(host=server.host, name=settings.username)


def to_imap(client: imaplib.IMAP4, server: Server, name: str, token: str) -> None:
    """Raises Refused, and imaplib's abort when the line is lost."""
    way = _way({word[5:] for word in client.capabilities if word.startswith("AUTH=")}, server)
    said = _said(way, server, name, token)
    try:
        client.authenticate(way, lambda challenge: _ended(way).encode() if challenge else said.encode())
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        if "UNAVAILABLE" in str(error) or "INUSE" in str(error):
            raise
        raise Refused(str(error)) from error


def to_smtp(client: smtplib.SMTP, server: Server, name: str, token: str) -> None:
    """Raises Refused, and smtplib's error where another time may do."""
    way = _way(set(client.esmtp_features.get("auth", "").upper().split()), server)
    said = _said(way, server, name, token)
    try:
        client.auth(way, lambda challenge=None: said if challenge is None else _ended(way))
    except smtplib.SMTPAuthenticationError as error:
        if 400 <= error.smtp_code < 500:
            raise
        raise Refused(str(error)) from error


def _way(offered: set[str], server: Server) -> str:
    for way in (GOOGLES, BEARER):
        if way in offered:
            return way
    raise DeliveryError(NOT_OFFERED(host=server.host), True)


def _said(way: str, server: Server, name: str, token: str) -> str:
    if way == GOOGLES:
        return f"user={name}\x01auth=Bearer {token}\x01\x01"
    escaped = name.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={escaped},\x01host={server.host}\x01port={server.port}\x01auth=Bearer {token}\x01\x01"


def _ended(way: str) -> str:
    """What answers a server's reason for its refusal, so that it ends the attempt."""
    return "\x01" if way == BEARER else ""
