"""What is said on Mastodon: posts of all who are there, whom they name, and the notices that follow from it."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.world.database import LAST, Database, marks

STANDS = "deleted_at IS NULL"
SEEN = "(seen_by IN ('public', 'unlisted') OR author_id = ? OR id IN (SELECT toot_id FROM toot_mentions WHERE user_id = ?))"


@dataclass(frozen=True)
class Toot:
    """`root` is where its thread begins, `answers` the post above it; `seen_by` is public, unlisted, private or direct.

    `key` is by what its program would know it again if it asked twice.
    """

    id: str
    author_id: str
    root: str
    answers: str | None
    text: str
    seen_by: str
    warning: str
    media_ids: tuple[str, ...]
    created_at: int
    edited_at: int | None = None
    key: str = ""


@dataclass(frozen=True)
class Notice:
    """`kind` is mention, favourite or reblog."""

    id: str
    kind: str
    person_id: str
    toot_id: str
    created_at: int


@dataclass(frozen=True)
class Stretch:
    """Part of a list: newer than `since`, older than `before`; with `forwards` the ones right after `since` come first."""

    since: int = 0
    before: int = LAST
    limit: int = 20
    forwards: bool = False

    @property
    def order(self) -> str:
        return "ASC" if self.forwards else "DESC"


class Toots:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, toot: Toot, named: Iterable[str]) -> None:
        self._database.run(
            f"INSERT INTO toots VALUES ({marks(12)})",
            int(toot.id), int(toot.author_id), int(toot.root), None if toot.answers is None else int(toot.answers),
            toot.text, toot.seen_by, toot.warning, ",".join(toot.media_ids), toot.created_at, None, None, toot.key,
        )  # fmt: skip
        self.name(toot.id, named)

    def name(self, toot_id: str, named: Iterable[str]) -> None:
        """Whom it mentions, and nobody else."""
        self._database.run("DELETE FROM toot_mentions WHERE toot_id = ?", int(toot_id))
        rows = [(int(each), int(toot_id)) for each in named]
        self._database.run_many("INSERT OR IGNORE INTO toot_mentions VALUES (?, ?)", rows)

    def get(self, toot_id: str) -> Toot | None:
        """None when it was deleted, or never was."""
        if not toot_id.isascii() or not toot_id.isdigit() or int(toot_id) > LAST:
            return None
        row = self._database.row(f"SELECT * FROM toots WHERE id = ? AND {STANDS}", int(toot_id))
        return None if row is None else _toot(row)

    def named_in(self, toot_id: str) -> list[str]:
        rows = self._database.rows("SELECT user_id FROM toot_mentions WHERE toot_id = ?", int(toot_id))
        return [str(row["user_id"]) for row in rows]

    def asked_before(self, author_id: str, key: str, since: int) -> Toot | None:
        """What the same call made already."""
        sql = f"SELECT * FROM toots WHERE author_id = ? AND key = ? AND created_at >= ? AND {STANDS}"
        row = self._database.row(sql, int(author_id), key, since) if key else None
        return None if row is None else _toot(row)

    def by(self, authors: Sequence[str], stretch: Stretch) -> list[Toot]:
        return self._where(f"author_id IN ({marks(len(authors))})", [int(each) for each in authors], stretch)

    def everything(self, stretch: Stretch) -> list[Toot]:
        return self._where("1", [], stretch)

    def seen_by(self, user_id: str, stretch: Stretch) -> list[Toot]:
        """All that somebody may read, nobody being called "0"."""
        return self._where(SEEN, [int(user_id)] * 2, stretch)

    def thread(self, root: str, user_id: str) -> list[Toot]:
        """Oldest first, as far as somebody may read it."""
        return self._where(
            f"root = ? AND {SEEN}", [int(root), int(user_id), int(user_id)], Stretch(limit=500, forwards=True)
        )

    def count_answers(self, toot_id: str) -> int:
        return self._database.number(f"SELECT count(*) FROM toots WHERE answers = ? AND {STANDS}", int(toot_id))

    def directs_of(self, user_id: str) -> list[Toot]:
        """What was said to them alone and what they said so, newest first."""
        return self._where(f"seen_by = 'direct' AND {SEEN}", [int(user_id)] * 2, Stretch(limit=2_000))

    def change(self, toot: Toot) -> None:
        sql = "UPDATE toots SET text = ?, warning = ?, media_ids = ?, edited_at = ? WHERE id = ?"
        self._database.run(sql, toot.text, toot.warning, ",".join(toot.media_ids), toot.edited_at, int(toot.id))

    def remove(self, toot_id: str, at: int) -> None:
        self._database.run("UPDATE toots SET deleted_at = ? WHERE id = ?", at, int(toot_id))

    def note(self, user_id: str, kind: str, person_id: str, toot_id: str, at: int) -> None:
        """Somebody will want to know."""
        sql = "INSERT INTO toot_notices (user_id, kind, person_id, toot_id, created_at) VALUES (?, ?, ?, ?, ?)"
        self._database.run(sql, int(user_id), kind, int(person_id), int(toot_id), at)

    def unnote(self, kind: str, person_id: str, toot_id: str) -> None:
        sql = "DELETE FROM toot_notices WHERE kind = ? AND person_id = ? AND toot_id = ?"
        self._database.run(sql, kind, int(person_id), int(toot_id))

    def notices(self, user_id: str, kinds: Sequence[str], stretch: Stretch) -> list[Notice]:
        """Those about what still stands."""
        sql = (
            f"SELECT * FROM toot_notices WHERE user_id = ? AND kind IN ({marks(len(kinds))}) AND id > ? AND id < ? AND "
            f"toot_id IN (SELECT id FROM toots WHERE {STANDS}) ORDER BY id {stretch.order} LIMIT ?"
        )
        rows = self._database.rows(sql, int(user_id), *kinds, stretch.since, stretch.before, stretch.limit)
        return [_notice(row) for row in rows]

    def _where(self, condition: str, values: Sequence[Any], stretch: Stretch) -> list[Toot]:
        sql = f"SELECT * FROM toots WHERE {STANDS} AND {condition} AND id > ? AND id < ? ORDER BY id {stretch.order} LIMIT ?"
        return [_toot(row) for row in self._database.rows(sql, *values, stretch.since, stretch.before, stretch.limit)]


def _toot(row: sqlite3.Row) -> Toot:
    return Toot(
        id=str(row["id"]),
        author_id=str(row["author_id"]),
        root=str(row["root"]),
        answers=None if row["answers"] is None else str(row["answers"]),
        text=row["text"],
        seen_by=row["seen_by"],
        warning=row["warning"],
        media_ids=tuple(filter(None, row["media_ids"].split(","))),
        created_at=row["created_at"],
        edited_at=row["edited_at"],
        key=row["key"],
    )


def _notice(row: sqlite3.Row) -> Notice:
    return Notice(str(row["id"]), row["kind"], str(row["person_id"]), str(row["toot_id"]), row["created_at"])
