"""What stands on Bluesky: records of repositories, who is told of them, the log of chats, passwords and sessions."""

import json
import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sandbox.clock import now_ms
from sandbox.world.database import Database, marks

ACCESS, REFRESH = "access", "refresh"


@dataclass(frozen=True)
class Record:
    """`number` counts all records of the network; `value` is as its author wrote it."""

    number: int
    owner_id: str
    collection: str
    rkey: str
    uri: str
    cid: str
    value: dict[str, Any]
    indexed_at: int


@dataclass(frozen=True)
class Notice:
    """Somebody is told of a record, and why; `subject` is the post of theirs that it is about."""

    number: int
    record: str
    reason: str
    subject: str


@dataclass(frozen=True)
class Entry:
    """A line of somebody's log of chats."""

    rev: str
    kind: str
    chat_id: str
    by_id: str
    sign: str


@dataclass(frozen=True)
class Session:
    user_id: str
    chats: bool
    is_over: bool


class Sky:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, record: Record) -> Record:
        """Under its address; what lay there before is replaced."""
        self.remove(record.uri)
        self._database.run(
            "INSERT INTO sky_records (owner_id, collection, rkey, uri, cid, value, indexed_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            int(record.owner_id), record.collection, record.rkey, record.uri, record.cid,
            json.dumps(record.value, ensure_ascii=False), record.indexed_at,
        )  # fmt: skip
        number = self._database.number("SELECT number FROM sky_records WHERE uri = ?", record.uri)
        return replace(record, number=number)

    def get(self, uri: str) -> Record | None:
        return self._one("uri = ?", uri)

    def numbered(self, number: str) -> Record | None:
        return (
            self._one("number = ?", int(number)) if number.isascii() and number.isdigit() and len(number) < 19 else None
        )

    def remove(self, uri: str) -> None:
        self._database.run("DELETE FROM sky_records WHERE uri = ?", uri)
        self._database.run("DELETE FROM sky_notices WHERE record = ?", uri)

    def listed(self, collection: str, *, owner_id: str = "", below: int = 1 << 62, limit: int = 50) -> list[Record]:
        """Newest first."""
        owner, values = ("AND owner_id = ?", [int(owner_id)]) if owner_id else ("", [])
        sql = f"SELECT * FROM sky_records WHERE collection = ? {owner} AND number < ? ORDER BY number DESC LIMIT ?"
        return [_record(row) for row in self._database.rows(sql, collection, *values, below, limit)]

    def since(self, collection: str, number: int) -> list[Record]:
        """Oldest first."""
        sql = "SELECT * FROM sky_records WHERE collection = ? AND number > ? ORDER BY number LIMIT 10000"
        return [_record(row) for row in self._database.rows(sql, collection, number)]

    def below(self, root: str) -> list[Record]:
        """Every answer in the exchange under this post, oldest first."""
        sql = "SELECT * FROM sky_records WHERE json_extract(value, '$.reply.root.uri') = ? ORDER BY number"
        return [_record(row) for row in self._database.rows(sql, root)]

    def about(self, collection: str, uri: str) -> list[Record]:
        """Likes, say, of a post."""
        sql = "SELECT * FROM sky_records WHERE collection = ? AND coalesce(json_extract(value, '$.subject.uri'), json_extract(value, '$.subject')) = ?"
        return [_record(row) for row in self._database.rows(sql, collection, uri)]

    def tell(self, user_id: str, record: Record, reason: str, subject: str) -> None:
        values = (int(user_id), record.uri, reason, subject)
        self._database.run("INSERT INTO sky_notices (user_id, record, reason, subject) VALUES (?, ?, ?, ?)", *values)

    def notices(self, user_id: str, reasons: Iterable[str], below: int, limit: int) -> list[Notice]:
        """Newest first."""
        wanted = list(reasons)
        some = f"AND reason IN ({marks(len(wanted))})" if wanted else ""
        sql = f"SELECT * FROM sky_notices WHERE user_id = ? {some} AND number < ? ORDER BY number DESC LIMIT ?"
        rows = self._database.rows(sql, int(user_id), *wanted, below, limit)
        return [Notice(row["number"], row["record"], row["reason"], row["subject"]) for row in rows]

    def log(self, user_id: str, rev: str, kind: str, chat_id: str, by_id: str, sign: str = "") -> None:
        values = (int(user_id), rev, kind, int(chat_id), int(by_id), sign)
        self._database.run(
            "INSERT INTO sky_log (user_id, rev, kind, chat_id, by_id, sign) VALUES (?, ?, ?, ?, ?, ?)", *values
        )

    def logged(self, user_id: str, after: str, limit: int) -> list[Entry]:
        """Oldest first; revisions sort as they came."""
        sql = "SELECT * FROM sky_log WHERE user_id = ? AND rev > ? ORDER BY rev LIMIT ?"
        rows = self._database.rows(sql, int(user_id), after, limit)
        return [Entry(row["rev"], row["kind"], str(row["chat_id"]), str(row["by_id"]), row["sign"]) for row in rows]

    def last_rev(self) -> str:
        row = self._database.row("SELECT max(rev) AS rev FROM sky_log")
        return (row["rev"] if row else None) or ""

    def new_password(self, user_id: str, *, chats: bool) -> str:
        """An app password, in the usual form; it ends the one before, and its sessions."""
        word = "-".join(secrets.token_hex(2) for _ in range(4))
        self._database.run("INSERT OR REPLACE INTO sky_passwords VALUES (?, ?, ?)", int(user_id), word, chats)
        self.end_sessions(user_id)
        return word

    def opens(self, user_id: str, password: str) -> bool | None:
        """Whether it may chat; None where the password is wrong."""
        row = self._database.row(
            "SELECT * FROM sky_passwords WHERE user_id = ? AND password = ?", int(user_id), password
        )
        return None if row is None else bool(row["chats"])

    def new_session(self, user_id: str, kind: str, token: str, life_ms: int, *, chats: bool) -> str:
        values = (token, kind, int(user_id), chats, now_ms() + life_ms)
        self._database.run("INSERT INTO sky_sessions VALUES (?, ?, ?, ?, ?)", *values)
        return token

    def session(self, kind: str, token: str) -> Session | None:
        row = self._database.row("SELECT * FROM sky_sessions WHERE token = ? AND kind = ?", token, kind)
        return None if row is None else Session(str(row["user_id"]), bool(row["chats"]), row["ends_at"] <= now_ms())

    def end_session(self, token: str) -> None:
        self._database.run("DELETE FROM sky_sessions WHERE token = ?", token)

    def end_sessions(self, user_id: str) -> None:
        self._database.run("DELETE FROM sky_sessions WHERE user_id = ?", int(user_id))

    def expire(self, user_id: str, kind: str) -> None:
        """As if its time had passed."""
        self._database.run("UPDATE sky_sessions SET ends_at = 0 WHERE user_id = ? AND kind = ?", int(user_id), kind)

    def close(self, user_id: str, *, closed: bool) -> None:
        """Moderators take an account down, or give it back."""
        self._database.run("DELETE FROM sky_closed WHERE user_id = ?", int(user_id))
        if closed:
            self._database.run("INSERT INTO sky_closed VALUES (?)", int(user_id))

    def is_closed(self, user_id: str) -> bool:
        return self._database.row("SELECT 1 FROM sky_closed WHERE user_id = ?", int(user_id)) is not None

    def _one(self, condition: str, value: str | int) -> Record | None:
        row = self._database.row(f"SELECT * FROM sky_records WHERE {condition}", value)
        return None if row is None else _record(row)


def _record(row: sqlite3.Row) -> Record:
    return Record(
        number=row["number"],
        owner_id=str(row["owner_id"]),
        collection=row["collection"],
        rkey=row["rkey"],
        uri=row["uri"],
        cid=row["cid"],
        value=json.loads(row["value"]),
        indexed_at=row["indexed_at"],
    )
