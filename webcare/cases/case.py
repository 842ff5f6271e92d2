"""A problem that has to be solved, whoever it takes, until the customer is helped."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from webcare.cases.closing import Closable
from webcare.cases.handling import Handled
from webcare.cases.opening import Gatherable
from webcare.conversations.conversation import Conversation
from webcare.customers.customer import Customer
from webcare.lib.now import now
from webcare.team.brand import Brand
from webcare.team.person import Person


class Category(models.Model):
    """What a case is about, per organisation."""

    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "category"


class Status(models.TextChoices):
    """Where an open case stands."""

    NEW = "new", _("new")
    WORKING = "working", _("being worked on")
    CUSTOMER = "customer", _("waits for the customer")
    OTHERS = "others", _("waits for others")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, person: Person) -> Self:
        """Those of the brands that the person sees."""
        return self.filter(brand__among=person.brand_keys())

    def open(self) -> Self:
        """Not solved yet."""
        return self.filter(closed_at=None)


class Case(Gatherable, Handled, Closable, models.Model):
    """It gathers conversations of several networks. A reopened case keeps its deadline: its clock began with `started_at`."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="cases")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    title = models.CharField(max_length=200)
    category = models.ForeignKey(Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.NEW)
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases")
    conversations = models.ManyToManyField(Conversation, through="Gathering", related_name="cases")
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(default=now)  # the customer's first message, where the resolution clock starts
    due_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    resolution = models.TextField(blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="case_open", condition=models.Q(closed_at=None)),
            models.Index(fields=["owner", "due_at"], name="case_owner", condition=models.Q(closed_at=None)),
            models.Index(fields=["customer", "-opened_at"], name="case_customer"),
            models.Index(fields=["-opened_at"], name="case_newest"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}: {self.title}"

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "case"

    @property
    def topic(self) -> str:
        """What live screens listen to."""
        return f"case:{self.pk}"

    @property
    def path(self) -> str:
        """Where people find it."""
        return f"/cases/{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def talks(self) -> list[str]:
        """The topics of its conversations."""
        return [f"conversation:{pk}" for pk in self.gatherings.values_list("conversation_id", flat=True)]


class Gathering(models.Model):
    """A conversation in a case, put there by somebody."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="gatherings")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="gatherings")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "conversation"], name="gathered_once")]

    def __str__(self) -> str:
        return f"{self.conversation_id} in {self.case_id}"


class CaseNote(models.Model):
    """What colleagues write down on a case. `key` comes from the client, so that a double click is one row."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"note {self.pk} on {self.case_id}"
