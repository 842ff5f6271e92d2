"""Take the words and files out of conversations, wherever a copy stands; rows stay, so that figures and order stay true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from webcare.cases.case import Case, CaseNote
from webcare.channels.account import Account
from webcare.conversations.attachment import Attachment
from webcare.conversations.conversation import Conversation
from webcare.conversations.draft import Draft
from webcare.conversations.forwarding import deliveries_of
from webcare.conversations.message import KnownId, Message, Revision
from webcare.conversations.note import Note
from webcare.conversations.purging import forget
from webcare.lib.now import now
from webcare.routing.view import Skip
from webcare.team.notice import Notice


def empty(places: Collection[int]) -> int:
    """Empty these conversations; how many messages that were."""
    with transaction.atomic():
        messages = Message.objects.filter(conversation__in=places)
        _forget_elsewhere(messages)
        drop_files(places)
        Revision.objects.filter(message__in=messages).delete()
        for delivery in deliveries_of(messages):
            delivery.outgoing |= {"text": "", "subject": "", "recipient_name": "", "template": None}
            delivery.save(update_fields=["outgoing"])
        for model in (Note, Draft, Skip):
            model._default_manager.filter(conversation__in=places).delete()
        Notice.objects.filter(path__in=[f"/conversations/{pk}" for pk in places]).delete()
        _empty_cases(places)
        Conversation.objects.filter(pk__in=places).update(subject="", preview="", emptied_at=now())
        gone: dict[str, Any] = {"text": "", "html": "", "folded": "", "subject": "", "searchable": None, "context": []}
        return messages.filter(deleted_at=None).update(**gone, deleted_at=now())


def drop_files(places: Collection[int]) -> int:
    """Only their files, and the rows that describe them."""
    there = Q(message__conversation__in=places) | Q(message=None, conversation_id_hint__in=places)
    return Attachment.objects.filter(there).delete()[0]


def _forget_elsewhere(messages: models.QuerySet[Message]) -> None:
    """Raw events, and messages that show these beside their own."""
    by_account: dict[int, set[str]] = defaultdict(set)
    own = messages.exclude(external_id=None).values_list("account_id", "external_id")
    further = KnownId.objects.filter(message__in=messages).values_list("account_id", "external_id")
    for account_id, external_id in (*own, *further):
        by_account[account_id].add(str(external_id))
    for account in Account.objects.filter(pk__in=by_account):
        forget(account, by_account[account.pk])


def _empty_cases(places: Collection[int]) -> None:
    """A case about nothing else than these conversations, and closed, has no words either."""
    others = Case.objects.filter(conversations__isnull=False).exclude(conversations__in=places)
    cases = Case.objects.filter(conversations__in=places, closed_at__isnull=False).exclude(pk__in=others.values("pk"))
    ids = list(cases.values_list("pk", flat=True).distinct())
    CaseNote.objects.filter(case__in=ids).delete()
    Case.objects.filter(pk__in=ids).update(title=_("Without a title"), resolution="")
