"""An agent knows better which language a customer writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from webcare.conversations.moving import NotPossible
from webcare.ledger.change import changed
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

    def correct_language(self: Conversation, by: Person, language: str) -> None:
        """Say which language it is: of the conversation, and of what the customer wrote since our last answer."""
        if language not in organisation().languages:
            raise NotPossible(_("Choose one of the languages that we answer in."))
        with transaction.atomic():
            won = (
                type(self)
                .objects.filter(pk=self.pk)
                .exclude(language=language, language_corrected=True)
                .update(language=language, language_corrected=True, version=F("version") + 1)
            )
            if won:
                _newest(self).update(language=language, config=regconfig(language))
                data = {"from": self.language, "to": language}
                record("conversation.language_corrected", self, by=by, data=data)
                changed(["queue", self.topic])
        self.refresh_from_db(fields=["language", "language_corrected", "version"])


def _newest(conversation: Conversation) -> models.QuerySet[Message]:
    """What the customer wrote since our last answer, or the newest message when we had the last word."""
    theirs = conversation.messages.filter(ours=False)
    newest = theirs.aggregate(at=Max("counts_from"))["at"]
    answered = conversation.messages.filter(ours=True, automatic=False).aggregate(at=Max("counts_from"))["at"]
    if newest and answered and answered < newest:
        return theirs.filter(counts_from__gt=answered)
    return theirs.filter(counts_from=newest) if answered else theirs
