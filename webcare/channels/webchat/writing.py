"""What a visitor does: says something, brings a file, leaves name and address, has read. Each is kept as an event, once.

A line and its receipt are written in one transaction: what the widget calls sent is on its way to an agent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from webcare.channels.receipt import keep
from webcare.channels.shape import storable
from webcare.channels.webchat.file import ChatFile, brought_today
from webcare.channels.webchat.limits import ACCOUNT_BYTES, FILES, NETWORK, SESSION_BYTES, TEXT
from webcare.channels.webchat.line import THEIRS, ChatLine
from webcare.channels.webchat.session import ChatSession, locked
from webcare.lib.now import now
from webcare.lib.waking import RECEIPTS, WORK, wake

NAME = re.compile(r"[A-Za-z0-9-]{8,64}\Z")


class CannotTake(Exception):
    """The sentence tells the visitor why. `status` is that of the answer."""

    def __init__(self, sentence: str, status: int = 422) -> None:
        super().__init__(sentence)
        self.status = status


class Ended(Exception):
    """The session was taken away meanwhile."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a visitor wants to say. `name` is the browser's, the same at every attempt; `files` are those it uploaded."""

    name: str
    text: str
    files: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was looked through."""

    name: str
    filename: str
    content_type: str
    content: bytes


def say(session: ChatSession, saying: Saying) -> ChatLine:
    """Keep it, once however often it is sent. Raises CannotTake, Ended."""
    text = storable(saying.text).strip()
    _check_name(saying.name)
    if len(text) > TEXT.limit:
        raise CannotTake(_("That is too long: %(limit)s characters are the most.") % {"limit": TEXT.limit}, 413)
    with transaction.atomic():
        row = _row(session)
        if known := _known(row, saying.name):
            return known
        files = _files(row, saying.files)
        if not text and not files:
            raise CannotTake(_("There is nothing to send."))
        line = _write(row, saying.name, text)
        ChatFile.objects.filter(pk__in=[file.pk for file in files]).update(line=line)
        _tell(row, line, {"kind": "message", "text": text, "files": _told_of(files)})
    return line


def say_by_mail(session: ChatSession, name: str, text: str, brought: Sequence[Brought]) -> ChatLine:
    """What the visitor answers to a mail of ours, with its files; a mail may be longer than the panel lets one write."""
    _check_name(name)
    with transaction.atomic():
        row = _row(session)
        if known := _known(row, name):
            return known
        line = _write(row, name, storable(text).strip())
        for number, one in enumerate(brought):
            ChatFile.objects.create(
                session=row, line=line, client=f"{name}.{number}", filename=one.filename[:255],
                content_type=one.content_type[:127], size=len(one.content), content=one.content,
            )  # fmt: skip
        _tell(row, line, {"kind": "message", "text": line.text, "files": _told_of(line.files.order_by("pk"))})
    return line


def leave(session: ChatSession, saying: Saying, name: str, email: str) -> ChatLine:
    """Name and address, so that an answer can go on by mail; the agent reads them in the thread. Raises CannotTake, Ended."""
    _check_name(saying.name)
    name, email = storable(" ".join(name.split()))[:120], email.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise CannotTake(_("This is no e-mail address; one looks like anna@example.org.")) from None
    if len(email) > 254:
        raise CannotTake(_("This is no e-mail address; one looks like anna@example.org."))
    with transaction.atomic():
        row = _row(session)
        if known := _known(row, saying.name):
            return known
        ChatSession.objects.filter(pk=row.pk).update(answer_to=email)
        if not row.person:  # of whom the site names, only the site says who they are
            row.name, row.email = name, email
            ChatSession.objects.filter(pk=row.pk).update(name=name, email=email)
        line = _write(row, saying.name, f"{name} <{email}>".strip())
        _tell(row, line, {"kind": "contact", "text": line.text})
    return line


def bring(session: ChatSession, brought: Brought) -> ChatFile:
    """Keep a file until it is sent, once however often it is brought. Raises CannotTake, Ended."""
    _check_name(brought.name)
    with transaction.atomic():
        row = _row(session)
        if known := ChatFile.objects.filter(session=row, client=brought.name).first():
            return known
        taken = ChatFile.objects.filter(session=row).aggregate(sum=Sum("size"))["sum"] or 0
        if taken + len(brought.content) > SESSION_BYTES:
            raise CannotTake(_("There are too many files in this chat already."), 413)
        if brought_today(row.account) + len(brought.content) > ACCOUNT_BYTES:
            raise CannotTake(_("The chat takes no more files today."), 413)
        return ChatFile.objects.create(
            session=row, client=brought.name, filename=brought.filename, content_type=brought.content_type,
            size=len(brought.content), content=brought.content,
        )  # fmt: skip


def read_up_to(session: ChatSession, version: int) -> bool:
    """The visitor has seen our lines up to there; False when there is nothing of ours among them."""
    newest = ChatLine.objects.filter(session=session, ours=True, version__lte=version).order_by("-sent_at").first()
    if newest is None:
        return False
    at = now()
    with transaction.atomic():
        row = _row(session)
        event = {
            "account": row.account.external_id, "thread": row.key,
            "kind": "seen", "upto": newest.sent_at.isoformat(), "at": at.isoformat(),
        }  # fmt: skip
        keep(NETWORK, f"{row.key}:seen:{newest.pk}", json.dumps(event).encode(), account=row.account)
        wake(WORK, RECEIPTS)
    return True


def _check_name(name: str) -> None:
    if not NAME.match(name):
        raise CannotTake(_("The message has no name by which it would be known again."), 400)


def _row(session: ChatSession) -> ChatSession:
    row = locked(session)
    if row is None:
        raise Ended
    return row


def _known(row: ChatSession, name: str) -> ChatLine | None:
    line = ChatLine.objects.filter(session=row, name=THEIRS + name).first()
    if line:
        line.session = row
    return line


def _files(row: ChatSession, keys: Sequence[str]) -> list[ChatFile]:
    if len(keys) > FILES.most:
        raise CannotTake(_("%(most)s files at once are the most.") % {"most": FILES.most})
    try:
        files = list(ChatFile.objects.filter(session=row, line=None, key__in=keys).defer("content").order_by("pk"))
    except (ValidationError, ValueError):
        files = []
    if len(files) < len(set(keys)):
        raise CannotTake(_("A file is missing; attach it again."))
    return files


def _write(row: ChatSession, name: str, text: str) -> ChatLine:
    return ChatLine.objects.create(session=row, name=THEIRS + name, text=text, version=row.stir())


def _told_of(files: Iterable[ChatFile]) -> list[dict[str, str]]:
    return [{"key": str(file.key), "type": file.content_type, "name": file.filename} for file in files]


def _tell(row: ChatSession, line: ChatLine, told: Mapping[str, Any]) -> None:
    """The event, as if a network had brought it."""
    event = {"id": line.external_id, "at": line.sent_at.isoformat(), **told}
    keep(NETWORK, line.external_id, _payload(row, event), account=row.account)
    wake(WORK, RECEIPTS)


def _payload(row: ChatSession, told: Mapping[str, Any]) -> bytes:
    visitor = {"id": row.visitor, "name": row.name, "email": row.email, "verified": bool(row.person)}
    known = {"formerly": row.key} if row.person else {}
    event = {
        "account": row.account.external_id,
        "thread": row.key,
        "visitor": visitor | known,
        "page": row.page,
        **told,
    }
    return json.dumps(event, ensure_ascii=False).encode("utf-8", "replace")
