"""Our registration with a network as a developer: its keys, and the address at which its events arrive."""

from __future__ import annotations

import secrets

from django.db import models

from webcare.lib.secret import SecretField


def new_key() -> str:
    """An address that nobody guesses."""
    return secrets.token_urlsafe(18)


class Application(models.Model):
    """`settings` are open (base address, ids), `secrets` are encrypted (consumer secret, tokens of the application)."""

    network = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=64, unique=True, default=new_key)
    settings = models.JSONField(default=dict, blank=True)
    secrets = SecretField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.network})"

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "application"

    def keep(self, *, settings: dict[str, str] | None = None, secrets: dict[str, str] | None = None) -> None:
        """Store changed settings or secrets."""
        self.settings.update(settings or {})
        self.secrets.update(secrets or {})
        self.save(update_fields=["settings", "secrets"])
