"""Answers by mail for a visitor who has gone: where they want them, the way back, and what they answer by mail."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta

from django.conf import settings

from webcare.channels.account import Account
from webcare.channels.inbound import Received
from webcare.channels.wanting import WantsMail
from webcare.channels.webchat.limits import FILES
from webcare.channels.webchat.session import ChatSession, digest
from webcare.channels.webchat.writing import Brought, Ended, say_by_mail
from webcare.lib.keyring import proof_key
from webcare.lib.now import real_now

PURPOSE = "way back into a chat"
LASTS = timedelta(days=7)


def wanted_by(account: Account, thread_key: str) -> WantsMail | None:
    """What the visitor of this thread left for that."""
    session = ChatSession.objects.filter(account=account, key=thread_key).exclude(answer_to="").first()
    if session is None:
        return None
    link = f"{settings.BASE_URL}/chat/{account.external_id}?back={way_back(session, real_now() + LASTS)}"
    return WantsMail(session.answer_to, session.name, link)


def who_want_it() -> list[str]:
    """The threads whose visitors left an address, and were here lately."""
    rows = ChatSession.objects.exclude(answer_to="").filter(seen_at__gt=real_now() - LASTS)
    return list(rows.values_list("key", flat=True))


def way_back(session: ChatSession, until: datetime) -> str:
    """A word that opens this thread in another browser, for a while."""
    told = f"{session.key}.{int(until.timestamp())}"
    return f"{told}.{_mark(told, session.answer_to)}"


def came_by_mail(account: Account, word: str) -> tuple[ChatSession, str] | None:
    """The thread to which the word leads, and a token for whoever brought it, in the place of the last one made so."""
    told, _, mark = word.rpartition(".")
    key, _, ends = told.partition(".")
    session = ChatSession.objects.filter(account=account, key=key).exclude(answer_to="").first()
    if session is None or not hmac.compare_digest(mark.encode(), _mark(told, session.answer_to).encode()):
        return None
    if not ends.isdecimal() or datetime.fromtimestamp(int(ends), UTC) <= real_now():
        return None
    token = secrets.token_urlsafe(32)
    ChatSession.objects.filter(pk=session.pk).update(mail_digest=digest(token))
    session.account = account
    return session, token


def said_by_mail(account: Account, thread_key: str, received: Received) -> bool:
    """Put it into the thread, once; False where it did not come from the address that the visitor left."""
    session = ChatSession.objects.filter(account=account, key=thread_key).exclude(answer_to="").first()
    if session is None or session.answer_to.lower() != received.author.external_id.lower():
        return False
    files = [
        Brought(one.filename or "file", one.filename or "file", one.content_type, one.content)
        for one in received.attachments
        if one.content is not None and len(one.content) <= FILES.bytes
    ]
    if len(files) < len(received.attachments) or not (received.text.strip() or files):
        return False  # it is taken in as a mail, with everything that came along
    session.account = account
    try:
        say_by_mail(
            session, f"mail-{hashlib.sha256(received.external_id.encode()).hexdigest()[:40]}", received.text, files
        )
    except Ended:
        return False
    return True


def _mark(told: str, address: str) -> str:
    """Whoever leaves another address closes the ways that went to the one before."""
    return hmac.new(proof_key(PURPOSE), f"{told} {address.lower()}".encode(), hashlib.sha256).hexdigest()[:40]
