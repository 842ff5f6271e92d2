"""A case ends with what was done for the customer, and opens again when that did not help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from webcare.conversations.moving import NotPossible, ReasonMissing, noted
from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import record
from webcare.lib.now import now
from webcare.team.person import Person

if TYPE_CHECKING:
    from webcare.cases.case import Case


class ResolutionMissing(NotPossible):
    """A case is not closed without saying how it was solved."""


class Closable(models.Model):
    """Close with a resolution; reopen with a reason. The clock is the same one throughout."""

    class Meta:
        abstract = True

    def close(self: Case, by: Person, resolution: str) -> Event | None:
        """Solved; None when somebody closed it already."""
        if not resolution.strip():
            raise ResolutionMissing(_("Say how the customer was helped."))
        self.refresh_from_db()
        after = {"closed_at": now(), "closed_by_id": by.pk, "resolution": resolution.strip()}
        before = {name: getattr(self, name) for name in after}
        with transaction.atomic():
            won = type(self).objects.filter(pk=self.pk, closed_at=None).update(**after, version=F("version") + 1)
            if not won:
                return None
            self.refresh_from_db()
            changed([self.topic, "cases", *self.talks()])
            return record(
                "case.closed", self, by=by, why=resolution.strip(), before=noted(before), data={"after": noted(after)}
            )

    def reopen(self: Case, by: Person | None, why: str) -> Event | None:
        """Not solved after all; None when it is open. Raises ReasonMissing."""
        if not why.strip():
            raise ReasonMissing
        self.refresh_from_db()
        after = {"closed_at": None, "closed_by_id": None, "reopened_at": now()}
        before = {name: getattr(self, name) for name in after}
        with transaction.atomic():
            won = (
                type(self).objects.filter(pk=self.pk, closed_at__isnull=False).update(**after, version=F("version") + 1)
            )
            if not won:
                return None
            self.refresh_from_db()
            changed([self.topic, "cases", *self.talks()])
            return record(
                "case.reopened", self, by=by, why=why.strip(), before=noted(before), data={"after": noted(after)}
            )
