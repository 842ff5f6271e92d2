"""A mailbox over IMAP: signing in, its Sent folder, and what goes wrong with it as a sentence."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop as _
from imap_tools.errors import ImapToolsError, MailboxLoginError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from webcare.channels.adapter import DeliveryError
from webcare.channels.email import bearing
from webcare.channels.email.settings import MailSettings, settings_of
from webcare.lib.now import real_now
from webcare.lib.outbound import HOSTS, NOT_LISTED, may_be_called
from webcare.lib.sentence import Sentence

if TYPE_CHECKING:
    from webcare.channels.account import Account

PATIENCE = 30.0  # seconds for any answer of the server
UNTRUSTED = Sentence(_("%(host)s shows a certificate that is not trusted: %(reason)s."))
UNUSABLE = Sentence(_("The incoming mail server %(host)s cannot be used now: %(reason)s."))
CANNOT_CHECK = Sentence(_("%(host)s cannot check passwords at the moment; it will be tried again."))
SIGN_IN_REFUSED = Sentence(
    _(
        "%(host)s refuses the user name “%(name)s” or its password. Enter the password again; with two-step sign-in the "
        "provider wants an app password."
    )
)
BROKEN = (ImapToolsError, imaplib.IMAP4.error, OSError)

_SENT_NAMES = ("sent", "sent items", "sent mail", "sent messages", "inbox.sent", "inbox/sent")
_SIZE = re.compile(rb"UID (\d+)|RFC822\.SIZE (\d+)")


@contextlib.contextmanager
def opened(settings: MailSettings) -> Iterator[BaseMailBox]:
    """A mailbox, signed in. Whatever goes wrong with it becomes a DeliveryError with a sentence."""
    host = settings.imap.host
    held_to_list(host)
    try:
        box = _connected(settings)
        try:
            _sign_in(box, settings)
            yield box
        finally:
            with contextlib.suppress(*BROKEN):
                box.logout()
    except MailboxLoginError as error:
        raise _refused(settings, str(error)) from error
    except ssl.SSLCertVerificationError as error:
        raise DeliveryError(UNTRUSTED(host=host, reason=error.verify_message)) from error
    except BROKEN as error:
        raise DeliveryError(UNUSABLE(host=host, reason=error)) from error


def held_to_list(host: str) -> None:
    """Raise DeliveryError where the operator lists whom we call and this mail server is not among them."""
    if not may_be_called(host):
        raise DeliveryError(NOT_LISTED(host=host, setting=HOSTS))


def _connected(settings: MailSettings) -> BaseMailBox:
    server = settings.imap
    if server.security == "none":
        return MailBoxUnencrypted(server.host, server.port, timeout=PATIENCE)
    kind = MailBox if server.security == "tls" else MailBoxStartTls
    return kind(server.host, server.port, timeout=PATIENCE, ssl_context=ssl.create_default_context())


def _sign_in(box: BaseMailBox, settings: MailSettings) -> None:
    if settings.access:
        show = partial(bearing.to_imap, box.client, settings.imap, settings.username)
        bearing.shown(settings, settings.access, show, settings.imap)
        return
    try:
        if (settings.username + settings.imap_password).isascii():
            box.login(settings.username, settings.imap_password, initial_folder=None)
        else:
            box.login_utf8(settings.username, settings.imap_password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise _refused(settings, str(error)) from error


def _refused(settings: MailSettings, said: str) -> DeliveryError:
    if "UNAVAILABLE" in said or "INUSE" in said:
        return DeliveryError(CANNOT_CHECK(host=settings.imap.host))
    return DeliveryError(SIGN_IN_REFUSED(host=settings.imap.host, name=settings.username), permanent=True, reauth=True)


def sent_folder(box: BaseMailBox) -> str | None:
    """The folder in which mail programs file what was sent: as the server names it, else by its usual names."""
    folders = box.folder.list()
    for folder in folders:
        if any(flag.lower() == "\\sent" for flag in folder.flags):
            return str(folder.name)
    return next((str(folder.name) for folder in folders if folder.name.lower() in _SENT_NAMES), None)


def sizes(box: BaseMailBox, uids: Sequence[int]) -> list[tuple[int, int, datetime | None]]:
    """Number, size and time of arrival of each mail of the open folder, oldest first."""
    found = []
    for line in fetched(box, ",".join(map(str, uids)), "(UID RFC822.SIZE INTERNALDATE)"):
        text = line if isinstance(line, bytes) else b" ".join(line or ())
        numbers = {bool(uid): int(uid or size) for uid, size in _SIZE.findall(text)}
        if len(numbers) == 2:
            found.append((numbers[True], numbers[False], _arrival(text)))
    return sorted(found)


def _arrival(line: bytes) -> datetime | None:
    local = imaplib.Internaldate2tuple(line)
    try:
        return datetime.fromtimestamp(time.mktime(local), UTC) if local else None
    except (OverflowError, ValueError):
        return None


def section(box: BaseMailBox, uid: int, name: str) -> bytes | None:
    """A part of a mail, such as BODY.PEEK[]; None when the mail is gone."""
    found = [line for line in fetched(box, str(uid), f"(UID {name})") if isinstance(line, tuple)]
    return bytes(found[0][1]) if found else None


def fetched(box: BaseMailBox, uids: str, what: str) -> list[Any]:
    """The server's answer to FETCH, as imaplib cuts it. Raises imaplib's error where it declines."""
    status, lines = box.client.uid("FETCH", uids, what)
    if status != "OK":
        raise imaplib.IMAP4.error(f"the server does not hand out mail {uids}: {lines!r}")
    return lines or []


def find(account: Account, message_id: str) -> datetime | None:
    """When the mail with this Message-ID was filed in the Sent folder; None if it does not stand there."""
    with opened(settings_of(account)) as box:
        name = sent_folder(box)
        if name is None:
            return None
        box.folder.set(name, readonly=True)
        found = box.uids(f'OR HEADER Message-ID "{message_id}" HEADER X-Webcare-Id "{message_id}"')
        known = sizes(box, [int(found[-1])]) if found else []
        return (known[0][2] or real_now()) if known else None


def file_sent(settings: MailSettings, raw: bytes) -> bool:
    """Put a copy of what we sent into the Sent folder; False where there is none."""
    with opened(settings) as box:
        name = sent_folder(box)
        if name is None:
            return False
        box.append(raw, name, flag_set=[r"\Seen"])
        return True
