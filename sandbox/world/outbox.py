"""Events on their way to webhooks, kept until the other side has said yes or we give up."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.world.database import Database, marks


@dataclass(frozen=True)
class Envelope:
    id: int
    webhook_id: str
    event_type: str
    body: bytes
    attempts: int


@dataclass(frozen=True)
class NewEnvelope:
    webhook_id: str
    event_type: str
    body: bytes
    due_at: int


@dataclass(frozen=True)
class OutboxCounts:
    waiting: int
    delivered: int
    given_up: int
    attempts: int


WAITING = "delivered_at IS NULL AND given_up_at IS NULL"


class Outbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, envelopes: Iterable[NewEnvelope]) -> None:
        at = now_ms()
        self._database.run_many(
            "INSERT INTO outbox (webhook_id, event_type, body, created_at, due_at) VALUES (?, ?, ?, ?, ?)",
            [(int(each.webhook_id), each.event_type, each.body, at, each.due_at) for each in envelopes],
        )

    def due(self, at: int, besides: Iterable[int], limit: int) -> list[Envelope]:
        """Oldest first; `besides` are those already in hand."""
        held = list(besides)
        rows = self._database.rows(
            f"SELECT * FROM outbox WHERE {WAITING} AND due_at <= ? AND id NOT IN ({marks(len(held))})"
            " ORDER BY due_at, id LIMIT ?",
            at,
            *held,
            limit,
        )
        return [_envelope(row) for row in rows]

    def next_due(self) -> int | None:
        row = self._database.row(f"SELECT min(due_at) AS due FROM outbox WHERE {WAITING}")
        due: int | None = None if row is None else row["due"]
        return due

    def delivered(self, envelope_id: int) -> None:
        self._database.run(
            "UPDATE outbox SET delivered_at = ?, attempts = attempts + 1, error = NULL WHERE id = ?",
            now_ms(),
            envelope_id,
        )

    def postpone(self, envelope_id: int, due_at: int) -> None:
        """Nobody has tried it."""
        self._database.run("UPDATE outbox SET due_at = ? WHERE id = ?", due_at, envelope_id)

    def failed(self, envelope_id: int, error: str, again_at: int | None) -> None:
        """`again_at` None gives up."""
        if again_at is None:
            self._database.run(
                "UPDATE outbox SET given_up_at = ?, attempts = attempts + 1, error = ? WHERE id = ?",
                now_ms(),
                error,
                envelope_id,
            )
        else:
            self._database.run(
                "UPDATE outbox SET due_at = ?, attempts = attempts + 1, error = ? WHERE id = ?",
                again_at,
                error,
                envelope_id,
            )

    def again(self, webhook_id: str, start: int, end: int) -> int:
        """Sends what was created in this span once more, as a replay job does."""
        return self._database.run(
            "INSERT INTO outbox (webhook_id, event_type, body, created_at, due_at)"
            " SELECT webhook_id, event_type, body, created_at, ? FROM outbox"
            " WHERE webhook_id = ? AND created_at BETWEEN ? AND ? GROUP BY body",
            now_ms(),
            int(webhook_id),
            start,
            end,
        )

    def forget(self, before: int) -> None:
        """What was delivered or given up before this time; the real network replays no more than a day either."""
        self._database.run(f"DELETE FROM outbox WHERE created_at < ? AND NOT ({WAITING})", before)

    def some_old(self, webhook_id: str, count: int) -> list[bytes]:
        rows = self._database.rows(
            "SELECT body FROM outbox WHERE webhook_id = ? AND delivered_at IS NOT NULL ORDER BY random() LIMIT ?",
            int(webhook_id),
            count,
        )
        return [row["body"] for row in rows]

    def last_error(self) -> str | None:
        row = self._database.row("SELECT error FROM outbox WHERE error IS NOT NULL ORDER BY id DESC LIMIT 1")
        return None if row is None else row["error"]

    def counts(self) -> OutboxCounts:
        row = self._database.row(
            f"SELECT count(*) FILTER (WHERE {WAITING}), count(delivered_at), count(given_up_at),"
            " coalesce(sum(attempts), 0) FROM outbox"
        )
        return OutboxCounts(0, 0, 0, 0) if row is None else OutboxCounts(row[0], row[1], row[2], row[3])


def _envelope(row: sqlite3.Row) -> Envelope:
    return Envelope(row["id"], str(row["webhook_id"]), row["event_type"], row["body"], row["attempts"])
