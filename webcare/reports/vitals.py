"""How the house itself is: what waits and since when, whose clock is right, which processes live. A dozen small queries.

Ages are in business time, which is real time in production. Nothing here needs a person; `pages.probes` tells machines,
`pages.settings.running` tells administrators.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, QuerySet

from webcare.channels.account import Account
from webcare.channels.budget import Standing, standings
from webcare.channels.delivery import Delivery
from webcare.channels.moderation import Moderation
from webcare.channels.outage import dark_networks
from webcare.channels.receipt import Receipt
from webcare.clocks.clock import BoardSnapshot, Clock
from webcare.lib.heartbeat import Process
from webcare.lib.now import now, real_now
from webcare.team.notice import Notice

PATIENCE = {  # after so long, what waits is late
    "receipts": timedelta(minutes=1),
    "incomplete": timedelta(minutes=15),
    "deliveries": timedelta(minutes=2),
    "moderations": timedelta(minutes=5),
    "notices": timedelta(minutes=10),
    "clocks": timedelta(minutes=1),
    "board": timedelta(minutes=3),
}
SKEW = 2.0  # seconds by which this machine's clock and the database's may differ
ROOM = 0.05  # of the disk has to be free
DAY = timedelta(days=1)
QUIET = DAY  # an account that brought nothing for so long is worth a look


@dataclass(frozen=True, slots=True)
class Backlog:
    """Work of one kind whose time has come: how much of it, and how long the oldest waits."""

    name: str
    count: int
    age: timedelta

    @property
    def is_late(self) -> bool:
        """Whether somebody should look."""
        return self.age > PATIENCE[self.name]


@dataclass(frozen=True, slots=True)
class Presence:
    """One of our accounts: whether we may still use it, and how long it has brought nothing (None: it never did)."""

    account: Account
    silence: timedelta | None

    @property
    def is_lost(self) -> bool:
        """The network withdrew our access."""
        return self.account.reauth_at is not None

    @property
    def is_quiet(self) -> bool:
        """It used to bring something."""
        return not self.is_lost and self.silence is not None and self.silence > QUIET


@dataclass(frozen=True, slots=True)
class Vitals:
    """`skew`: seconds by which the database's clock is ahead of ours. `room`: the free share of the data folder's disk.

    `lacking`: events of the last day that went on without what their network had left out; `lacking_why`: why the newest did.
    """

    at: datetime
    backlogs: tuple[Backlog, ...]
    set_aside: int
    lacking: int
    lacking_why: str
    unconfirmed: int
    accounts: tuple[Presence, ...]
    budgets: tuple[Standing, ...]
    skew: float
    room: float
    connections: int
    most_connections: int
    processes: tuple[Process, ...]

    @property
    def late(self) -> list[str]:
        """What somebody should look at, by name."""
        found = [backlog.name for backlog in self.backlogs if backlog.is_late]
        running = {process.process_kind for process in self.processes if process.is_running}
        found += [kind for kind in ("worker", "live") if kind not in running]
        found += ["account"] if any(one.is_lost for one in self.accounts) else []
        found += ["budget"] if any(one.is_used_up for one in self.budgets) else []
        found += ["skew"] if abs(self.skew) > SKEW else []
        found += ["disk"] if self.room < ROOM else []
        found += ["connections"] if self.connections > 0.9 * self.most_connections else []
        return found


def vitals() -> Vitals:
    """Measured now."""
    at = now()
    used, most = _connections()
    lacking = Receipt.objects.went_without().filter(received_at__gt=at - DAY)
    return Vitals(
        at=at,
        backlogs=(
            _backlog("receipts", Receipt.objects.pending().whole(), "received_at", at),
            _backlog("incomplete", Receipt.objects.pending().exclude(incomplete_at=None), "received_at", at),
            _backlog("deliveries", _leaving(), "release_at", at),
            _backlog("moderations", Moderation.objects.unfinished(), "asked_at", at),
            _backlog("notices", Notice.objects.pending().filter(next_attempt_at__lte=real_now()), "at", at),
            _backlog("clocks", Clock.objects.running(), "wake_at", at),
            _board(at),
        ),
        set_aside=Receipt.objects.set_aside().count(),
        lacking=lacking.count(),
        lacking_why=lacking.values_list("lacking", flat=True).first() or "",
        unconfirmed=Delivery.objects.filter(unconfirmed_at__isnull=False, sent_at=None, cancelled_at=None).count(),
        accounts=tuple(
            Presence(account, at - account.last_event_at if account.last_event_at else None)
            for account in Account.objects.connected().order_by("network", "handle", "pk")
        ),
        budgets=tuple(standings()),
        skew=_skew(),
        room=_room(),
        connections=used,
        most_connections=most,
        processes=tuple(Process.objects.order_by("process_kind", "host", "-seen_at", "pid")),
    )


_is_migrated = False


def missing_migrations() -> list[str]:
    """What `webcare prepare` would still have to do; asked until it is nothing, since it cannot become more."""
    global _is_migrated  # noqa: PLW0603 - reading every migration costs a tenth of a second
    if _is_migrated:
        return []
    executor = MigrationExecutor(connection)
    missing = [f"{one.app_label}.{one.name}" for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    _is_migrated = not missing
    return missing


def _backlog(
    name: str, rows: QuerySet[Receipt | Delivery | Moderation | Notice | Clock], since: str, at: datetime
) -> Backlog:
    found = rows.filter(**{f"{since}__lte": at}).aggregate(count=Count("pk"), oldest=Min(since))
    return Backlog(name, found["count"], at - (found["oldest"] or at))


def _leaving() -> QuerySet[Delivery]:
    """What waits for a network that is dark, or for an account, waits on purpose, and is told of elsewhere."""
    return Delivery.objects.pending().filter(held_at=None).exclude(account__network__in=list(dark_networks()))


def _board(at: datetime) -> Backlog:
    """The board is measured every ten seconds by some worker; an hour to come was not measured by any that lives."""
    last = BoardSnapshot.objects.order_by("-at").values_list("at", flat=True).first()
    return Backlog("board", 0 if last else 1, abs(at - last) if last else timedelta(0))


def _skew() -> float:
    """Half of the way there and back is taken for the way there."""
    before, began = real_now(), time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    ours = before + timedelta(seconds=(time.monotonic() - began) / 2)
    return (theirs - ours).total_seconds()


def _connections() -> tuple[int, int]:
    """Clients of the whole server, and how many it takes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE backend_type = 'client backend'), current_setting('max_connections')::int"
            " FROM pg_stat_activity"
        )
        used, most = cursor.fetchone()
    return int(used), int(most)


def _room() -> float:
    folder = next(path for path in (settings.DATA, *settings.DATA.parents) if path.is_dir())
    usage = shutil.disk_usage(folder)
    return usage.free / usage.total
