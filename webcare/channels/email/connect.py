"""Connects a mailbox and tries everything that it needs, with sentences that say what to do."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from webcare.channels import lines, renewing
from webcare.channels.adapter import Check, DeliveryError, Outgoing
from webcare.channels.email import catching_up, mailbox
from webcare.channels.email.composing import composed, in_ascii
from webcare.channels.email.listening import can_idle
from webcare.channels.email.message_id import ours
from webcare.channels.email.reply_address import PURPOSE, address_for
from webcare.channels.email.sending import connected, deliver
from webcare.channels.email.settings import ACCOUNT_FIELDS, MailSettings, settings_of
from webcare.lib.keyring import proof_key
from webcare.lib.sentence import told

if TYPE_CHECKING:
    from webcare.channels.account import Account

USUAL = {field.name: field.default for field in ACCOUNT_FIELDS if field.default}  # for who filled in no form
ROUND_TRIP = 15.0  # seconds within which a mail to ourselves should arrive
LOOK_AGAIN = 0.5


def connect(account: Account) -> None:
    """Fill in who the account is, and begin with the mail that comes from now on. Raises DeliveryError."""
    account.settings = {**USUAL, **account.settings}
    settings = settings_of(account)
    with mailbox.opened(settings) as box:
        if not account.cursor:
            for place in catching_up.places(account, settings, box):
                catching_up.to_the_end(box, place)
                place.remember(account)
    with connected(settings):
        account.external_id = settings.address
        account.handle = settings.address
        account.name = settings.display_name


def check(account: Account) -> Sequence[Check]:
    """Sign in to both servers, then send ourselves a mail and see it arrive."""
    try:
        settings = settings_of(account)
    except DeliveryError as error:
        return [Check(_("Settings"), False, told(error.message))]
    reading = _tried(_("Incoming mail"), lambda: _read(settings))
    sending = _tried(_("Outgoing mail"), lambda: _signed_in(settings))
    checks = [reading, sending]
    if settings.access and (over := renewing.over_at(account)):
        checks.append(lines.end_of_access(over))
    if settings.opened_by:
        said = _("Opened with the access of %(person)s. When they leave, somebody else with rights on it has to agree.")
        checks.append(Check(_("Shared mailbox"), True, said % {"person": settings.opened_by}))
    if reading.ok:
        checks.insert(1, _tried(_("Notice of new mail"), lambda: _noticed(settings)))
        checks += (
            [_tried(_("Sent folder"), lambda: _sent(settings))] if settings.reads_sent or settings.files_sent else []
        )
    if reading.ok and sending.ok:
        checks.append(_tried(_("There and back"), lambda: _round_trip(settings)))
    return checks


def _tried(name: str, attempt: Callable[[], str]) -> Check:
    try:
        return Check(name, True, attempt())
    except DeliveryError as error:
        return Check(name, False, told(error.message))


def _read(settings: MailSettings) -> str:
    with mailbox.opened(settings) as box:
        count = box.folder.status("INBOX", ["MESSAGES"])["MESSAGES"]
    return _("Signed in to %(host)s; mails in the mailbox: %(count)s.") % {"host": settings.imap.host, "count": count}


def _noticed(settings: MailSettings) -> str:
    with mailbox.opened(settings) as box:
        if can_idle(box):
            return _("The server tells us at once when mail comes.")
    return _("The server cannot tell us when mail comes (it has no IDLE), so we ask once a minute.")


def _signed_in(settings: MailSettings) -> str:
    with connected(settings) as server:
        reports = server.has_extn("dsn")
    said = (
        _("Connected to %(host)s; it reports what cannot be delivered.")
        if reports
        else _("Connected to %(host)s; it takes mail.")
    )
    return said % {"host": settings.smtp.host}


def _sent(settings: MailSettings) -> str:
    with mailbox.opened(settings) as box:
        name = mailbox.sent_folder(box)
    if name is None:
        raise DeliveryError(_("The mailbox has no Sent folder. Send one mail with a mail program, which makes it."))
    return _("Answers given in a mail program are found in “%(name)s”.") % {"name": name}


def _round_trip(settings: MailSettings) -> str:
    """A mail to our own address, or to a signed one where customers are to answer to those."""
    proof = proof_key(PURPOSE)
    key = f"check-{uuid.uuid4()}"
    to = address_for(settings.reply_address, 1, settings.address, proof) if settings.reply_address else settings.address
    outgoing = Outgoing(
        key, _("This mail tests the connection; nobody has to do anything."), True, to, subject=_("Test")
    )
    external_id = ours(key, in_ascii(settings.domain), proof)
    deliver(settings, composed(outgoing, settings, proof), to, external_id)
    if not _arrives(settings, external_id):
        lost = _("A mail to %(to)s was taken, but did not reach the mailbox within %(seconds)s seconds.")
        remedy = (
            _("Let the server deliver addresses with a plus sign, or leave the reply address empty.")
            if settings.reply_address
            else _("See whether both servers belong to the same mailbox.")
        )
        raise DeliveryError(f"{lost % {'to': to, 'seconds': round(ROUND_TRIP)}} {remedy}")
    return _("A mail to %(to)s came back.") % {"to": to}


def _arrives(settings: MailSettings, external_id: str) -> bool:
    until = time.monotonic() + ROUND_TRIP
    while time.monotonic() < until:
        with mailbox.opened(settings) as box:
            box.folder.set("INBOX", readonly=True)
            if box.uids(f'HEADER X-Webcare-Id "{external_id}"'):
                return True
        time.sleep(LOOK_AGAIN)
    return False
