"""Two handles are one customer: by proof only, never because the names are alike, and it can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webcare.ledger.change import changed
from webcare.ledger.event import Event
from webcare.ledger.recording import record
from webcare.team.person import Person

if TYPE_CHECKING:
    from webcare.customers.customer import Customer
    from webcare.customers.handle import Handle


class Proof(models.TextChoices):
    """How we know that two handles are one person."""

    CODE = "code", gettext_lazy("a code came back from the other account")
    BOTH = "both", gettext_lazy("the customer said so from both accounts")
    BOOKING = "booking", gettext_lazy("both know the same booking, and its secret")
    PHONE = "phone", gettext_lazy("confirmed by telephone, on a number that we knew")
    SEEN = "seen", gettext_lazy("they stood before us and showed who they are")


MOVES = ("handle.linked", "handle.unlinked")
BY_HAND = (Proof.BOTH, Proof.BOOKING, Proof.PHONE, Proof.SEEN)
"""What a person may state; a code proves itself."""


class CannotLink(Exception):
    """The sentence says what is missing."""


class Linkable(models.Model):
    """What a handle can do to belong to somebody."""

    class Meta:
        abstract = True

    def link(self: Handle, to: Customer, by: Person | None, proof: Proof, words: str) -> Event:
        """Give the handle to another customer. `words` say what the proof was, for whoever asks later.

        Raises CannotLink. The customer that has no handle left leads on to the one that took over.
        """
        if not words.strip():
            raise CannotLink(_("Say what proves it, in a few words."))
        if self.customer_id == to.pk:
            raise CannotLink(_("It belongs to this customer already."))
        return self._move("handle.linked", to, by, f"{proof.label}: {words.strip()}"[:255])

    def unlink(self: Handle, by: Person, why: str) -> Event:
        """Separate it again: back to the customer that it was linked from. Raises CannotLink."""
        if not why.strip():
            raise CannotLink(_("Say why they are two people after all."))
        if not self.proof:
            raise CannotLink(_("Nobody has linked it."))
        return self._move("handle.unlinked", self._former(), by, "", why.strip())

    def _former(self: Handle) -> Customer:
        from webcare.customers.customer import Customer  # noqa: PLC0415 - customer.py needs nothing, handle.py needs this

        linked = Event.objects.filter(verb="handle.linked", subject_id=self.pk, undone_at=None).order_by("-pk").first()
        known = Customer.objects.filter(pk=linked.before["customer_id"]).first() if linked else None
        return known if known and known.pk != self.customer_id else Customer.objects.create(name=self.shown[:255])

    def _move(self: Handle, verb: str, to: Customer, by: Person | None, proof: str, why: str = "") -> Event:
        with transaction.atomic():
            row = type(self).objects.select_for_update().get(pk=self.pk)
            before = {"customer_id": row.customer_id, "proof": row.proof}
            after: Mapping[str, Any] = {"customer_id": to.pk, "proof": proof}
            type(self).objects.filter(pk=self.pk).update(**after)
            self.refresh_from_db()
            changed([f"customer:{before['customer_id']}", f"customer:{to.pk}"])
            return record(verb, self, by=by, why=why or proof, before=before, data={"after": dict(after)})


def unite(one: Handle, other: Handle, proof: Proof, words: str) -> None:
    """Proven by both themselves: whoever has fewer handles joins the other, with all of them; nobody is torn apart."""
    if one.customer_id == other.customer_id:
        return
    here, there = list(one.customer.handles.order_by("pk")), list(other.customer.handles.order_by("pk"))
    moving, to = (here, other.customer) if len(here) <= len(there) else (there, one.customer)
    for handle in moving:
        handle.link(to, None, proof, words)


def lead_on(handle_ids: Collection[int]) -> None:
    """Customers whose last handle moved away lead to whoever has it now; those who have one stand for themselves."""
    from webcare.customers.customer import Customer  # noqa: PLC0415 - as above
    from webcare.customers.handle import Handle  # noqa: PLC0415 - as above

    moves = Event.objects.filter(verb__in=MOVES, subject_kind="handle", subject_id__in=handle_ids).order_by("pk")
    latest = {move.before["customer_id"]: move.subject_id for move in moves}
    places = dict(Handle.objects.filter(pk__in=latest.values()).values_list("pk", "customer_id"))
    for customer in Customer.objects.filter(pk__in=latest.keys() | set(places.values())):
        gone = customer.pk in latest and not customer.handles.exists()
        heir = places.get(latest[customer.pk]) if gone else None
        Customer.objects.filter(pk=customer.pk).update(merged_into=heir)
