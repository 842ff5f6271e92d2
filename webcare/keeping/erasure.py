"""Who was erased, as hashes only: enough to erase them again after a restore, and too little to find anybody."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import models

from webcare.customers.handle import Handle
from webcare.lib.keyring import proof_key

FILE = "erasures"  # beside the files of the installation, so that a restore of the database cannot undo it


class Erasure(models.Model):
    """`digest` is of network and id of a handle, under a key of ours. What came before `erased_at` is gone."""

    digest = models.CharField(max_length=64)
    erased_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "erased_at"], name="erasure_once")]

    def __str__(self) -> str:
        return self.digest[:8]


def digest_of(handle: Handle) -> str:
    """The same for ever, whatever key the installation has."""
    return hmac.new(
        proof_key("erasures"), f"{handle.network}\n{handle.external_id}".encode(), hashlib.sha256
    ).hexdigest()


def note(digests: Iterable[str], at: datetime) -> None:
    """Write them down: in the table, and in the file that outlives it."""
    rows = [Erasure(digest=one, erased_at=at) for one in digests]
    Erasure.objects.bulk_create(rows, ignore_conflicts=True)
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(settings.DATA / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "w") as file:
        file.writelines(f"{row.digest} {row.erased_at.isoformat()}\n" for row in rows)


def read(path: Path) -> list[Erasure]:
    """What such a file says; lines that were cut off say nothing."""
    if not path.exists():
        return []
    lines = (line.split() for line in path.read_text().splitlines())
    return [Erasure(digest=words[0], erased_at=datetime.fromisoformat(words[1])) for words in lines if len(words) == 2]
