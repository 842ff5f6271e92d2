"""What people put below messages with one click, whatever network they are on: one sign of one person at one thing."""

from sandbox.world.database import Database


class Reactions:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, place: str, person_id: str, sign: str, at: int) -> None:
        """`place` is the kind and the id of the thing. Another sign comes in place of the first."""
        self._database.run("INSERT OR REPLACE INTO reactions VALUES (?, ?, ?, ?)", place, int(person_id), sign, at)

    def take_back(self, place: str, person_id: str) -> bool:
        return self._database.run("DELETE FROM reactions WHERE place = ? AND person_id = ?", place, int(person_id)) > 0

    def of(self, place: str, person_id: str) -> str:
        row = self._database.row("SELECT sign FROM reactions WHERE place = ? AND person_id = ?", place, int(person_id))
        return "" if row is None else str(row["sign"])

    def standing(self, place: str) -> list[tuple[str, str, int]]:
        """Who put which sign when, the last one first."""
        rows = self._database.rows("SELECT * FROM reactions WHERE place = ? ORDER BY at DESC", place)
        return [(str(row["person_id"]), str(row["sign"]), int(row["at"])) for row in rows]

    def at(self, place: str) -> list[str]:
        """The signs that stand there, the first one first."""
        return [
            row["sign"] for row in self._database.rows("SELECT sign FROM reactions WHERE place = ? ORDER BY at", place)
        ]
