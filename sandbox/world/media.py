"""Pictures and films: uploaded in segments, put together, then ready to be shown."""

import sqlite3
from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.snowflake import Snowflakes
from sandbox.world.database import LAST, Database, marks

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
FILMS = frozenset({"video/mp4", "video/webm", "video/quicktime"})
SHOWABLE = PICTURES | FILMS


@dataclass(frozen=True)
class Media:
    id: str
    owner_id: str
    media_type: str
    category: str
    total_bytes: int
    created_at: int
    ready_at: int | None
    alt_text: str

    @property
    def kind(self) -> str:
        if self.media_type == "image/gif":
            return "animated_gif"
        return "video" if self.media_type.startswith("video/") else "photo"

    @property
    def key(self) -> str:
        return f"{ {'photo': 3, 'video': 7, 'animated_gif': 16}[self.kind] }_{self.id}"

    @property
    def is_shown(self) -> bool:
        """A browser shows it; anything else is a file."""
        return self.media_type in SHOWABLE

    def is_ready(self, at: int) -> bool:
        return self.ready_at is not None and self.ready_at <= at


class MediaShelf:
    def __init__(self, database: Database, snowflakes: Snowflakes) -> None:
        self._database = database
        self._snowflakes = snowflakes

    def open(self, owner_id: str, media_type: str, category: str, total_bytes: int) -> Media:
        at = now_ms()
        media = Media(self._snowflakes.at(at), owner_id, media_type, category, total_bytes, at, None, "")
        self._database.run(
            f"INSERT INTO media VALUES ({marks(9)})",
            int(media.id),
            int(owner_id),
            media_type,
            category,
            total_bytes,
            at,
            None,
            "",
            None,
        )
        return media

    def append(self, media_id: str, number: int, content: bytes) -> None:
        self._database.run("INSERT OR REPLACE INTO segments VALUES (?, ?, ?)", int(media_id), number, content)

    def close(self, media_id: str, ready_at: int) -> int:
        """Puts the segments together and returns their length in bytes."""
        with self._database.together():
            rows = self._database.rows("SELECT content FROM segments WHERE media_id = ? ORDER BY number", int(media_id))
            content = b"".join(row["content"] for row in rows)
            self._database.run(
                "UPDATE media SET content = ?, ready_at = ?, total_bytes = ? WHERE id = ?",
                content,
                ready_at,
                len(content),
                int(media_id),
            )
            self._database.run("DELETE FROM segments WHERE media_id = ?", int(media_id))
        return len(content)

    def keep(self, owner_id: str, media_type: str, category: str, content: bytes) -> Media:
        """A whole file at once."""
        media = self.open(owner_id, media_type, category, len(content))
        self.append(media.id, 0, content)
        self.close(media.id, now_ms())
        return media

    def received(self, media_id: str) -> int:
        return self._database.number("SELECT sum(length(content)) FROM segments WHERE media_id = ?", int(media_id))

    def get(self, media_id: str) -> Media | None:
        row = (
            self._database.row(
                "SELECT id, owner_id, media_type, category, total_bytes, created_at, ready_at, alt_text FROM media WHERE id = ?",
                int(media_id),
            )
            if media_id.isdigit() and int(media_id) <= LAST
            else None
        )
        return None if row is None else _media(row)

    def content(self, media_id: str) -> bytes | None:
        row = self._database.row("SELECT content FROM media WHERE id = ?", int(media_id))
        return None if row is None else row["content"]

    def describe(self, media_id: str, alt_text: str) -> None:
        self._database.run("UPDATE media SET alt_text = ? WHERE id = ?", alt_text, int(media_id))


def _media(row: sqlite3.Row) -> Media:
    return Media(
        str(row["id"]),
        str(row["owner_id"]),
        row["media_type"],
        row["category"],
        row["total_bytes"],
        row["created_at"],
        row["ready_at"],
        row["alt_text"],
    )
