"""An answer stands in the visitor's thread: the network is our own, so that sending is writing a line."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, Sent
from webcare.channels.webchat.file import ChatFile
from webcare.channels.webchat.limits import FILES, TEXT
from webcare.channels.webchat.line import OURS, ChatLine, find
from webcare.channels.webchat.session import ChatSession, locked
from webcare.lib.now import now
from webcare.lib.sentence import Sentence

NOBODY = _("The visitor's chat is not there any more: nobody came back to it for long, or it was erased.")
TOO_LONG = Sentence(_("The text has %(taken)s characters; the chat has room for %(limit)s."))
NOT_TAKEN = Sentence(_("The chat does not take %(file)s."))
UNKNOWN = _("The visitor's chat does not have this message any more.")


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Write it, once for each key. Raises DeliveryError."""
    text = outgoing.text.replace("\r\n", "\n").strip()
    _check(outgoing, text)
    session = ChatSession.objects.filter(account=account, key=outgoing.thread_key).first()
    with transaction.atomic():
        row = locked(session) if session else None
        if row is None:
            raise DeliveryError(NOBODY, True, gone=True)
        line = ChatLine.objects.filter(session=row, name=OURS + outgoing.key).first()
        if line is None:
            line = ChatLine.objects.create(
                session=row, name=OURS + outgoing.key, ours=True, text=text, version=row.stir()
            )
            _add_files(row, line, outgoing)
    return _sent(line)


def find_sent(account: Account, outgoing: Outgoing) -> Sent | None:
    """Ours, if it stands there."""
    line = find(account.pk, f"{outgoing.thread_key}:{OURS}{outgoing.key}")
    return _sent(line) if line else None


def edit(account: Account, external_id: str, text: str) -> None:
    """Open widgets follow at once. Raises DeliveryError."""
    words = text.replace("\r\n", "\n").strip()
    if len(words) > TEXT.limit:
        raise DeliveryError(TOO_LONG(taken=len(words), limit=TEXT.limit), True)
    _change(account, external_id, text=words, edited_at=now())


def take_down(account: Account, external_id: str) -> None:
    """Words and files go, and a line stays that says so. Raises DeliveryError."""
    _change(account, external_id, text="", deleted_at=now())


def _change(account: Account, external_id: str, **changes: str | datetime) -> None:
    line = find(account.pk, external_id)
    if line is None or not line.ours or line.deleted_at:
        raise DeliveryError(UNKNOWN, True, gone=True)
    with transaction.atomic():
        row = locked(line.session)
        if row is None:
            raise DeliveryError(NOBODY, True, gone=True)
        ChatLine.objects.filter(pk=line.pk).update(**changes, version=row.stir())
        if "deleted_at" in changes:
            ChatFile.objects.filter(line=line).delete()


def _check(outgoing: Outgoing, text: str) -> None:
    if not text and not outgoing.files:
        raise DeliveryError(_("There is nothing to send."), True)
    if len(text) > TEXT.limit:
        raise DeliveryError(TOO_LONG(taken=len(text), limit=TEXT.limit), True)
    for file in outgoing.files:
        if file.content_type not in FILES.types or len(file.content) > FILES.bytes:
            raise DeliveryError(NOT_TAKEN(file=file.filename), True)


def _add_files(row: ChatSession, line: ChatLine, outgoing: Outgoing) -> None:
    for number, file in enumerate(outgoing.files):
        ChatFile.objects.create(
            session=row, line=line, client=f"{OURS}{number}.{line.pk}", filename=file.filename[:255],
            content_type=file.content_type, size=len(file.content), content=file.content,
        )  # fmt: skip


def _sent(line: ChatLine) -> Sent:
    return Sent(line.external_id, line.sent_at)
