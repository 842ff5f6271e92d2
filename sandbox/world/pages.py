"""What programs may do with pages on Facebook: tokens, the one address of an app, and which pages it hears of."""

import secrets
import sqlite3
from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.snowflake import Snowflakes
from sandbox.world.database import Database, marks

PERMISSIONS = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_engagement",
    "pages_manage_metadata",
    "pages_messaging",
    "human_agent",
)


@dataclass(frozen=True)
class Holder:
    """For which page a token speaks, and what it may do; without an end it is 0, as the real network writes."""

    app_id: str
    page_id: str
    permissions: tuple[str, ...]
    expires_at: int


@dataclass(frozen=True)
class PageHook:
    """Where an app hears of its pages."""

    id: str
    app_id: str
    url: str
    fields: tuple[str, ...]


class Pages:
    def __init__(self, database: Database, snowflakes: Snowflakes) -> None:
        self._database = database
        self._snowflakes = snowflakes

    def issue_token(self, app_id: str, page_id: str, permissions: tuple[str, ...], life: int | None) -> str:
        """A page's token; without a life it does not end by itself."""
        token = secrets.token_urlsafe(60)
        ends = None if life is None else now_ms() + life * 1000
        words = " ".join(permissions)
        self._database.run(
            f"INSERT INTO tokens VALUES ({marks(7)})", token, "page", int(app_id), int(page_id), words, ends, None
        )
        return token

    def holder(self, token: str) -> Holder | None:
        """None when the token is unknown, withdrawn or has ended."""
        row = self._database.row("SELECT * FROM tokens WHERE token = ? AND kind = 'page' AND spent_at IS NULL", token)
        if row is None or (row["expires_at"] is not None and row["expires_at"] <= now_ms()):
            return None
        ends = 0 if row["expires_at"] is None else row["expires_at"] // 1000
        return Holder(str(row["app_id"]), str(row["user_id"]), tuple(row["scopes"].split()), ends)

    def register(self, app_id: str, url: str, fields: tuple[str, ...]) -> PageHook:
        """One an app; a new address takes the place of the old one, also for what is on its way."""
        before = self.hook_of(app_id)
        hook = PageHook(before.id if before else self._snowflakes.at(now_ms()), app_id, url, fields)
        self._database.run(
            f"INSERT OR REPLACE INTO page_hooks VALUES ({marks(4)})", int(hook.id), int(app_id), url, ",".join(fields)
        )
        return hook

    def hook(self, hook_id: str) -> PageHook | None:
        row = self._database.row("SELECT * FROM page_hooks WHERE id = ?", int(hook_id))
        return None if row is None else _hook(row)

    def hook_of(self, app_id: str) -> PageHook | None:
        row = self._database.row("SELECT * FROM page_hooks WHERE app_id = ?", int(app_id))
        return None if row is None else _hook(row)

    def subscribe(self, app_id: str, page_id: str, fields: tuple[str, ...]) -> None:
        self._database.run(
            "INSERT OR REPLACE INTO page_subscriptions VALUES (?, ?, ?)", int(app_id), int(page_id), ",".join(fields)
        )

    def unsubscribe(self, app_id: str, page_id: str) -> None:
        self._database.run("DELETE FROM page_subscriptions WHERE app_id = ? AND page_id = ?", int(app_id), int(page_id))

    def fields_of(self, app_id: str, page_id: str) -> tuple[str, ...]:
        row = self._database.row(
            "SELECT fields FROM page_subscriptions WHERE app_id = ? AND page_id = ?", int(app_id), int(page_id)
        )
        return () if row is None else _words(row["fields"])

    def listening(self, page_id: str, field: str) -> list[PageHook]:
        """Who hears of this: the app asked for it in general, and for this page."""
        rows = self._database.rows(
            "SELECT page_hooks.*, page_subscriptions.fields AS wanted FROM page_hooks JOIN page_subscriptions"
            " USING (app_id) WHERE page_id = ?",
            int(page_id),
        )
        return [_hook(row) for row in rows if field in _words(row["wanted"]) and field in _words(row["fields"])]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _hook(row: sqlite3.Row) -> PageHook:
    return PageHook(str(row["id"]), str(row["app_id"]), row["url"], _words(row["fields"]))
