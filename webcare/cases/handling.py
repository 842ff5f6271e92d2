"""What happens to a case on its way: owner, category, title, status, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import record
from webcare.team.person import Person

if TYPE_CHECKING:
    from webcare.cases.case import Case, CaseNote, Category


class CannotHandle(Exception):
    """The change makes no sense; the sentence says why."""


class Handled(models.Model):
    """The everyday verbs of a case; each returns its event, or None when nothing changed."""

    class Meta:
        abstract = True

    def give_to(self: Case, owner: Person | None, by: Person) -> Event | None:
        """Make somebody the owner who sees the brand; None makes it nobody's."""
        if owner and not owner.brands().filter(pk=self.brand_id).exists():
            raise CannotHandle(_("%(person)s does not see this brand.") % {"person": owner.name})
        return self._change("case.assigned", by, owner_id=owner.pk if owner else None)

    def categorise(self: Case, category: Category | None, by: Person) -> Event | None:
        """Say what it is about."""
        return self._change("case.categorised", by, category_id=category.pk if category else None)

    def retitle(self: Case, title: str, by: Person) -> Event | None:
        """Give it another title."""
        if not title.strip():
            raise CannotHandle(_("A case needs a title."))
        return self._change("case.retitled", by, title=title.strip()[:200])

    def progress(self: Case, status: str, by: Person) -> Event | None:
        """Say where it stands."""
        from webcare.cases.case import Status  # noqa: PLC0415 - case.py needs this file

        if status not in Status.values:
            raise CannotHandle(_("There is no such status."))
        return self._change("case.progressed", by, status=status)

    def write_note(self: Case, by: Person, text: str) -> CaseNote:
        """Write something down for colleagues."""
        if not text.strip():
            raise CannotHandle(_("Write something first."))
        with transaction.atomic():
            note = self.notes.create(author=by, text=text.strip())
            record("case.noted", self, by=by, data={"note": note.pk})
            changed([self.topic])
        return note

    def _change(self: Case, verb: str, by: Person, **fields: Any) -> Event | None:
        before = {name: getattr(self, name) for name in fields}
        if before == fields:
            return None
        with transaction.atomic():
            won = type(self).objects.filter(pk=self.pk, **before).update(version=F("version") + 1, **fields)
            if not won:
                return None
            for name, value in fields.items():
                setattr(self, name, value)
            changed([self.topic])
            return record(verb, self, by=by, before=before, data={**fields, "after": fields})
