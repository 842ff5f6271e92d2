"""Write a note beside a conversation; @colleague and @team are told, each once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.conversations.moving import NotPossible, Unchanged, noted
from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import record
from webcare.lib.limits import TEXT_CHARACTERS
from webcare.lib.now import now
from webcare.team.notice import NoticeKind
from webcare.team.person import Person
from webcare.team.team import Team
from webcare.team.telling import tell_all

if TYPE_CHECKING:
    from webcare.conversations.conversation import Conversation
    from webcare.conversations.note import Note

_MENTION = re.compile(r"(?<![\w@.])@([a-z0-9][a-z0-9_-]*)", re.IGNORECASE)


class Notable(models.Model):
    """What a conversation can do to carry what colleagues tell each other."""

    class Meta:
        abstract = True

    def write_note(self: Conversation, by: Person, text: str, key: str) -> Note:
        """Write it, once per `key` of the client, and tell whom it mentions. The draft of it is done with."""
        _check(text)
        with transaction.atomic():
            note, fresh = self.notes.model.objects.get_or_create(
                key=key, defaults={"conversation": self, "author": by, "text": text.strip()}
            )
            if not fresh:
                check_key(written_before=(note.author_id, note.conversation_id) == (by.pk, self.pk))
                return note
            people, teams = mentioned(text, self.brand_id)
            note.mentioned.set(people)
            note.teams.set(teams)
            self.discard_draft(by, "note")
            record("note.written", note, by=by, under=self)
            changed([self.topic])
            _tell_mentioned(self, note, people, teams)
        return note


class Removable(models.Model):
    """What a note can do to be gone."""

    class Meta:
        abstract = True

    def remove(self: Note, by: Person) -> Event:
        """Take one's own note away."""
        if self.author_id != by.pk:
            raise NotPossible(_("Only who wrote a note can remove it."))
        at = now()
        with transaction.atomic():
            if not type(self).objects.filter(pk=self.pk, removed_at=None).update(removed_at=at):
                raise Unchanged(_("It is removed already."))
            self.refresh_from_db(fields=["removed_at"])
            changed([self.conversation.topic])
            return record(
                "note.removed",
                self,
                by=by,
                under=self.conversation,
                before={"removed_at": None},
                data={"after": noted({"removed_at": at})},
            )


def check_key(*, written_before: bool) -> None:
    """A key that wrote something else, or in somebody else's hands, would swallow this note. Raises NotPossible."""
    if not written_before:
        raise NotPossible(_("This page is too old. Reload it; what you wrote is kept."))


def mentioned(text: str, brand_id: int) -> tuple[list[Person], list[Team]]:
    """The people and teams that a text calls by their slug, as far as they see the brand."""
    slugs = {slug.rstrip("-_").lower() for slug in _MENTION.findall(text)}
    if not slugs:
        return [], []
    people = Person.objects.working().seeing(brand_id).filter(slug__in=slugs)
    return list(people), list(Team.objects.filter(slug__in=slugs, brands=brand_id))


def _check(text: str) -> None:
    if not text.strip():
        raise NotPossible(_("Write something first."))
    if len(text) > TEXT_CHARACTERS:
        raise NotPossible(_("A note can be %(limit)d characters long.") % {"limit": TEXT_CHARACTERS})


def _tell_mentioned(conversation: Conversation, note: Note, people: list[Person], teams: list[Team]) -> None:
    told = {person.pk: person for person in people}
    if teams:
        members = Person.objects.working().filter(teams__in=teams).distinct()
        told |= {person.pk: person for person in members}
    told.pop(note.author_id, None)
    sentence = format_lazy(
        gettext_lazy("{name} mentions you at the conversation with {handle}"),
        name=note.author.name, handle=conversation.handle.shown,
    )  # fmt: skip
    tell_all(told.values(), NoticeKind.MENTION, f"note:{note.pk}", sentence, conversation.path)
