"""What calls and events have cost: a row is added and none is changed, so that nobody waits for anybody; a worker folds them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connection, models

from webcare.channels.application import Application
from webcare.channels.registry import adapter
from webcare.lib.now import real_now

FOLDED = 10_000  # rows in one statement
log = logging.getLogger(__name__)


class Spending(models.Model):
    """So many of one item in one hour (UTC, real time, since the bill runs by it), at the price of that moment.

    An hour may have several rows until they are folded: only their sum means something.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="spendings")
    hour = models.DateTimeField()
    item = models.CharField(max_length=40)
    count = models.BigIntegerField()
    micros = models.BigIntegerField()  # millionths of the tariff's unit

    objects: models.Manager[Spending] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["application", "hour", "item"], name="spending_by_hour")]

    def __str__(self) -> str:
        return f"{self.count} × {self.item} in {self.hour:%Y-%m-%d %H}h"


def charge(application: Application, items: Mapping[str, int]) -> None:
    """Count what a call has cost, once the network has answered: a process that dies loses the call that it was at.

    Where the database is away the call has happened all the same, and whoever made it must learn how it went.
    """
    tariff = adapter(application.network).capabilities.tariff
    if tariff is None:
        return
    hour = hour_of(real_now())
    rows = [
        Spending(
            application=application,
            hour=hour,
            item=key,
            count=count,
            micros=count * tariff.price(application.settings, key),
        )
        for key, count in items.items()
        if count
    ]
    try:
        Spending.objects.bulk_create(rows)
    except (DatabaseError, InterfaceError):
        log.exception("What a call of %s has cost could not be counted: %s", application, dict(items))


def hour_of(moment: datetime) -> datetime:
    """The hour in which it is."""
    return moment.replace(minute=0, second=0, microsecond=0)


def fold(limit: int = FOLDED) -> int:
    """Make one row of those of the same hour, application and item; returns how many there were. Several may do so at once."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, [limit])
        return int(cursor.fetchone()[0])


_FOLD = """
WITH several AS (
    SELECT application_id, hour, item FROM webcare_spending GROUP BY 1, 2, 3 HAVING count(*) > 1
), loose AS (
    SELECT s.id FROM webcare_spending s JOIN several USING (application_id, hour, item)
    ORDER BY s.id LIMIT %s FOR UPDATE OF s SKIP LOCKED
), taken AS (
    DELETE FROM webcare_spending WHERE id IN (SELECT id FROM loose)
    RETURNING application_id, hour, item, count, micros
), folded AS (
    INSERT INTO webcare_spending (application_id, hour, item, count, micros)
    SELECT application_id, hour, item, sum(count), sum(micros) FROM taken GROUP BY 1, 2, 3
)
SELECT count(*) FROM taken
"""
