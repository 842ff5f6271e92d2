"""A visitor of a site: one browser that came back, known by a token of which only a hash is kept."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Self

from django.db import models

from webcare.channels.account import Account
from webcare.channels.webchat.limits import KEPT
from webcare.ledger.change import changed
from webcare.lib.now import real_now

CHAT = "chat:"
ALIVE = timedelta(hours=1)  # within which nobody writes down again that a visitor was here


def new_key() -> str:
    """Names a session for everybody; it opens nothing."""
    return uuid.uuid4().hex


class ChatSessionQuerySet(models.QuerySet["ChatSession"]):
    def forsaken(self, at: datetime) -> Self:
        """Those to which nobody came back for long."""
        return self.filter(seen_at__lt=at - KEPT)


class ChatSession(models.Model):
    """`key` is our name for it, `digest` the hash of the token that the browser has. `person`: who the site says it is.

    `version` counts what changed in the thread, so that a widget asks for what it has not seen. `seen_at` is real time.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="chat_sessions")
    key = models.CharField(max_length=32, unique=True, default=new_key)
    digest = models.CharField(max_length=64, unique=True)
    person = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True)
    answer_to = models.CharField(
        max_length=254, blank=True, default="", db_default=""
    )  # the mail address they left for answers
    mail_digest = models.CharField(
        max_length=64, blank=True, default="", db_default=""
    )  # of a token made for who came by mail
    language = models.CharField(max_length=16, blank=True)
    page = models.CharField(max_length=500, blank=True)  # on which it began
    began_at = models.DateTimeField(default=real_now)
    seen_at = models.DateTimeField(default=real_now)
    version = models.BigIntegerField(default=0)

    objects = ChatSessionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["seen_at"], name="chat_session_forsaken"),
            models.Index(fields=["mail_digest"], name="chat_session_by_mail", condition=~models.Q(mail_digest="")),
            models.Index(fields=["account", "person"], name="chat_session_person", condition=~models.Q(person="")),
        ]

    def __str__(self) -> str:
        return f"chat {self.key}"

    @property
    def topic(self) -> str:
        """What the widget's stream listens to."""
        return f"{CHAT}{self.key}"

    @property
    def visitor(self) -> str:
        """The external id of whoever writes here: the browser, or the person whom the site named."""
        return person_id(self.account, self.person) if self.person else self.key

    def came_back(self) -> None:
        """Somebody looks at it, so it stays."""
        if real_now() - self.seen_at > ALIVE:
            ChatSession.objects.filter(pk=self.pk).update(seen_at=real_now())

    def stir(self) -> int:
        """The number of what changes now; open widgets look when the transaction ends. The row has to be locked."""
        self.version += 1
        ChatSession.objects.filter(pk=self.pk).update(version=self.version)
        changed([self.topic])
        return self.version


def person_id(account: Account, person: str) -> str:
    """People of one site are not those of another."""
    return f"{account.external_id}:{person}"


def begin(account: Account, language: str, page: str) -> tuple[ChatSession, str]:
    """A new session, and the token that opens it; nobody can find the token again."""
    token = secrets.token_urlsafe(32)
    row = ChatSession.objects.create(account=account, digest=digest(token), language=language[:16], page=page[:500])
    return row, token


def opened(account: Account, token: str) -> ChatSession | None:
    """The session that this token opens."""
    if not token:
        return None
    row = ChatSession.objects.filter(_opens(token), account=account).first()
    if row:
        row.account = account
    return row


def _opens(token: str) -> models.Q:
    """The token of the browser in which it began, or of whoever came back by mail."""
    return models.Q(digest=digest(token)) | models.Q(mail_digest=digest(token))


def locked(session: ChatSession) -> ChatSession | None:
    """The row for a change, one at a time; None when it is gone."""
    row = ChatSession.objects.select_for_update(of=("self",)).filter(pk=session.pk).first()
    if row:
        row.account = session.account
    return row


def listened_to(token: str) -> str:
    """The topic that whoever has this token may listen to; empty where it opens nothing."""
    row = ChatSession.objects.filter(_opens(token), account__disconnected_at=None).first() if token else None
    return row.topic if row else ""


def still_listened_to(topics: Collection[str]) -> set[str]:
    """Those of these topics to which somebody may still listen."""
    rows = ChatSession.objects.filter(key__in=[one.removeprefix(CHAT) for one in topics], account__disconnected_at=None)
    return {row.topic for row in rows}


def widget(key: str) -> Account | None:
    """The account whose widget has this key, while it is connected."""
    return Account.objects.connected().select_related("brand").filter(network="webchat", external_id=key).first()


def last_begun(account: Account) -> ChatSession | None:
    """The newest one."""
    return ChatSession.objects.filter(account=account).order_by("-began_at").first()


def digest(token: str) -> str:
    """A token has 256 bits of chance, so that a plain hash is as good as a slow one."""
    return hashlib.sha256(token.encode()).hexdigest()
