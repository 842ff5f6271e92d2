"""Our registration with a network as a developer: its keys, the address of its events, what owners grant through it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models

from webcare.lib.secret import SecretField


def new_key() -> str:
    """An address that nobody guesses."""
    return secrets.token_urlsafe(18)


LASTS = 5.0  # seconds for which a process knows an application without asking again
_known: dict[tuple[str, str], tuple[float, Application]] = {}


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

    @classmethod
    def behind(cls, network: str, key: str, *, surely: bool = False) -> Application | None:
        """Whose door that is. What was read a few seconds ago will do, unless we have to be sure."""
        read_at, known = _known.get((network, key), (float("-inf"), None))
        if not surely and time.monotonic() - read_at < LASTS:
            return known
        found = cls.objects.filter(network=network, key=key).first()
        if found is None:
            _known.pop((network, key), None)
        else:
            _known[network, key] = (time.monotonic(), found)
        return found

    def base(self, usual: str) -> str:
        """Which server is called: the network's own, unless another was entered; without a slash at its end."""
        return str(self.settings.get("api_base") or usual).rstrip("/")

    def keep(self, *, settings: dict[str, str] | None = None, secrets: dict[str, str] | None = None) -> None:
        """Store changed settings or secrets."""
        self.settings.update(settings or {})
        self.secrets.update(secrets or {})
        self.save(update_fields=["settings", "secrets"])


@dataclass(frozen=True, slots=True)
class Grant:
    """What a network hands out when the owner of an account agreed: for the account's encrypted and its open fields."""

    secrets: Mapping[str, str] = field(repr=False)
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Presence:
    """An account that whoever agreed may open to us, as people call it there; one consent may cover several.

    `lacking` is a sentence for the administrator where the consent does not suffice for this one.
    """

    external_id: str
    called: str
    grant: Grant
    lacking: str = ""
