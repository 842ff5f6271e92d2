"""Where the program of an account on Weibo, WeChat or LINE is called, and with which words the network proves itself."""

import sqlite3
from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.snowflake import Snowflakes
from sandbox.world.database import Database, marks

PLAIN, COMPATIBLE, SAFE = "plain", "compatible", "safe"


@dataclass(frozen=True)
class Callback:
    """`word` is the agreed one; `encoding_key` and `mode` are WeChat's, on LINE a public key and the plan's messages."""

    id: str
    network: str
    user_id: str
    app_id: str
    url: str
    word: str
    encoding_key: str = ""
    mode: str = PLAIN


class Callbacks:
    def __init__(self, database: Database, snowflakes: Snowflakes) -> None:
        self._database = database
        self._snowflakes = snowflakes

    def enter(self, new: Callback) -> Callback:
        """One an account; a new one takes the place of the old one, also for what is on its way."""
        before = self.of(new.network, new.user_id)
        known = before.id if before else self._snowflakes.at(now_ms())
        self._database.run(
            f"INSERT OR REPLACE INTO callbacks VALUES ({marks(8)})",
            int(known), new.network, int(new.user_id), int(new.app_id), new.url, new.word, new.encoding_key, new.mode,
        )  # fmt: skip
        return self.get(known) or new

    def get(self, callback_id: str) -> Callback | None:
        row = self._database.row("SELECT * FROM callbacks WHERE id = ?", int(callback_id))
        return None if row is None else _callback(row)

    def of(self, network: str, user_id: str) -> Callback | None:
        row = self._database.row("SELECT * FROM callbacks WHERE network = ? AND user_id = ?", network, int(user_id))
        return None if row is None else _callback(row)

    def of_app(self, network: str, app_id: str) -> Callback | None:
        row = self._database.row("SELECT * FROM callbacks WHERE network = ? AND app_id = ?", network, int(app_id))
        return None if row is None else _callback(row)


def _callback(row: sqlite3.Row) -> Callback:
    return Callback(
        id=str(row["id"]),
        network=row["network"],
        user_id=str(row["user_id"]),
        app_id=str(row["app_id"]),
        url=row["url"],
        word=row["word"],
        encoding_key=row["encoding_key"],
        mode=row["mode"],
    )
