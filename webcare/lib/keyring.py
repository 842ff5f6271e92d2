"""What the database knows of its keys: a secret that only they open, and the marks of those that it was written with."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from webcare.lib.keys import fingerprint
from webcare.lib.secret import SecretField


class Keyring(models.Model):
    """The one row. `sealed` holds the pepper of our own proofs, which outlives every key; `writers` are marks of keys."""

    sealed = SecretField()
    writers = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"written with {len(self.writers)} keys"


def proof_key(purpose: str) -> bytes:
    """A 32-byte key for signatures that prove something to ourselves (reply addresses, links), the same for ever."""
    return hmac.new(_pepper(), purpose.encode(), hashlib.sha256).digest()


def rotate() -> int:
    """Store every secret with the first key again, all or none; how many that were."""
    with transaction.atomic():
        count = sum(_reseal(model, field) for model, field in _sealed_fields())
        Keyring.objects.update(writers=[fingerprint(settings.WEBCARE_SECRET_KEYS[0])])
    return count


@cache
def _pepper() -> bytes:
    made = {"sealed": {"pepper": secrets.token_hex(32)}}
    row, _ = Keyring.objects.get_or_create(pk=1, defaults=made)
    return bytes.fromhex(row.sealed["pepper"])


def _reseal(model: type[models.Model], field: str) -> int:
    """They are few: accounts and applications."""
    rows: list[Any] = list(model._default_manager.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        model._default_manager.filter(pk=row.pk).update(**{field: getattr(row, field)})
    return len(rows)


def _sealed_fields() -> list[tuple[type[models.Model], str]]:
    """Every column that is encrypted, wherever it is; one that is added tomorrow, too."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SecretField)
    ]
