"""Posts with comments below them: walls of pages and people, profiles, a feed."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.world.database import LAST, Database, marks

STANDS = "deleted_at IS NULL"


@dataclass(frozen=True)
class Entry:
    """A post, or a comment below one; `parent_id` is the comment that it answers, `wall_id` whose wall it stands on."""

    id: str
    post_id: str
    parent_id: str | None
    wall_id: str
    author_id: str
    text: str
    media_id: str | None
    created_at: int
    edited_at: int | None = None
    hidden_at: int | None = None
    deleted_at: int | None = None
    answered_at: int | None = None

    @property
    def is_post(self) -> bool:
        return self.id == self.post_id

    @property
    def place(self) -> str:
        """Under which likes of it are kept."""
        return f"entry:{self.id}"


@dataclass(frozen=True)
class Span:
    """Which part of a list: after an id in its order, not before a moment, at most so many."""

    after: str | None = None
    since: int = 0
    limit: int = 25
    newest_first: bool = True

    @property
    def condition(self) -> str:
        return f"id {'<' if self.newest_first else '>'} ? AND created_at >= ?"

    @property
    def order(self) -> str:
        return f"ORDER BY id {'DESC' if self.newest_first else 'ASC'} LIMIT ?"

    @property
    def start(self) -> int:
        return int(self.after) if self.after else (LAST if self.newest_first else 0)


class Wall:
    """In a table of its own for each network, with another for who is mentioned."""

    def __init__(self, database: Database, table: str, mentions: str) -> None:
        self._database = database
        self._table, self._mentions = table, mentions

    def add(self, entry: Entry, mentioned: Iterable[str]) -> None:
        self._database.run(
            f"INSERT INTO {self._table} VALUES ({marks(12)})",
            int(entry.id),
            int(entry.post_id),
            _number(entry.parent_id),
            int(entry.wall_id),
            int(entry.author_id),
            entry.text,
            _number(entry.media_id),
            entry.created_at,
            entry.edited_at,
            entry.hidden_at,
            entry.deleted_at,
            entry.answered_at,
        )
        self._database.run_many(
            f"INSERT OR IGNORE INTO {self._mentions} VALUES (?, ?)", [(int(each), int(entry.id)) for each in mentioned]
        )

    def get(self, entry_id: str) -> Entry | None:
        """None when it was removed, or never was."""
        if not entry_id.isdigit() or int(entry_id) > LAST:
            return None
        row = self._database.row(f"SELECT * FROM {self._table} WHERE id = ? AND {STANDS}", int(entry_id))
        return None if row is None else _entry(row)

    def mentioned_in(self, entry_id: str) -> list[str]:
        rows = self._database.rows(f"SELECT user_id FROM {self._mentions} WHERE entry_id = ?", int(entry_id))
        return [str(row["user_id"]) for row in rows]

    def posts_on(self, wall_id: str, span: Span) -> list[Entry]:
        return self._where("id = post_id AND parent_id IS NULL AND wall_id = ?", [int(wall_id)], span)

    def posts_mentioning(self, user_id: str, span: Span) -> list[Entry]:
        """Posts on other walls."""
        named = f"id = post_id AND wall_id != ? AND id IN (SELECT entry_id FROM {self._mentions} WHERE user_id = ?)"
        return self._where(named, [int(user_id), int(user_id)], span)

    def everywhere(self, span: Span) -> list[Entry]:
        return self._where("id = post_id", [], span)

    def comments_below(self, post_id: str, span: Span, *, top_level: bool = False) -> list[Entry]:
        own = " AND parent_id IS NULL" if top_level else ""
        return self._where(f"post_id = ? AND id != post_id{own}", [int(post_id)], span)

    def answers_to(self, comment_id: str, span: Span) -> list[Entry]:
        return self._where("parent_id = ?", [int(comment_id)], span)

    def said_by(self, authors: Sequence[str], span: Span) -> list[Entry]:
        """Comments only."""
        return self._where(f"id != post_id AND author_id IN ({marks(len(authors))})", [int(a) for a in authors], span)

    def comments_mentioning(self, user_id: str, span: Span) -> list[Entry]:
        named = f"id != post_id AND author_id != ? AND id IN (SELECT entry_id FROM {self._mentions} WHERE user_id = ?)"
        return self._where(named, [int(user_id), int(user_id)], span)

    def comments_to(self, user_id: str, span: Span) -> list[Entry]:
        """Below somebody's posts, or in answer to their comments."""
        own = f"wall_id = ? OR parent_id IN (SELECT id FROM {self._table} WHERE author_id = ?)"
        return self._where(f"id != post_id AND author_id != ? AND ({own})", [int(user_id)] * 3, span)

    def change(self, entry_id: str, text: str, at: int) -> None:
        self._database.run(f"UPDATE {self._table} SET text = ?, edited_at = ? WHERE id = ?", text, at, int(entry_id))

    def hide(self, entry_id: str, at: int | None) -> None:
        self._database.run(f"UPDATE {self._table} SET hidden_at = ? WHERE id = ?", at, int(entry_id))

    def answered(self, entry_id: str, at: int) -> None:
        """That the page answered it in private, which it may do once."""
        self._database.run(f"UPDATE {self._table} SET answered_at = ? WHERE id = ?", at, int(entry_id))

    def remove(self, entry_id: str, at: int) -> None:
        """With everything below it."""
        below = "id = ? OR post_id = ? OR parent_id = ?"
        number = int(entry_id)
        self._database.run(f"UPDATE {self._table} SET deleted_at = ? WHERE {STANDS} AND ({below})", at, *[number] * 3)

    def count(self) -> int:
        return self._database.number(f"SELECT count(*) FROM {self._table} WHERE {STANDS}")

    def _where(self, condition: str, values: Sequence[Any], span: Span) -> list[Entry]:
        sql = f"SELECT * FROM {self._table} WHERE {STANDS} AND {condition} AND {span.condition} {span.order}"
        return [_entry(row) for row in self._database.rows(sql, *values, span.start, span.since, span.limit)]


def _number(known: str | None) -> int | None:
    return None if known is None else int(known)


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        id=str(row["id"]),
        post_id=str(row["post_id"]),
        parent_id=None if row["parent_id"] is None else str(row["parent_id"]),
        wall_id=str(row["wall_id"]),
        author_id=str(row["author_id"]),
        text=row["text"],
        media_id=None if row["media_id"] is None else str(row["media_id"]),
        created_at=row["created_at"],
        edited_at=row["edited_at"],
        hidden_at=row["hidden_at"],
        deleted_at=row["deleted_at"],
        answered_at=row["answered_at"],
    )
