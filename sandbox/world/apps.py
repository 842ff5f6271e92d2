"""The programs that may speak for people here: apps, their tokens and the codes that turn into tokens."""

import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.snowflake import Snowflakes
from sandbox.world.database import Database, marks

SCOPES = (
    "tweet.read",
    "tweet.write",
    "tweet.moderate.write",
    "users.read",
    "dm.read",
    "dm.write",
    "media.write",
    "like.read",
    "like.write",
    "follows.read",
    "mute.read",
    "mute.write",
    "block.read",
    "block.write",
    "offline.access",
)


@dataclass(frozen=True)
class App:
    id: str
    name: str
    client_id: str
    client_secret: str
    consumer_secret: str
    redirect_uris: tuple[str, ...]


@dataclass(frozen=True)
class Grant:
    """What a token, or the code before it, stands for; without a user it is the app itself."""

    app_id: str
    user_id: str | None
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class Tokens:
    access_token: str
    refresh_token: str | None
    expires_in: int
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class Code:
    grant: Grant
    redirect_uri: str
    challenge: str
    method: str


class Apps:
    def __init__(self, database: Database, snowflakes: Snowflakes) -> None:
        self._database = database
        self._snowflakes = snowflakes

    def create(
        self,
        name: str,
        consumer_secret: str | None = None,
        redirect_uris: Iterable[str] = (),
        client_id: str | None = None,
        client_secret: str | None = None,
    ) -> App:
        """An app with this client id or name is updated, so that seeding twice is harmless."""
        there = self._database.row("SELECT * FROM apps WHERE client_id = ? OR name = ?", client_id, name)
        before = None if there is None else _app(there)
        app = App(
            id=before.id if before else self._snowflakes.at(now_ms()),
            name=name,
            client_id=client_id or (before.client_id if before else secrets.token_urlsafe(16)),
            client_secret=client_secret or (before.client_secret if before else secrets.token_urlsafe(32)),
            consumer_secret=consumer_secret or (before.consumer_secret if before else secrets.token_urlsafe(32)),
            redirect_uris=tuple(redirect_uris) or (before.redirect_uris if before else ()),
        )
        self._database.run(
            f"INSERT OR REPLACE INTO apps VALUES ({marks(6)})",
            int(app.id),
            app.name,
            app.client_id,
            app.client_secret,
            app.consumer_secret,
            "\n".join(app.redirect_uris),
        )
        return app

    def get(self, app_id: str) -> App | None:
        row = self._database.row("SELECT * FROM apps WHERE id = ?", int(app_id)) if app_id.isdigit() else None
        return None if row is None else _app(row)

    def with_client_id(self, client_id: str) -> App | None:
        row = self._database.row("SELECT * FROM apps WHERE client_id = ?", client_id)
        return None if row is None else _app(row)

    def everyone(self) -> list[App]:
        return [_app(row) for row in self._database.rows("SELECT * FROM apps ORDER BY id")]

    def issue(self, grant: Grant, life: int) -> Tokens:
        """An access token that ends after `life` seconds, and a refresh token where the scopes ask for one."""
        access = secrets.token_urlsafe(40)
        self._keep(access, "access", grant, now_ms() + life * 1000)
        refresh = secrets.token_urlsafe(40) if "offline.access" in grant.scopes else None
        if refresh is not None:
            self._keep(refresh, "refresh", grant, None)
        return Tokens(access, refresh, life, grant.scopes)

    def issue_bearer(self, app_id: str) -> str:
        """One an app, the same every time, as the real network does."""
        there = self._database.row("SELECT token FROM tokens WHERE kind = 'app' AND app_id = ?", int(app_id))
        if there is not None:
            return str(there["token"])
        bearer = secrets.token_urlsafe(60)
        self._keep(bearer, "app", Grant(app_id, None, ()), None)
        return bearer

    def grant_of(self, token: str) -> Grant | None:
        """None when the token is unknown, spent or has expired."""
        row = self._database.row(
            "SELECT * FROM tokens WHERE token = ? AND kind IN ('access', 'app') AND spent_at IS NULL", token
        )
        if row is None or (row["expires_at"] is not None and row["expires_at"] <= now_ms()):
            return None
        return _grant(row)

    def spend_refresh(self, token: str, app_id: str) -> Grant | None:
        """A refresh token works once."""
        row = self._database.row("SELECT * FROM tokens WHERE token = ? AND kind = 'refresh'", token)
        if row is None or row["app_id"] != int(app_id):
            return None
        spent = self._database.run(
            "UPDATE tokens SET spent_at = ? WHERE token = ? AND spent_at IS NULL", now_ms(), token
        )
        return _grant(row) if spent else None

    def revoke(self, token: str) -> bool:
        return (
            self._database.run("UPDATE tokens SET spent_at = ? WHERE token = ? AND spent_at IS NULL", now_ms(), token)
            > 0
        )

    def revoke_all_of(self, user_id: str) -> int:
        return self._database.run(
            "UPDATE tokens SET spent_at = ? WHERE user_id = ? AND spent_at IS NULL", now_ms(), int(user_id)
        )

    def expire_access(self) -> int:
        return self._database.run("UPDATE tokens SET expires_at = ? WHERE kind = 'access'", now_ms())

    def issue_code(self, code: Code, life: int) -> str:
        word = secrets.token_urlsafe(32)
        user_id = code.grant.user_id or "0"
        self._database.run(
            f"INSERT INTO codes VALUES ({marks(8)})",
            word,
            int(code.grant.app_id),
            int(user_id),
            " ".join(code.grant.scopes),
            code.redirect_uri,
            code.challenge,
            code.method,
            now_ms() + life * 1000,
        )
        return word

    def spend_code(self, word: str) -> Code | None:
        row = self._database.row("SELECT * FROM codes WHERE code = ?", word)
        if row is None:
            return None
        self._database.run("DELETE FROM codes WHERE code = ?", word)
        if row["expires_at"] <= now_ms():
            return None
        return Code(_grant(row), row["redirect_uri"], row["challenge"], row["method"])

    def _keep(self, token: str, kind: str, grant: Grant, expires_at: int | None) -> None:
        self._database.run(
            f"INSERT INTO tokens VALUES ({marks(7)})",
            token,
            kind,
            int(grant.app_id),
            None if grant.user_id is None else int(grant.user_id),
            " ".join(grant.scopes),
            expires_at,
            None,
        )


def _grant(row: sqlite3.Row) -> Grant:
    user_id = None if row["user_id"] is None else str(row["user_id"])
    return Grant(str(row["app_id"]), user_id, tuple(row["scopes"].split()))


def _app(row: sqlite3.Row) -> App:
    return App(
        id=str(row["id"]),
        name=row["name"],
        client_id=row["client_id"],
        client_secret=row["client_secret"],
        consumer_secret=row["consumer_secret"],
        redirect_uris=tuple(row["redirect_uris"].split()),
    )
