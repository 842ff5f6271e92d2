"""What happens to a case on its way: owner, category, title, status, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.conversations.moving import NotPossible
from webcare.conversations.noting import check_key, mentioned
from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import record
from webcare.lib.limits import TEXT_CHARACTERS
from webcare.team.notice import NoticeKind
from webcare.team.person import Person, Role
from webcare.team.telling import tell, tell_all

if TYPE_CHECKING:
    from webcare.cases.case import Case, CaseNote, Category


class CannotHandle(NotPossible):
    """The change makes no sense; the sentence says why."""


def check_owner(owner: Person | None, brand_id: int) -> None:
    """Raise CannotHandle unless this person can work on the brand's cases."""
    if owner is None:
        return
    if not owner.is_active or not owner.may(Role.AGENT) or not owner.brands().filter(pk=brand_id).exists():
        raise CannotHandle(_("%(person)s cannot work on this brand's cases.") % {"person": owner.name})


def tell_owner(case: Case, owner: Person | None, by: Person, event: Event) -> None:
    """Tell the one who gets it, unless they took it themselves."""
    if owner is None or owner.pk == by.pk:
        return
    sentence = format_lazy(gettext_lazy("{name} gave you the case “{title}”"), name=by.name, title=case.title)
    tell(owner, NoticeKind.ASSIGNED, told_as(event), sentence, case.path)


def told_as(event: Event) -> str:
    """The key of the notice that tells of it."""
    return f"case:{event.pk}"


def hold(case: Case) -> None:
    """Nobody undoes its opening before we are done; raises CannotHandle where somebody was first."""
    if not type(case).objects.select_for_update(no_key=True).filter(pk=case.pk).exists():
        raise CannotHandle(_("The case is not there any more: its opening was undone."))


class Handled(models.Model):
    """The everyday verbs of a case; each returns its event, or None when nothing changed."""

    class Meta:
        abstract = True

    def give_to(self: Case, owner: Person | None, by: Person) -> Event | None:
        """Make somebody the owner who can work on the brand's cases, and tell them; None makes it nobody's."""
        check_owner(owner, self.brand_id)
        with transaction.atomic():
            event = self._change("case.assigned", by, owner_id=owner.pk if owner else None)
            if event:
                tell_owner(self, owner, by, event)
        return event

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

    def write_note(self: Case, by: Person, text: str, key: str) -> CaseNote:
        """Write something down for colleagues, once per `key` of the client; whom it mentions is told."""
        if not text.strip():
            raise CannotHandle(_("Write something first."))
        if len(text) > TEXT_CHARACTERS:
            raise CannotHandle(_("A note can be %(limit)d characters long.") % {"limit": TEXT_CHARACTERS})
        with transaction.atomic():
            hold(self)
            note, fresh = self.notes.model.objects.get_or_create(
                key=key, defaults={"case": self, "author": by, "text": text.strip()}
            )
            if not fresh:
                check_key(written_before=(note.author_id, note.case_id) == (by.pk, self.pk))
                return note
            record("case.noted", self, by=by, data={"note": note.pk})
            changed([self.topic])
            _tell_mentioned(self, note)
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
            changed([self.topic, "cases", *self.talks()])
            return record(verb, self, by=by, before=before, data={**fields, "after": fields})


def _tell_mentioned(case: Case, note: CaseNote) -> None:
    people, teams = mentioned(note.text, case.brand_id)
    members = Person.objects.working().filter(teams__in=teams).distinct() if teams else []
    told = {person.pk: person for person in [*people, *members] if person.pk != note.author_id}
    sentence = format_lazy(
        gettext_lazy("{name} mentions you at the case “{title}”"), name=note.author.name, title=case.title
    )
    tell_all(told.values(), NoticeKind.MENTION, f"case-note:{note.pk}", sentence, case.path)
