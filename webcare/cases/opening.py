"""Open a case from a conversation, and gather further conversations in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _

from webcare.conversations.conversation import Conversation
from webcare.ledger.change import changed
from webcare.ledger.recording import record
from webcare.lib.now import now
from webcare.team.person import Person

if TYPE_CHECKING:
    from webcare.cases.case import Case, Category


class CannotGather(Exception):
    """The conversation does not belong in this case; the sentence says why."""


def open_case(
    conversation: Conversation,
    by: Person,
    *,
    title: str = "",
    category: Category | None = None,
    owner: Person | None = None,
) -> Case:
    """A case about this conversation; its clock starts with the customer's first message."""
    from webcare.cases.case import Case  # noqa: PLC0415 - case.py needs this file

    first = conversation.messages.filter(ours=False).order_by("counts_from").first()
    with transaction.atomic():
        case = Case.objects.create(
            brand=conversation.brand,
            customer=conversation.handle.customer,
            title=(
                title.strip()
                or conversation.subject
                or conversation.preview
                or _("Without a title")
            )[:200],
            category=category,
            owner=owner or by,
            opened_by=by,
            opened_at=now(),
            started_at=first.counts_from if first else now(),
        )
        record("case.opened", case, by=by, data={"conversation": conversation.pk})
        case.gather(conversation, by)
    return Case.objects.get(pk=case.pk)


class Gatherable(models.Model):
    """What a case does with conversations."""

    class Meta:
        abstract = True

    def gather(self: Case, conversation: Conversation, by: Person) -> bool:
        """Add a conversation of the same brand; False when it was there already."""
        from webcare.cases.case import Gathering  # noqa: PLC0415 - case.py needs this file

        if conversation.brand_id != self.brand_id:
            raise CannotGather(_("The conversation belongs to another brand."))
        with transaction.atomic():
            _gathering, made = Gathering.objects.get_or_create(
                case=self, conversation=conversation, defaults={"by": by}
            )
            if made:
                record(
                    "case.gathered",
                    self,
                    by=by,
                    under=conversation,
                    data={"conversation": conversation.pk},
                )
                changed([self.topic, conversation.topic])
        return made

    def part(self: Case, conversation: Conversation, by: Person) -> bool:
        """Take a conversation out again; False when it was not there."""
        with transaction.atomic():
            gone, _rows = self.gatherings.filter(conversation=conversation).delete()
            if gone:
                record(
                    "case.parted",
                    self,
                    by=by,
                    under=conversation,
                    data={"conversation": conversation.pk},
                )
                changed([self.topic, conversation.topic])
        return bool(gone)
