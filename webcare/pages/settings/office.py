"""What may be set up: the second door to the rooms for pages, behind the roles that open it."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet
from django.shortcuts import get_object_or_404

from webcare.answers.macro import Macro
from webcare.cases.case import Category
from webcare.channels.account import Account, AccountQuerySet
from webcare.channels.application import Application
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt, ReceiptQuerySet
from webcare.clocks.clock import Hours, StoredPromise
from webcare.clocks.introduction import Introduction
from webcare.conversations.label import Label
from webcare.conversations.message import Message
from webcare.ledger.event import Event
from webcare.pages.desk import Desk
from webcare.team.brand import Brand
from webcare.team.invitation import Invitation
from webcare.team.organisation import Organisation, organisation
from webcare.team.person import Person
from webcare.team.team import Team

Row = TypeVar("Row", bound=Model)


class Office:
    """All of what is set up, for those whose role lets them in; the views say which role that is."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def organisation(self) -> Organisation:
        return organisation()

    def brands(self) -> QuerySet[Brand]:
        return Brand.objects.prefetch_related("teams", "accounts")

    def teams(self) -> QuerySet[Team]:
        return Team.objects.prefetch_related("brands", "people")

    def people(self) -> QuerySet[Person]:
        """Those who left too, after those who work here."""
        return Person.objects.get_queryset().order_by("-is_active", "name").prefetch_related("teams", "languages")

    def invitations(self) -> QuerySet[Invitation]:
        return Invitation.objects.open().select_related("invited_by").prefetch_related("teams").order_by("-invited_at")

    def accounts(self) -> AccountQuerySet:
        return Account.objects.select_related("brand", "application").order_by("disconnected_at", "network", "handle")

    def applications(self) -> QuerySet[Application]:
        return Application.objects.order_by("network", "name").prefetch_related("accounts")

    def ledger(self) -> QuerySet[Event]:
        """Everything that happened."""
        return Event.objects.get_queryset()

    def events(self) -> ReceiptQuerySet:
        """Everything that networks handed in, understood or not."""
        return Receipt.objects.all()

    def receipts(self) -> ReceiptQuerySet:
        """Events that were set aside."""
        return Receipt.objects.set_aside().select_related("account", "application").order_by("-set_aside_at", "-pk")

    def receipts_of(self, account: Account) -> ReceiptQuerySet:
        """Those of one account; what came to our door names only the registration."""
        own = Q(account=account)
        if account.application_id:
            own |= Q(account=None, application=account.application_id)
        return self.receipts().filter(own)

    def held_for(self, account: Account) -> int:
        """How many answers wait for it to be connected again."""
        return Delivery.objects.held_for(account).count()

    def stuck(self) -> QuerySet[Message]:
        """Our answers that failed, or of which nobody knows whether they arrived, newest first."""
        there = Q(delivery__failed_at__isnull=False) | Q(delivery__unconfirmed_at__isnull=False)
        over = Q(delivery__sent_at__isnull=False) | Q(delivery__cancelled_at__isnull=False)
        rows = self.desk.messages().filter(there).exclude(over)
        return rows.select_related("conversation__handle", "delivery", "account", "author").order_by(
            "-counts_from", "-pk"
        )

    def hours(self) -> QuerySet[Hours]:
        return Hours.objects.prefetch_related("promises")

    def promises(self) -> QuerySet[StoredPromise]:
        return StoredPromise.objects.select_related("hours")

    def introductions(self) -> QuerySet[Introduction]:
        """What our profiles say about waiting."""
        return Introduction.objects.select_related("account").order_by("account__network", "pk")

    def labels(self) -> QuerySet[Label]:
        return Label.objects.annotate(uses=Count("conversations"))

    def categories(self) -> QuerySet[Category]:
        return Category.objects.annotate(uses=Count("cases"))

    def answers(self) -> QuerySet[Macro]:
        """The prepared answers of the organisation, for the brands that this person sees."""
        return self.desk.macros().filter(owner=None).select_related("brand")

    def own_answers(self) -> QuerySet[Macro]:
        """The prepared answers that nobody else has."""
        return self.desk.macros().filter(owner=self.desk.person).select_related("brand")


def one_of(rows: QuerySet[Row], pk: int) -> Row:
    """The row, or 404."""
    return get_object_or_404(rows, pk=pk)
