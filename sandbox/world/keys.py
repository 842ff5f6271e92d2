"""Tokens that speak for an account on one network, and the secret words of apps in one place of the database."""

import secrets
from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.world.database import Database, marks


@dataclass(frozen=True)
class Key:
    """What a token stands for; `expires_at` is in milliseconds, None where it does not end by itself."""

    app_id: str
    user_id: str
    expires_at: int | None

    def seconds_left(self) -> int:
        return 10 * 365 * 24 * 3600 if self.expires_at is None else max(0, (self.expires_at - now_ms()) // 1000)


class Keys:
    """`kind` tells the networks apart: nobody comes in here with a token of elsewhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def issue(self, kind: str, app_id: str, user_id: str, life: int | None) -> str:
        token = secrets.token_urlsafe(40)
        ends = None if life is None else now_ms() + life * 1000
        self._database.run(
            f"INSERT INTO tokens VALUES ({marks(7)})", token, kind, int(app_id), int(user_id), "", ends, None
        )
        return token

    def of(self, kind: str, token: str) -> Key | None:
        """None when the token is unknown, withdrawn or has ended."""
        row = self._database.row("SELECT * FROM tokens WHERE token = ? AND kind = ? AND spent_at IS NULL", token, kind)
        if row is None or (row["expires_at"] is not None and row["expires_at"] <= now_ms()):
            return None
        return Key(str(row["app_id"]), str(row["user_id"]), row["expires_at"])

    def current(self, kind: str, app_id: str) -> tuple[str, Key] | None:
        """The newest token of an app that still works."""
        rows = self._database.rows(
            "SELECT * FROM tokens WHERE kind = ? AND app_id = ? AND spent_at IS NULL ORDER BY expires_at DESC",
            kind,
            int(app_id),
        )
        found = next((row["token"] for row in rows), None)
        key = self.of(kind, found) if found else None
        return (found, key) if found and key else None

    def withdraw(self, kind: str, app_id: str) -> None:
        sql = "UPDATE tokens SET spent_at = ? WHERE kind = ? AND app_id = ? AND spent_at IS NULL"
        self._database.run(sql, now_ms(), kind, int(app_id))
