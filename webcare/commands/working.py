"""A worker's day: every station is manned, one ear is at the database, and when told to stop it finishes its batch."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Sequence

import django.db
import psycopg

from webcare.lib.claiming import ending
from webcare.lib.database import session
from webcare.lib.heartbeat import Heart
from webcare.lib.station import Station, Watch, Workshop
from webcare.lib.waking import WORK

GRACE = 20.0  # seconds for the batches that are under way
LISTEN = 0.5
RECONNECT = 1.0
BESIDE = 4  # connections beside those of the stations: what listens, the heart, the bell, leases that are renewed
log = logging.getLogger(__name__)


def work(jobs: Sequence[Station | Watch]) -> None:
    """Work until SIGTERM or SIGINT."""
    stop = threading.Event()

    def told(*_: object) -> None:
        ending.set()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
    workshop = Workshop(jobs)
    workshop.open()
    heart = Heart("worker")
    heart.start()
    listen(stop, workshop.ring)
    if not workshop.close(GRACE):
        log.warning("Some work did not finish in %g s; another worker takes it over when its lease ends", GRACE)
    heart.stop()


def listen(stop: threading.Event, ring: Callable[[str], None]) -> None:
    """Ring whenever PostgreSQL says that there is work; after a lost connection too, for what was missed meanwhile."""
    while not stop.is_set():
        try:
            with session().cursor() as cursor:
                cursor.execute(f"LISTEN {WORK}")
            ring("")
            _follow(stop, ring)
        except (psycopg.Error, django.db.Error) as error:
            log.warning("The database does not answer (%s); trying again in %g s", str(error).strip(), RECONNECT)
            stop.wait(RECONNECT)
        finally:
            session().close()


def _follow(stop: threading.Event, ring: Callable[[str], None]) -> None:
    while not stop.is_set():
        for told in session().connection.notifies(timeout=LISTEN, stop_after=1):
            ring(told.payload)
