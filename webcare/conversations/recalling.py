"""What can still be done about an answer that was written: take it back, try it again, say that it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from webcare.channels.delivery import Delivery
from webcare.conversations.moving import NotPossible
from webcare.ledger.recording import record
from webcare.lib.now import now, real_now
from webcare.lib.waking import WORK, wake
from webcare.team.person import Person, Role

if TYPE_CHECKING:
    from webcare.conversations.message import Message


class Sendable(models.Model):
    """What an answer of ours can go through after it was written."""

    class Meta:
        abstract = True

    def take_back(self: Message, by: Person) -> bool:
        """Stop it before it leaves; False when it was too late. The text returns to the draft."""
        from webcare.conversations.settling import settle  # noqa: PLC0415 - settling.py needs message.py

        if self.author_id != by.pk and not by.may(Role.LEAD):
            raise NotPossible(_("Only who wrote an answer, or a lead, can take it back."))
        with transaction.atomic():
            queued = Delivery.objects.filter(pk=self.delivery_id, sending_at=None, sent_at=None, failed_at=None)
            won = queued.filter(cancelled_at=None).update(cancelled_at=now())
            if won:
                record("reply.taken_back", self, by=by, under=self.conversation)
                origin = self.covers or self.conversation
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
        from webcare.conversations.sending import confirmed  # noqa: PLC0415 - sending.py needs message.py

        return confirmed(self, by)
