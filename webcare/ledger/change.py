"""What open screens have to look at again: topics, in commit order, for the live stream."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, models

from webcare.lib.now import real_now
from webcare.lib.waking import CHANGE, wake

KEPT = timedelta(minutes=30)


class Change(models.Model):
    """`topic` is "queue", "board", "conversation:42", "person:7"… `xid` is the transaction that wrote it: a reader goes
    only up to the oldest transaction that still runs, so that nothing is skipped."""

    topic = models.CharField(max_length=64)
    xid = models.BigIntegerField(db_default=models.Func(function="webcare_xid", output_field=models.BigIntegerField()))
    at = models.DateTimeField(default=real_now)

    class Meta:
        indexes = [models.Index(fields=["xid", "id"], name="change_order")]

    def __str__(self) -> str:
        return self.topic


def changed(topics: Iterable[str]) -> None:
    """Tell open screens, with one statement and one notification."""
    rows = sorted(set(topics))
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO webcare_change (topic, at) SELECT unnest(%s::text[]), %s", [rows, real_now()])
    wake(CHANGE)


def prune() -> int:
    """Forget changes that no stream can still ask for."""
    return Change.objects.filter(at__lt=real_now() - KEPT).delete()[0]
