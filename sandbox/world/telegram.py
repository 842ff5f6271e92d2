"""Bots on Telegram: one a brand, with its token, the address that it is called at, what waits for it, and its private chats."""

import sqlite3
from dataclasses import dataclass, replace

from sandbox.clock import now_ms
from sandbox.snowflake import Snowflakes
from sandbox.world.database import LAST, Database, marks
from sandbox.world.wall import Span

STANDS = "deleted_at IS NULL"


@dataclass(frozen=True)
class Bot:
    """`url` is empty where the bot asks for its updates itself; `allowed` are the kinds that it wants to hear of."""

    id: str
    token: str
    hook_id: str
    url: str
    secret: str
    allowed: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """One message of a private chat; `number` counts within it, `answers` is the number of another."""

    id: str
    bot_id: str
    person_id: str
    number: int
    from_bot: bool
    text: str
    media_id: str | None
    answers: int | None
    created_at: int
    edited_at: int | None = None

    @property
    def sender_id(self) -> str:
        return self.bot_id if self.from_bot else self.person_id

    @property
    def name(self) -> str:
        """Which bot, which chat, which number there: what programs may tell it from all others by."""
        return f"{self.bot_id}:{self.person_id}:{self.number}"

    @property
    def place(self) -> str:
        """Under which reactions to it are kept."""
        return f"letter:{self.id}"


class Bots:
    def __init__(self, database: Database, snowflakes: Snowflakes) -> None:
        self._database = database
        self._snowflakes = snowflakes

    def make(self, brand_id: str, token: str) -> Bot:
        """A new token ends the old one."""
        before = self.get(brand_id)
        bot = before or Bot(brand_id, token, self._snowflakes.at(now_ms()), "", "", ())
        return self.keep(Bot(bot.id, token, bot.hook_id, bot.url, bot.secret, bot.allowed))

    def keep(self, bot: Bot) -> Bot:
        self._database.run(
            f"INSERT OR REPLACE INTO bots VALUES ({marks(6)})",
            int(bot.id), bot.token, int(bot.hook_id), bot.url, bot.secret, ",".join(bot.allowed),
        )  # fmt: skip
        return bot

    def get(self, bot_id: str) -> Bot | None:
        return self._one("id = ?", int(bot_id)) if bot_id.isdigit() and int(bot_id) <= LAST else None

    def with_token(self, token: str) -> Bot | None:
        return self._one("token = ?", token)

    def behind(self, hook_id: str) -> Bot | None:
        """Whose address that is; None where it asks itself by now."""
        bot = self._one("hook_id = ?", int(hook_id)) if hook_id.isdigit() else None
        return bot if bot and bot.url else None

    def everyone(self) -> list[Bot]:
        return [_bot(row) for row in self._database.rows("SELECT * FROM bots ORDER BY id")]

    def describe(self, bot_id: str, words: str) -> None:
        """What the chat shows while nothing is written in it."""
        self._database.run("INSERT OR REPLACE INTO bot_descriptions VALUES (?, ?)", int(bot_id), words)

    def description(self, bot_id: str) -> str:
        row = self._database.row("SELECT words FROM bot_descriptions WHERE bot_id = ?", int(bot_id))
        return "" if row is None else str(row["words"])

    def next_update(self) -> int:
        """Updates are numbered over all bots, which is as good as for each."""
        self._database.run("INSERT INTO bot_updates (bot_id, body) VALUES (0, '')")
        number = self._database.number("SELECT max(number) FROM bot_updates")
        self._database.run("DELETE FROM bot_updates WHERE bot_id = 0")
        return number

    def wait(self, bot_id: str, number: int, body: str) -> None:
        """Until the bot asks for it."""
        self._database.run("INSERT INTO bot_updates (number, bot_id, body) VALUES (?, ?, ?)", number, int(bot_id), body)

    def waiting(self, bot_id: str, offset: int, limit: int) -> list[str]:
        """What is older than `offset` is confirmed, and gone."""
        self._database.run("DELETE FROM bot_updates WHERE bot_id = ? AND number < ?", int(bot_id), offset)
        sql = "SELECT body FROM bot_updates WHERE bot_id = ? ORDER BY number LIMIT ?"
        return [row["body"] for row in self._database.rows(sql, int(bot_id), limit)]

    def count_waiting(self, bot_id: str) -> int:
        return self._database.number("SELECT count(*) FROM bot_updates WHERE bot_id = ?", int(bot_id))

    def _one(self, condition: str, value: str | int) -> Bot | None:
        row = self._database.row(f"SELECT * FROM bots WHERE {condition}", value)
        return None if row is None else _bot(row)


class Letters:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, letter: Letter) -> Letter:
        """It gets the next number of its chat."""
        pair = (int(letter.bot_id), int(letter.person_id))
        number = 1 + self._database.number("SELECT max(number) FROM letters WHERE bot_id = ? AND person_id = ?", *pair)
        self._database.run(
            f"INSERT INTO letters VALUES ({marks(11)})",
            int(letter.id), *pair, number, letter.from_bot, letter.text,
            None if letter.media_id is None else int(letter.media_id), letter.answers, letter.created_at, None, None,
        )  # fmt: skip
        return replace(letter, number=number)

    def get(self, letter_id: str) -> Letter | None:
        if not letter_id.isdigit() or int(letter_id) > LAST:
            return None
        row = self._database.row(f"SELECT * FROM letters WHERE id = ? AND {STANDS}", int(letter_id))
        return None if row is None else _letter(row)

    def numbered(self, bot_id: str, person_id: str, number: int) -> Letter | None:
        sql = f"SELECT * FROM letters WHERE bot_id = ? AND person_id = ? AND number = ? AND {STANDS}"
        row = self._database.row(sql, int(bot_id), int(person_id), number)
        return None if row is None else _letter(row)

    def between(self, bot_id: str, person_id: str, span: Span) -> list[Letter]:
        sql = f"SELECT * FROM letters WHERE bot_id = ? AND person_id = ? AND {STANDS} AND {span.condition} {span.order}"
        pair = (int(bot_id), int(person_id))
        return [_letter(row) for row in self._database.rows(sql, *pair, span.start, span.since, span.limit)]

    def everything(self, span: Span) -> list[Letter]:
        sql = f"SELECT * FROM letters WHERE {STANDS} AND {span.condition} {span.order}"
        return [_letter(row) for row in self._database.rows(sql, span.start, span.since, span.limit)]

    def latest_of(self, user_id: str) -> list[Letter]:
        """The last message of each chat of a bot or a person."""
        latest = (
            f"SELECT max(id) FROM letters WHERE (bot_id = ? OR person_id = ?) AND {STANDS} GROUP BY bot_id, person_id"
        )
        sql = f"SELECT * FROM letters WHERE id IN ({latest}) ORDER BY id DESC"
        return [_letter(row) for row in self._database.rows(sql, int(user_id), int(user_id))]

    def change(self, letter_id: str, text: str, at: int) -> None:
        self._database.run("UPDATE letters SET text = ?, edited_at = ? WHERE id = ?", text, at, int(letter_id))

    def remove(self, letter_id: str, at: int) -> None:
        self._database.run("UPDATE letters SET deleted_at = ? WHERE id = ?", at, int(letter_id))


def _bot(row: sqlite3.Row) -> Bot:
    kinds = tuple(row["allowed"].split(",")) if row["allowed"] else ()
    return Bot(str(row["id"]), row["token"], str(row["hook_id"]), row["url"], row["secret"], kinds)


def _letter(row: sqlite3.Row) -> Letter:
    return Letter(
        id=str(row["id"]),
        bot_id=str(row["bot_id"]),
        person_id=str(row["person_id"]),
        number=row["number"],
        from_bot=bool(row["from_bot"]),
        text=row["text"],
        media_id=None if row["media_id"] is None else str(row["media_id"]),
        answers=row["answers"],
        created_at=row["created_at"],
        edited_at=row["edited_at"],
    )
