"""Compliance jobs: lists of ids that an app keeps, handed in to hear which are gone."""

import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.snowflake import Snowflakes
from sandbox.world.database import Database, marks


@dataclass(frozen=True)
class Job:
    id: str
    app_id: str
    kind: str
    name: str
    key: str
    created_at: int
    handed_in_at: int | None
    ids: tuple[str, ...]


class ComplianceJobs:
    def __init__(self, database: Database, snowflakes: Snowflakes) -> None:
        self._database = database
        self._snowflakes = snowflakes

    def open(self, app_id: str, kind: str, name: str) -> Job:
        at = now_ms()
        job = Job(self._snowflakes.at(at), app_id, kind, name, secrets.token_urlsafe(16), at, None, ())
        self._database.run(
            f"INSERT INTO compliance_jobs VALUES ({marks(8)})",
            int(job.id),
            int(app_id),
            kind,
            name,
            job.key,
            at,
            None,
            "",
        )
        return job

    def get(self, job_id: str) -> Job | None:
        if not job_id.isdigit():
            return None
        row = self._database.row("SELECT * FROM compliance_jobs WHERE id = ?", int(job_id))
        return None if row is None else _job(row)

    def of_app(self, app_id: str) -> list[Job]:
        rows = self._database.rows("SELECT * FROM compliance_jobs WHERE app_id = ? ORDER BY id", int(app_id))
        return [_job(row) for row in rows]

    def hand_in(self, job_id: str, ids: Sequence[str]) -> None:
        self._database.run(
            "UPDATE compliance_jobs SET ids = ?, handed_in_at = ? WHERE id = ?", " ".join(ids), now_ms(), int(job_id)
        )


def _job(row: sqlite3.Row) -> Job:
    return Job(
        id=str(row["id"]),
        app_id=str(row["app_id"]),
        kind=row["kind"],
        name=row["name"],
        key=row["key"],
        created_at=row["created_at"],
        handed_in_at=row["handed_in_at"],
        ids=tuple(row["ids"].split()),
    )
