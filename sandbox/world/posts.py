"""What is said in public, with its threads, versions and mentions."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.world.database import Database, marks


@dataclass(frozen=True)
class Post:
    """`prefix` is how many leading characters are mentions that the network itself put before a reply."""

    id: str
    author_id: str
    text: str
    prefix: int
    created_at: int
    conversation_id: str
    reply_to: str | None
    reply_to_user: str | None
    quoted: str | None
    first_version: str
    replaced_by: str | None
    deleted_at: int | None
    hidden_at: int | None
    lang: str
    source: str
    media_ids: tuple[str, ...]
    deep_link: str | None

    @property
    def place(self) -> str:
        """Under which it is counted how often it was shown; an edit goes on with the count of the first version."""
        return f"post:{self.first_version}"


@dataclass(frozen=True)
class Metrics:
    replies: int = 0
    likes: int = 0
    quotes: int = 0


@dataclass(frozen=True)
class Slice:
    """Which posts of a longer list: ids are exclusive, times in milliseconds inclusive."""

    since_id: str | None = None
    until_id: str | None = None
    start: int | None = None
    end: int | None = None
    limit: int = 100
    oldest_first: bool = False


class Posts:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._counts: dict[str | None, int] = {}

    def add(self, post: Post, mentioned: Iterable[str]) -> None:
        self._database.run(f"INSERT INTO posts VALUES ({marks(17)})", *_values(post))
        self._database.run_many(
            "INSERT OR IGNORE INTO mentions VALUES (?, ?)", [(int(user_id), int(post.id)) for user_id in mentioned]
        )
        for key in (post.author_id, None):
            if key in self._counts:
                self._counts[key] += 1

    def get(self, post_id: str | None) -> Post | None:
        """Gone posts are not there."""
        if not post_id or not post_id.isdigit():
            return None
        row = self._database.row("SELECT * FROM posts WHERE id = ? AND deleted_at IS NULL", int(post_id))
        return None if row is None else _post(row)

    def several(self, ids: Iterable[str]) -> list[Post]:
        wanted = [int(post_id) for post_id in dict.fromkeys(ids) if post_id.isdigit()]
        rows = self._database.rows(
            f"SELECT * FROM posts WHERE id IN ({marks(len(wanted))}) AND deleted_at IS NULL", *wanted
        )
        found = {row["id"]: _post(row) for row in rows}
        return [found[post_id] for post_id in wanted if post_id in found]

    def where(self, condition: str, values: Sequence[Any], part: Slice) -> list[Post]:
        """Living, latest versions only; `condition` is SQL of ours, never of a caller."""
        words, bounds = _bounds(part)
        order = "ASC" if part.oldest_first else "DESC"
        rows = self._database.rows(
            f"SELECT * FROM posts WHERE deleted_at IS NULL AND replaced_by IS NULL AND ({condition}) {words}"
            f" ORDER BY id {order} LIMIT ?",
            *values,
            *bounds,
            part.limit,
        )
        return [_post(row) for row in rows]

    def latest(self, part: Slice) -> list[Post]:
        return self.where("1", [], part)

    def by(self, author_id: str, part: Slice) -> list[Post]:
        return self.where("author_id = ?", [int(author_id)], part)

    def mentioning(self, user_id: str, part: Slice) -> list[Post]:
        return self.where("id IN (SELECT post_id FROM mentions WHERE user_id = ?)", [int(user_id)], part)

    def thread(self, conversation_id: str) -> list[Post]:
        return self.where("conversation_id = ?", [int(conversation_id)], Slice(limit=1000, oldest_first=True))

    def versions(self, first_version: str) -> list[str]:
        rows = self._database.rows("SELECT id FROM posts WHERE first_version = ? ORDER BY id", int(first_version))
        return [str(row["id"]) for row in rows]

    def said_before(self, author_id: str, text: str, reply_to: str | None, since: int) -> bool:
        return (
            self._database.number(
                "SELECT count(*) FROM posts WHERE author_id = ? AND text = ? AND reply_to IS ? AND created_at >= ?"
                " AND deleted_at IS NULL AND replaced_by IS NULL",
                int(author_id),
                text,
                _int(reply_to),
                since,
            )
            > 0
        )

    def replace(self, post_id: str, by: str) -> None:
        self._database.run("UPDATE posts SET replaced_by = ? WHERE id = ?", int(by), int(post_id))
        self.recount()

    def delete(self, first_version: str, at: int) -> None:
        """Every version goes."""
        self._database.run(
            "UPDATE posts SET deleted_at = ? WHERE first_version = ? AND deleted_at IS NULL", at, int(first_version)
        )
        self.recount()

    def gone_at(self, post_id: str) -> int | None:
        """When a post that is gone was deleted; None when it never was."""
        row = self._database.row("SELECT deleted_at FROM posts WHERE id = ?", int(post_id))
        return None if row is None else row["deleted_at"]

    def hide(self, post_id: str, at: int | None) -> None:
        self._database.run("UPDATE posts SET hidden_at = ? WHERE id = ?", at, int(post_id))

    def mentioned_in(self, post_id: str) -> list[str]:
        rows = self._database.rows("SELECT user_id FROM mentions WHERE post_id = ?", int(post_id))
        return [str(row["user_id"]) for row in rows]

    def metrics(self, post: Post) -> Metrics:
        """Counted over all versions, because likes and replies stay when a post is edited."""
        row = self._database.row(
            "WITH v AS (SELECT id FROM posts WHERE first_version = ?) SELECT"
            " (SELECT count(*) FROM posts WHERE reply_to IN v AND deleted_at IS NULL AND replaced_by IS NULL),"
            " (SELECT count(*) FROM ties WHERE kind = 'like' AND target IN v),"
            " (SELECT count(*) FROM posts WHERE quoted IN v AND deleted_at IS NULL AND replaced_by IS NULL)",
            int(post.first_version),
        )
        return Metrics() if row is None else Metrics(row[0], row[1], row[2])

    def count(self, author_id: str | None = None) -> int:
        """Counts of authors are remembered, because every event tells them."""
        if author_id not in self._counts:
            condition, values = ("1", []) if author_id is None else ("author_id = ?", [int(author_id)])
            self._counts[author_id] = self._database.number(
                f"SELECT count(*) FROM posts WHERE deleted_at IS NULL AND replaced_by IS NULL AND {condition}", *values
            )
        return self._counts[author_id]

    def recount(self) -> None:
        """Forgets the remembered counts."""
        self._counts.clear()


def _bounds(part: Slice) -> tuple[str, list[int]]:
    limits = [
        ("id > ?", _int(part.since_id)),
        ("id < ?", _int(part.until_id)),
        ("created_at >= ?", part.start),
        ("created_at <= ?", part.end),
    ]
    used = [(words, value) for words, value in limits if value is not None]
    return "".join(f" AND {words}" for words, _ in used), [value for _, value in used]


def _int(snowflake: str | None) -> int | None:
    return None if snowflake is None else int(snowflake)


def _str(number: int | None) -> str | None:
    return None if number is None else str(number)


def _values(post: Post) -> tuple[Any, ...]:
    return (
        int(post.id),
        int(post.author_id),
        post.text,
        post.prefix,
        post.created_at,
        int(post.conversation_id),
        _int(post.reply_to),
        _int(post.reply_to_user),
        _int(post.quoted),
        int(post.first_version),
        _int(post.replaced_by),
        post.deleted_at,
        post.hidden_at,
        post.lang,
        post.source,
        ",".join(post.media_ids),
        post.deep_link,
    )


def _post(row: sqlite3.Row) -> Post:
    return Post(
        id=str(row["id"]),
        author_id=str(row["author_id"]),
        text=row["text"],
        prefix=row["prefix"],
        created_at=row["created_at"],
        conversation_id=str(row["conversation_id"]),
        reply_to=_str(row["reply_to"]),
        reply_to_user=_str(row["reply_to_user"]),
        quoted=_str(row["quoted"]),
        first_version=str(row["first_version"]),
        replaced_by=_str(row["replaced_by"]),
        deleted_at=row["deleted_at"],
        hidden_at=row["hidden_at"],
        lang=row["lang"],
        source=row["source"],
        media_ids=tuple(row["media_ids"].split(",")) if row["media_ids"] else (),
        deep_link=row["deep_link"],
    )
