"""When the night's work was begun last, so that of several workers one does it."""

from __future__ import annotations

from django.db import models


class Night(models.Model):
    """The one row."""

    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d %H:%M}"
