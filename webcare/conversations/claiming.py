"""Take a conversation for a while, so that two people do not answer it by accident; the claim lapses by itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.conversations.moving import NotPossible, ReasonMissing
from webcare.ledger.change import changed
from webcare.ledger.recording import drafted, record, record_all
from webcare.lib.now import now
from webcare.team.notice import NoticeKind
from webcare.team.organisation import organisation
from webcare.team.telling import tell

if TYPE_CHECKING:
    from webcare.conversations.conversation import Conversation, ConversationQuerySet
    from webcare.team.person import Person


class Taken(NotPossible):
    """Somebody else has it."""

    def __init__(self, holder: Person) -> None:
        super().__init__(_("%(name)s has this conversation.") % {"name": holder.name})
        self.holder = holder


def free(at: datetime) -> Q:
    """Nobody holds it, or whoever did let the claim lapse."""
    return Q(holder=None) | Q(held_until=None) | Q(held_until__lte=at)


def free_or_mine(by: Person | None, at: datetime) -> Q:
    """Nobody else holds it; the system (None) may always act."""
    return free(at) | Q(holder=by) if by else Q()


def taken_by_another(conversation: Conversation, by: Person | None, at: datetime) -> Taken | None:
    """Why `by` may not act on it now."""
    holder = conversation.holder_at(at)
    return Taken(holder) if holder and by and holder.pk != by.pk else None


class Claimable(models.Model):
    """What a conversation can do to be one person's for a while."""

    class Meta:
        abstract = True

    def claim(self: Conversation, by: Person) -> None:
        """Take it, or keep it longer when it is mine. Raises Taken."""
        at = now()
        until = at + organisation().claim_lasts
        ways = (self._keep, self._take) if self.holder_id == by.pk else (self._take, self._keep)
        won = any(way(by, at, until) for way in ways)  # it may have changed hands since it was read
        self._look_who_has_it()
        if not won and (taken := taken_by_another(self, by, at)):
            raise taken

    def _keep(self: Conversation, by: Person, at: datetime, until: datetime) -> bool:
        mine = type(self).objects.filter(pk=self.pk, holder=by, held_until__gt=at)
        return bool(mine.update(held_until=until))

    def _take(self: Conversation, by: Person, at: datetime, until: datetime) -> bool:
        with transaction.atomic():
            nobodys = type(self).objects.filter(free(at), pk=self.pk)
            won = nobodys.update(holder=by, held_until=until, version=F("version") + 1)
            if won:
                record("conversation.claimed", self, by=by)
                changed(["queue", self.topic, f"person:{by.pk}"])
        return bool(won)

    def release(self: Conversation, by: Person) -> bool:
        """Let it go; False when it was not (or no longer) theirs."""
        released = release_all(type(self).objects.filter(pk=self.pk), by)
        self._look_who_has_it()
        return bool(released)

    def take_over(self: Conversation, by: Person, reason: str) -> None:
        """Take it from whoever has it, who is told why."""
        if not reason.strip():
            raise ReasonMissing
        at = now()
        until = at + organisation().claim_lasts
        self._look_who_has_it()
        former = self.holder_at(at)
        if former is None or former.pk == by.pk:
            self.claim(by)
            return
        with transaction.atomic():
            won = (
                type(self)
                .objects.filter(pk=self.pk, holder=former)
                .update(holder=by, held_until=until, version=F("version") + 1)
            )
            if won:
                event = record("conversation.taken_over", self, by=by, why=reason, data={"from": former.pk})
                _tell_former(self, former, by, reason, key=f"taken_over:{event.pk}")
                changed(["queue", self.topic, f"person:{by.pk}", f"person:{former.pk}"])
        if not won:  # it changed hands in this moment
            self.claim(by)
        self._look_who_has_it()

    def _look_who_has_it(self: Conversation) -> None:
        self.refresh_from_db(fields=["holder", "held_until", "version"])


def release_all(rows: ConversationQuerySet, by: Person) -> list[int]:
    """Let those go that `by` holds; returns their ids."""
    with transaction.atomic():
        held = list(rows.filter(holder=by).order_by("pk").select_for_update(of=("self",)))
        if held:
            ids = [row.pk for row in held]
            type(held[0]).objects.filter(pk__in=ids).update(holder=None, held_until=None, version=F("version") + 1)
            record_all([drafted("conversation.released", row, by=by) for row in held])
            changed(["queue", f"person:{by.pk}", *(row.topic for row in held)])
    return [row.pk for row in held]


def _tell_former(conversation: Conversation, former: Person, by: Person, reason: str, key: str) -> None:
    sentence = format_lazy(
        gettext_lazy("{name} took over the conversation with {handle}: {reason}"),
        name=by.name, handle=conversation.handle.shown, reason=reason,
    )  # fmt: skip
    tell(former, NoticeKind.TAKEN_OVER, key, sentence, conversation.path)
