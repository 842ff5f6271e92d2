"""On what it was measured, and what else the machine did meanwhile."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True, slots=True)
class Machine:
    """`load` is the average of the last minute when the bench began: above the number of processors it was not idle."""

    processors: int
    processor: str
    memory_gib: float
    system: str
    python: str
    postgresql: str
    at: str
    load: float

    def __str__(self) -> str:
        database = f"PostgreSQL {self.postgresql}, " if self.postgresql else ""
        return (
            f"{self.at} · {self.processors} × {self.processor}, {self.memory_gib:.0f} GiB, {self.system}, "
            f"Python {self.python}, {database}load {self.load:.1f}"
        )

    def as_json(self) -> dict[str, object]:
        """For the one JSON object."""
        return asdict(self)


def this_machine(at: str, *, database: bool = True) -> Machine:
    """`at` is when the bench began, as ISO 8601; `database`: whether it has one."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return Machine(
        processors=len(os.sched_getaffinity(0)),
        processor=_processor(),
        memory_gib=round(pages / 2**30, 1),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        postgresql=_postgresql() if database else "",
        at=at,
        load=round(os.getloadavg()[0], 2),
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _postgresql() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])
