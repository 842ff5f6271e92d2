"""Groups on Telegram: one for each bot, in which everybody may write and the bot is a member."""

import sqlite3
from dataclasses import dataclass, replace

from sandbox.world.database import LAST, Database, marks
from sandbox.world.wall import Span

STANDS = "deleted_at IS NULL"


@dataclass(frozen=True)
class GroupLetter:
    """One message in the group of a bot; `number` counts within it, `answers` is the number of another, `meant` for the bot."""

    id: str
    bot_id: str
    author_id: str
    number: int
    text: str
    answers: int | None
    meant: bool
    created_at: int
    edited_at: int | None = None


class Groups:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, letter: GroupLetter) -> GroupLetter:
        """It gets the next number of the group."""
        number = 1 + self._database.number("SELECT max(number) FROM group_letters WHERE bot_id = ?", int(letter.bot_id))
        self._database.run(
            f"INSERT INTO group_letters VALUES ({marks(10)})",
            int(letter.id), int(letter.bot_id), int(letter.author_id), number, letter.text, letter.answers, letter.meant,
            letter.created_at, None, None,
        )  # fmt: skip
        return replace(letter, number=number)

    def get(self, letter_id: str) -> GroupLetter | None:
        if not letter_id.isdigit() or int(letter_id) > LAST:
            return None
        return self._one("id = ?", int(letter_id))

    def numbered(self, bot_id: str, number: int) -> GroupLetter | None:
        return self._one("bot_id = ? AND number = ?", int(bot_id), number)

    def inside(self, bot_id: str, span: Span) -> list[GroupLetter]:
        sql = f"SELECT * FROM group_letters WHERE bot_id = ? AND {STANDS} AND {span.condition} {span.order}"
        rows = self._database.rows(sql, int(bot_id), span.start, span.since, span.limit)
        return [_letter(row) for row in rows]

    def change(self, letter: GroupLetter, text: str, at: int) -> GroupLetter:
        self._database.run("UPDATE group_letters SET text = ?, edited_at = ? WHERE id = ?", text, at, int(letter.id))
        return replace(letter, text=text, edited_at=at)

    def remove(self, letter: GroupLetter, at: int) -> None:
        self._database.run("UPDATE group_letters SET deleted_at = ? WHERE id = ?", at, int(letter.id))

    def _one(self, condition: str, *values: int) -> GroupLetter | None:
        row = self._database.row(f"SELECT * FROM group_letters WHERE {condition} AND {STANDS}", *values)
        return None if row is None else _letter(row)


def _letter(row: sqlite3.Row) -> GroupLetter:
    return GroupLetter(
        id=str(row["id"]),
        bot_id=str(row["bot_id"]),
        author_id=str(row["author_id"]),
        number=row["number"],
        text=row["text"],
        answers=row["answers"],
        meant=bool(row["meant"]),
        created_at=row["created_at"],
        edited_at=row["edited_at"],
    )
