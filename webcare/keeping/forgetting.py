"""Every night what is older than its term goes, a batch at a time, so that nobody who works meanwhile waits."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q

from webcare.channels.receipt import Receipt
from webcare.channels.registry import networks
from webcare.channels.webchat.file import ChatFile
from webcare.channels.webchat.session import ChatSession
from webcare.conversations.attachment import Attachment
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.passage import Passage
from webcare.conversations.reacting import strays
from webcare.conversations.restriction import Restriction
from webcare.customers.code import LinkCode
from webcare.customers.handle import Handle
from webcare.keeping.emptying import drop_files, empty
from webcare.keeping.erasing import anonymise
from webcare.keeping.night import Night
from webcare.keeping.sweeping import sweep_files
from webcare.keeping.term import Kept, ends
from webcare.ledger.recording import record
from webcare.ledger.sealing import prunable, prune
from webcare.lib.now import real_now
from webcare.team.notice import Notice
from webcare.team.organisation import organisation

BATCH = 1000
HOUR = 3  # when the fewest write
TALKS = 100  # conversations at once: each takes its raw events along
log = logging.getLogger(__name__)


def forget_tonight() -> int:
    """Once a night, by whichever worker comes first; 0 when it has been done."""
    Night.objects.get_or_create(pk=1, defaults={"begun_at": real_now() - timedelta(days=1)})
    tonight = last_night(real_now())
    if not Night.objects.filter(pk=1, begun_at__lt=tonight).update(begun_at=real_now()):
        return 0
    return forget_the_old() + sweep_files()


def next_night() -> datetime:
    """When it is time again."""
    return last_night(real_now()) + timedelta(days=1)


def last_night(at: datetime) -> datetime:
    """The newest moment at which the night's work was due, where the organisation is."""
    there = at.astimezone(organisation().zone)
    hour = there.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return hour if hour <= there else hour - timedelta(days=1)


def forget_the_old() -> int:
    """Everything whose term has come, all of it; how many rows that were."""
    total = sum(_until_done(step) for step in _steps())
    if total:
        log.info("%d rows were older than they may become, and are gone", total)
    return total


def _steps() -> Iterable[Callable[[], int]]:
    for network in networks():
        if cut := ends(Kept.EVENTS, network):
            yield _some(Receipt.objects.filter(network=network, parsed_at__lt=cut))
        if cut := ends(Kept.SET_ASIDE, network):
            yield _some(Receipt.objects.set_aside().filter(network=network, set_aside_at__lt=cut))
        if cut := ends(Kept.FILES, network):
            yield _files(network, cut)
        if cut := ends(Kept.WORDS, network):
            yield _words(network, cut)
    if cut := ends(Kept.NOTICES):
        yield _some(Notice.objects.filter(at__lt=cut))
    if cut := ends(Kept.LEDGER):
        yield _ledger(cut)
    yield _some(strays(real_now()))
    yield _some(Session.objects.filter(expire_date__lt=real_now()))
    yield _some(UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")))
    yield _some(ChatSession.objects.forsaken(real_now()))
    yield _some(ChatFile.objects.abandoned(real_now()))
    yield _some(Passage.objects.filter(expires_at__lt=real_now() - timedelta(days=1), used_at=None))
    yield _some(LinkCode.objects.filter(expires_at__lt=real_now() - timedelta(days=1), used_at=None))


def _some(rows: models.QuerySet[Any]) -> Callable[[], int]:
    def batch() -> int:
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        rows.model._default_manager.filter(pk__in=ids).delete()
        return len(ids)

    return batch


def _files(network: str, cut: datetime) -> Callable[[], int]:
    kept = Attachment.objects.filter(message__conversation=OuterRef("pk"))
    old = Conversation.objects.filter(Exists(kept), network=network, closed_at__lt=cut)

    def batch() -> int:
        ids = list(old.order_by("pk").values_list("pk", flat=True)[:TALKS])
        drop_files(ids)
        return len(ids)

    return batch


def _words(network: str, cut: datetime) -> Callable[[], int]:
    full = Q(emptied_at=None) | Q(emptied_at__lt=F("closed_at"))
    old = Conversation.objects.filter(full, network=network, closed_at__lt=cut).exclude(
        cases__closed_at=None, cases__isnull=False
    )

    def batch() -> int:
        rows = list(old.order_by("pk").values_list("pk", "handle_id").distinct()[:TALKS])
        empty([pk for pk, _ in rows])
        _forget_names({handle for _, handle in rows})
        return len(rows)

    return batch


def _ledger(cut: datetime) -> Callable[[], int]:
    def batch() -> int:
        with transaction.atomic():
            up_to = prunable(cut)
            if up_to:
                record("ledger.pruned", organisation(), data={"up_to": up_to})
            return prune(up_to) if up_to else 0

    return batch


def _forget_names(handles: set[int]) -> None:
    """Of those of whom nothing else is kept, and whom nobody has restricted."""
    said = Message.objects.filter(handle=OuterRef("pk"), deleted_at=None)
    talks = Conversation.objects.filter(handle=OuterRef("pk"), emptied_at=None)
    limits = Restriction.objects.filter(handle=OuterRef("pk"), lifted_at=None)
    nobody = Handle.objects.filter(~Exists(said), ~Exists(talks), ~Exists(limits), pk__in=handles)
    anonymise(list(nobody.values_list("pk", flat=True)))


def _until_done(batch: Callable[[], int]) -> int:
    total = 0
    while done := batch():
        total += done
    return total
