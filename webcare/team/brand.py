"""A name under which the company answers; accounts belong to a brand, teams may see brands."""

from __future__ import annotations

from django.db import models


class Brand(models.Model):
    """One deployment is one organisation with any number of brands."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    is_public = models.BooleanField(default=True)  # whether the board shows it

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "brand"
