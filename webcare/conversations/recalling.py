"""What can still be done about an answer that was written: take it back, try it again, say that it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from webcare.channels.delivery import Delivery
from webcare.conversations.moving import NotPossible
from webcare.ledger.recording import record
from webcare.lib.now import now, real_now
from webcare.lib.waking import WORK, wake
from webcare.team.person import Person, Role

if TYPE_CHECKING:
    from webcare.conversations.conversation import Conversation
    from webcare.conversations.message import Message


class Sendable(models.Model):
    """What an answer of ours can go through after it was written."""

    class Meta:
        abstract = True

    @property
    def origin(self: Message) -> Conversation:
        """The conversation in which it was written, which is not always the one in which it stands."""
        written_here = self.answers is not None and self.answers.conversation_id == self.conversation_id
        return self.conversation if written_here or self.covers is None else self.covers

    def take_back(self: Message, by: Person) -> bool:
        """Stop it before it leaves, or leave it when it failed; False when it was too late. The text returns to the draft."""
        from webcare.conversations.settling import settle  # noqa: PLC0415 - settling.py needs message.py

        if self.author_id != by.pk and not by.may(Role.LEAD):
            raise NotPossible(_("Only who wrote an answer, or a lead, can take it back."))
        with transaction.atomic():
            queued = Delivery.objects.filter(pk=self.delivery_id, sending_at=None, sent_at=None, unconfirmed_at=None)
            won = queued.filter(cancelled_at=None).update(cancelled_at=now())
            if won:
                record("reply.taken_back", self, by=by, under=self.conversation)
                origin = self.origin
                origin.put_back_draft(by, self.text)
                self.give_files_back(by)
                settle([pk for pk in (self.conversation_id, self.covers_id) if pk])
        return bool(won)

    def retry(self: Message, by: Person) -> bool:
        """Try a failed or unconfirmed answer again. An unconfirmed one is looked for on the network first; where that
        tells nothing it is sent all the same, as `by` was warned."""
        from webcare.conversations.settling import settle  # noqa: PLC0415 - settling.py needs message.py

        with transaction.atomic():
            unsettled = Q(failed_at__isnull=False) | Q(unconfirmed_at__isnull=False)
            won = Delivery.objects.filter(unsettled, pk=self.delivery_id, sent_at=None, cancelled_at=None).update(
                insisted=Q(unconfirmed_at__isnull=False),
                failed_at=None,
                unconfirmed_at=None,
                held_at=None,
                error="",
                attempts=0,
                looks=0,
                leased_until=None,
                next_attempt_at=real_now(),
            )
            if won:
                record("reply.retried", self, by=by, under=self.conversation)
                settle([pk for pk in (self.conversation_id, self.covers_id) if pk])
                wake(WORK)
        return bool(won)

    def confirm(self: Message, by: Person) -> bool:
        """Somebody looked: the unconfirmed answer does stand on the network."""
        from webcare.conversations.settling import settle  # noqa: PLC0415 - settling.py needs message.py

        with transaction.atomic():
            rows = Delivery.objects.filter(pk=self.delivery_id or 0)
            won = rows.filter(unconfirmed_at__isnull=False, sent_at=None).update(
                sent_at=F("unconfirmed_at"), unconfirmed_at=None, sending_at=None, error=""
            )
            if won:
                type(self).objects.filter(pk=self.pk).update(sent_at=rows.get().sent_at)
                settle([pk for pk in (self.conversation_id, self.covers_id) if pk])
                record("reply.confirmed", self, by=by, under=self.conversation)
        return bool(won)
