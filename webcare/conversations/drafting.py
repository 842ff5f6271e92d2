"""Keep what somebody is writing; it survives a reload and a crash, and an older tab never overwrites a newer one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from webcare.conversations.moving import NotPossible
from webcare.lib.limits import TEXT_CHARACTERS
from webcare.lib.now import now

if TYPE_CHECKING:
    from webcare.conversations.conversation import Conversation
    from webcare.conversations.draft import Draft
    from webcare.team.person import Person

MODES = ("reply", "note")


class Stale(NotPossible):
    """Another tab has written since; `current` is what it wrote."""

    def __init__(self, current: Draft) -> None:
        super().__init__(_("You went on writing in another tab."))
        self.current = current


class Draftable(models.Model):
    """What a conversation can do to keep half-written texts."""

    class Meta:
        abstract = True

    def draft_of(self: Conversation, by: Person, mode: str = "reply") -> Draft | None:
        """What `by` has begun; its text is empty when it was sent or thrown away."""
        return self.drafts.filter(person=by, mode=mode).first()

    def keep_draft(self: Conversation, by: Person, mode: str, text: str, revision: int) -> Draft:
        """Save `text`, written on top of `revision` (0: nothing yet). Raises Stale when another tab was faster."""
        _check(mode, text)
        drafts = self.drafts.filter(person=by, mode=mode)
        at = now()
        if drafts.filter(revision=revision).update(text=text, revision=F("revision") + 1, saved_at=at):
            return drafts.get()
        draft, fresh = self.drafts.get_or_create(
            person=by, mode=mode, defaults={"text": text, "revision": revision + 1, "saved_at": at}
        )
        if not fresh and draft.text != text:  # the same text again is an answer that was lost on the way
            raise Stale(draft)
        return draft

    def put_back_draft(self: Conversation, by: Person, text: str, mode: str = "reply") -> Draft:
        """An answer that was taken back becomes a draft again, in front of what was begun since."""
        with transaction.atomic():
            draft, fresh = self.drafts.get_or_create(
                person=by, mode=mode, defaults={"text": text, "revision": 1, "saved_at": now()}
            )
            if not fresh:  # what a tab is saving at this moment counts: it is read once nobody else can write it
                begun = self.drafts.select_for_update().get(pk=draft.pk).text
                both = f"{text}\n\n{begun}" if begun.strip() and begun != text else text
                self.drafts.filter(pk=draft.pk).update(text=both, revision=F("revision") + 1, saved_at=now())
                draft.refresh_from_db()
        return draft

    def discard_draft(self: Conversation, by: Person, mode: str) -> None:
        """It was sent or thrown away. The row stays and its revision grows, so that no old tab brings it back."""
        self.drafts.filter(person=by, mode=mode).exclude(text="").update(
            text="", revision=F("revision") + 1, saved_at=now()
        )


def _check(mode: str, text: str) -> None:
    if mode not in MODES:
        raise ValueError(f"a draft is one of {MODES}, not {mode!r}")
    if len(text) > TEXT_CHARACTERS:
        raise NotPossible(_("A text can be %(limit)d characters long.") % {"limit": TEXT_CHARACTERS})
