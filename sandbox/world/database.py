"""The one SQLite connection on which the whole network stands; in memory, or a file that survives a restart."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LAST = (1 << 63) - 1  # the largest number that a column can hold
SCHEMA = Path(__file__).with_name("schema.sql")


class Database:
    """Everything runs on one event loop, so one connection without locks is enough."""

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        place = ":memory:" if folder is None else str(folder / "network.sqlite3")
        self._connection = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._depth = 0
        self._connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;" + SCHEMA.read_text()
        )

    def close(self) -> None:
        self._connection.close()

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def number(self, sql: str, *values: Any) -> int:
        found = self.row(sql, *values)
        return int(found[0]) if found is not None and found[0] is not None else 0

    def run(self, sql: str, *values: Any) -> int:
        """Returns how many rows changed."""
        return self._connection.execute(sql, values).rowcount

    def run_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self._connection.executemany(sql, rows)

    @contextmanager
    def together(self) -> Iterator[None]:
        """One transaction; inside another it joins that one."""
        if self._depth == 0:
            self._connection.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
        except BaseException:
            if self._depth == 1:
                self._connection.execute("ROLLBACK")
            raise
        else:
            if self._depth == 1:
                self._connection.execute("COMMIT")
        finally:
            self._depth -= 1

    def empty(self) -> None:
        with self.together():
            tables = self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
            for table in tables:
                self.run(f"DELETE FROM {table['name']}")


def marks(count: int) -> str:
    """The question marks of an IN list."""
    return ",".join("?" * count)
