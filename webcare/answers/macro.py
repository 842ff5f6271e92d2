"""A prepared answer in language versions, one key away from the reply box."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from webcare.team.brand import Brand
from webcare.team.person import Person


class MacroQuerySet(models.QuerySet["Macro"]):
    def for_person(self, person: Person) -> Self:
        """Those of the organisation and the person's own."""
        return self.filter(Q(owner=None) | Q(owner=person))


class Macro(models.Model):
    """`owner` is null for answers that everybody may use. `topic` helps to find the fitting one."""

    name = models.CharField(max_length=120)
    topic = models.CharField(max_length=40, blank=True)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, null=True, blank=True, related_name="macros")
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="macros")
    used = models.PositiveIntegerField(default=0)

    objects = MacroQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "macro"

    def text_in(self, *languages: str) -> MacroText | None:
        """The version in the first of `languages` that there is, else any."""
        versions = {version.language: version for version in self.texts.all()}
        wanted = (versions[language] for language in languages if language in versions)
        return next(wanted, next(iter(versions.values()), None))


class MacroText(models.Model):
    """One language version; {first_name}, {initials}, {agent}, {brand} are filled in, nothing else is."""

    macro = models.ForeignKey(Macro, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["macro", "language"], name="macro_text_once")]

    def __str__(self) -> str:
        return f"{self.macro_id} in {self.language}"


class MacroUse(models.Model):
    """How often somebody answered with it in a language; empty where nobody could tell which."""

    macro = models.ForeignKey(Macro, on_delete=models.CASCADE, related_name="uses")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=8, blank=True)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "language", "macro"], name="macro_use_once")]

    def __str__(self) -> str:
        return f"{self.macro_id} by {self.person_id} in {self.language}"
