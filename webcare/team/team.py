"""A group of people who see certain brands."""

from __future__ import annotations

from django.db import models

from webcare.team.brand import Brand


class Team(models.Model):
    """`slug` is what @team in a note calls it."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    brands = models.ManyToManyField(Brand, related_name="teams", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "team"
