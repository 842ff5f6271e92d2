"""What a page and a person write each other in Messenger, on Instagram or WhatsApp."""

import sqlite3
from dataclasses import dataclass

from sandbox.world.database import LAST, Database, marks
from sandbox.world.wall import Span

STANDS = "deleted_at IS NULL"


@dataclass(frozen=True)
class Chat:
    """One message; `tag` is the reason that a page gave for writing late, or by what its program would know it again."""

    id: str
    page_id: str
    person_id: str
    from_page: bool
    text: str
    media_id: str | None
    created_at: int
    edits: int = 0
    tag: str = ""

    @property
    def sender_id(self) -> str:
        return self.page_id if self.from_page else self.person_id

    @property
    def recipient_id(self) -> str:
        return self.person_id if self.from_page else self.page_id


class Chats:
    """In a table of its own for each network."""

    def __init__(self, database: Database, table: str) -> None:
        self._database = database
        self._table = table

    def add(self, chat: Chat) -> None:
        self._database.run(
            f"INSERT INTO {self._table} VALUES ({marks(10)})",
            int(chat.id),
            int(chat.page_id),
            int(chat.person_id),
            chat.from_page,
            chat.text,
            None if chat.media_id is None else int(chat.media_id),
            chat.created_at,
            chat.edits,
            None,
            chat.tag,
        )

    def get(self, chat_id: str) -> Chat | None:
        if not chat_id.isdigit() or int(chat_id) > LAST:
            return None
        row = self._database.row(f"SELECT * FROM {self._table} WHERE id = ? AND {STANDS}", int(chat_id))
        return None if row is None else _chat(row)

    def between(self, page_id: str, person_id: str, span: Span) -> list[Chat]:
        sql = f"SELECT * FROM {self._table} WHERE page_id = ? AND person_id = ? AND {STANDS} AND {span.condition} {span.order}"
        pair = (int(page_id), int(person_id))
        return [_chat(row) for row in self._database.rows(sql, *pair, span.start, span.since, span.limit)]

    def latest_of_page(self, page_id: str, span: Span, person_id: str | None = None) -> list[Chat]:
        """The last message of each exchange of a page."""
        return self._latest("page_id = ? AND person_id = coalesce(?, person_id)", [page_id, person_id], span)

    def latest_of_person(self, person_id: str) -> list[Chat]:
        return self._latest("person_id = ?", [person_id], Span(limit=1000))

    def last_word(self, page_id: str, person_id: str) -> int | None:
        """When the person last wrote to the page."""
        row = self._database.row(
            f"SELECT max(created_at) AS at FROM {self._table} WHERE page_id = ? AND person_id = ? AND NOT from_page AND {STANDS}",
            int(page_id),
            int(person_id),
        )
        at: int | None = None if row is None else row["at"]
        return at

    def tagged(self, page_id: str, tag: str, since: int) -> Chat | None:
        """What a page's program sent under this word."""
        sql = f"SELECT * FROM {self._table} WHERE page_id = ? AND tag = ? AND created_at >= ?"
        row = self._database.row(sql, int(page_id), tag, since) if tag else None
        return None if row is None else _chat(row)

    def count_of(self, page_id: str, tag: str, since: int) -> int:
        """How many a page sent whose word begins so."""
        sql = f"SELECT count(*) FROM {self._table} WHERE page_id = ? AND from_page AND created_at >= ? AND tag LIKE ?"
        return self._database.number(sql, int(page_id), since, f"{tag}%")

    def change(self, chat_id: str, text: str) -> None:
        self._database.run(f"UPDATE {self._table} SET text = ?, edits = edits + 1 WHERE id = ?", text, int(chat_id))

    def remove(self, chat_id: str, at: int) -> None:
        self._database.run(f"UPDATE {self._table} SET deleted_at = ? WHERE id = ?", at, int(chat_id))

    def everything(self, span: Span) -> list[Chat]:
        sql = f"SELECT * FROM {self._table} WHERE {STANDS} AND {span.condition} {span.order}"
        return [_chat(row) for row in self._database.rows(sql, span.start, span.since, span.limit)]

    def count(self) -> int:
        return self._database.number(f"SELECT count(*) FROM {self._table} WHERE {STANDS}")

    def _latest(self, condition: str, ids: list[str | None], span: Span) -> list[Chat]:
        latest = f"SELECT max(id) FROM {self._table} WHERE {condition} AND {STANDS} GROUP BY page_id, person_id"
        sql = f"SELECT * FROM {self._table} WHERE id IN ({latest}) AND {span.condition} {span.order}"
        known = [None if each is None else int(each) for each in ids]
        return [_chat(row) for row in self._database.rows(sql, *known, span.start, span.since, span.limit)]


def _chat(row: sqlite3.Row) -> Chat:
    return Chat(
        id=str(row["id"]),
        page_id=str(row["page_id"]),
        person_id=str(row["person_id"]),
        from_page=bool(row["from_page"]),
        text=row["text"],
        media_id=None if row["media_id"] is None else str(row["media_id"]),
        created_at=row["created_at"],
        edits=row["edits"],
        tag=row["tag"],
    )
