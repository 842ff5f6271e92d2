"""How often each post was shown to somebody."""

from collections.abc import Iterable

from sandbox.world.database import Database


class Views:
    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, places: Iterable[str]) -> None:
        """Each of them once more; `place` is the kind and the id of the thing."""
        self._database.run_many(
            "INSERT INTO views VALUES (?, 1) ON CONFLICT (place) DO UPDATE SET count = count + 1",
            [(place,) for place in places],
        )

    def of(self, place: str) -> int:
        return self._database.number("SELECT count FROM views WHERE place = ?", place)
