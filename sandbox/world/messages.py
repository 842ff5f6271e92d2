"""What is said in private, between two people."""

import sqlite3
from dataclasses import dataclass

from sandbox.world.database import Database, marks


@dataclass(frozen=True)
class Message:
    id: str
    conversation_id: str
    sender_id: str
    recipient_id: str
    text: str
    media_id: str | None
    created_at: int


class Messages:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, message: Message) -> None:
        self._database.run(
            f"INSERT INTO messages VALUES ({marks(8)})",
            int(message.id),
            message.conversation_id,
            int(message.sender_id),
            int(message.recipient_id),
            message.text,
            None if message.media_id is None else int(message.media_id),
            message.created_at,
            None,
        )

    def get(self, message_id: str) -> Message | None:
        if not message_id.isdigit():
            return None
        row = self._database.row("SELECT * FROM messages WHERE id = ? AND deleted_at IS NULL", int(message_id))
        return None if row is None else _message(row)

    def of(self, user_id: str, *, until_id: str | None = None, limit: int = 100) -> list[Message]:
        """Newest first."""
        rows = self._database.rows(
            "SELECT * FROM messages WHERE (sender_id = ? OR recipient_id = ?) AND deleted_at IS NULL AND id < ?"
            " ORDER BY id DESC LIMIT ?",
            int(user_id),
            int(user_id),
            _before(until_id),
            limit,
        )
        return [_message(row) for row in rows]

    def between(self, conversation_id: str, *, until_id: str | None = None, limit: int = 100) -> list[Message]:
        """Newest first."""
        rows = self._database.rows(
            "SELECT * FROM messages WHERE conversation_id = ? AND deleted_at IS NULL AND id < ? ORDER BY id DESC LIMIT ?",
            conversation_id,
            _before(until_id),
            limit,
        )
        return [_message(row) for row in rows]

    def latest_of_each(self, user_id: str) -> list[Message]:
        """The last message of every conversation of this person, newest first."""
        rows = self._database.rows(
            "SELECT *, max(id) FROM messages WHERE (sender_id = ? OR recipient_id = ?) AND deleted_at IS NULL"
            " GROUP BY conversation_id ORDER BY id DESC LIMIT 200",
            int(user_id),
            int(user_id),
        )
        return [_message(row) for row in rows]

    def unread(self, user_id: str) -> int:
        """In how many conversations the other side has said something that this person has not seen."""
        return self._database.number(
            "SELECT count(DISTINCT m.conversation_id) FROM messages m LEFT JOIN reads r"
            " ON r.user_id = m.recipient_id AND r.conversation_id = m.conversation_id"
            " WHERE m.recipient_id = ? AND m.deleted_at IS NULL AND m.id > coalesce(r.message_id, 0)",
            int(user_id),
        )

    def read(self, user_id: str, message: Message) -> None:
        """Up to and with this message."""
        self._database.run(
            "INSERT OR REPLACE INTO reads VALUES (?, ?, ?)", int(user_id), message.conversation_id, int(message.id)
        )

    def everything(self, *, since_id: str | None = None, limit: int = 1000) -> list[Message]:
        """Oldest first."""
        rows = self._database.rows(
            "SELECT * FROM messages WHERE deleted_at IS NULL AND id > ? ORDER BY id LIMIT ?", int(since_id or 0), limit
        )
        return [_message(row) for row in rows]

    def delete(self, message_id: str, at: int) -> None:
        self._database.run("UPDATE messages SET deleted_at = ? WHERE id = ?", at, int(message_id))

    def count(self) -> int:
        return self._database.number("SELECT count(*) FROM messages WHERE deleted_at IS NULL")


def conversation_between(one: str, other: str) -> str:
    small, large = sorted((one, other), key=int)
    return f"{small}-{large}"


def other_side(conversation_id: str, user_id: str) -> str | None:
    """Who else is in a conversation of two; None when this person is not in it."""
    small, _, large = conversation_id.partition("-")
    return {small: large, large: small}.get(user_id)


def _before(until_id: str | None) -> int:
    return (1 << 63) - 1 if until_id is None else int(until_id)


def _message(row: sqlite3.Row) -> Message:
    return Message(
        id=str(row["id"]),
        conversation_id=row["conversation_id"],
        sender_id=str(row["sender_id"]),
        recipient_id=str(row["recipient_id"]),
        text=row["text"],
        media_id=None if row["media_id"] is None else str(row["media_id"]),
        created_at=row["created_at"],
    )
