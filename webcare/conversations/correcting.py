"""An agent knows better which language a customer writes; for a minute the correction can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from webcare.conversations.moving import NotPossible, resettle
from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import record
from webcare.reading.script import regconfig
from webcare.team.organisation import organisation

if TYPE_CHECKING:
    from webcare.conversations.conversation import Conversation
    from webcare.conversations.message import Message
    from webcare.team.person import Person


class Correctable(models.Model):
    """What a conversation can do to be put right."""

    class Meta:
        abstract = True

    def correct_language(self: Conversation, by: Person, language: str) -> Event | None:
        """Say which language it is: of the conversation, and of what the customer wrote since our last answer.

        None when somebody has said so already.
        """
        if language not in organisation().languages:
            raise NotPossible(_("Choose one of the languages that we answer in."))
        after = {"language": language, "language_corrected": True}
        with transaction.atomic():
            row = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            before = {name: getattr(row, name) for name in after}
            if before == after:
                return None
            type(self).objects.filter(pk=self.pk).update(**after, version=F("version") + 1)
            newest = _newest(self)
            data = {"from": row.language, "to": language, "after": after, "messages": _by_language(newest)}
            newest.update(language=language, config=regconfig(language))
            event = record("conversation.language_corrected", self, by=by, data=data, before=before)
            changed(["queue", self.topic])
        self.refresh_from_db(fields=["language", "language_corrected", "version"])
        return event


def stands(conversation: Conversation, event: Event) -> bool:
    """Whether the conversation still has the language that it was given."""
    return all(getattr(conversation, name) == value for name, value in event.data["after"].items())


def take_back(events: Sequence[Event]) -> None:
    """Give conversations and messages the languages back that they had before these corrections."""
    from webcare.conversations.conversation import Conversation  # noqa: PLC0415 - conversation.py needs this file
    from webcare.conversations.message import Message  # noqa: PLC0415 - and message.py needs conversation.py

    for event in events:
        Conversation.objects.filter(pk=event.subject_id).update(**event.before, version=F("version") + 1)
        for language, ids in event.data["messages"].items():
            Message.objects.filter(pk__in=ids).update(language=language, config=regconfig(language))
    resettle([event.subject_id for event in events])


def _by_language(messages: models.QuerySet[Message]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for pk, language in messages.order_by("pk").values_list("pk", "language"):
        found.setdefault(language, []).append(pk)
    return found


def _newest(conversation: Conversation) -> models.QuerySet[Message]:
    """What the customer wrote since our last answer, or the newest message when we had the last word."""
    theirs = conversation.messages.filter(ours=False)
    newest = theirs.aggregate(at=Max("counts_from"))["at"]
    answered = conversation.messages.filter(ours=True, automatic=False).aggregate(at=Max("counts_from"))["at"]
    if newest and answered and answered < newest:
        return theirs.filter(counts_from__gt=answered)
    return theirs.filter(counts_from=newest) if answered else theirs
