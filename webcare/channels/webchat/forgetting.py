"""What the house forgets, the widget's own tables forget too: words of a message, and a visitor altogether."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from webcare.channels.account import Account
from webcare.channels.webchat.file import ChatFile
from webcare.channels.webchat.limits import NETWORK
from webcare.channels.webchat.line import ChatLine, find
from webcare.channels.webchat.session import ChatSession, locked
from webcare.lib.now import now


def forget_lines(account: Account, external_ids: Collection[str]) -> None:
    """The words and files of these messages."""
    if account.network != NETWORK:
        return
    for external_id in external_ids:
        line = find(account.pk, external_id)
        with transaction.atomic():
            row = locked(line.session) if line else None
            if line and row:
                ChatFile.objects.filter(line=line).delete()
                at = line.deleted_at or now()
                ChatLine.objects.filter(pk=line.pk).update(text="", deleted_at=at, version=row.stir())


def forget_visitor(network: str, external_id: str) -> int:
    """Every thread of whoever has this id, with all that stands in it; how many that were."""
    if network != NETWORK:
        return 0
    account, _, person = external_id.partition(":")
    theirs = ChatSession.objects.filter(key=external_id)
    if person:
        theirs = ChatSession.objects.filter(account__external_id=account, person=person)
    return theirs.delete()[1].get("webcare.ChatSession", 0)
