"""What programs may do with pages and their accounts: tokens, the addresses of an app, and of which pages it hears."""

import secrets
import sqlite3
from collections.abc import Iterable
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
    "instagram_basic",
    "instagram_manage_comments",
    "instagram_manage_messages",
    "whatsapp_business_messaging",
    "whatsapp_business_management",
)

OF_PAGE = "page:"
PASSING, LASTING = "person", "lasting person"


@dataclass(frozen=True)
class Holder:
    """For which page a token speaks, and what it may do; without an end it is 0, as the real network writes."""

    app_id: str
    page_id: str
    permissions: tuple[str, ...]
    expires_at: int


@dataclass(frozen=True)
class Agreement:
    """What whoever runs pages lets an app do, and with which of them; `lasts` where it was made longer than hours."""

    app_id: str
    permissions: tuple[str, ...]
    page_ids: tuple[str, ...]
    lasts: bool = False
    expires_at: int = 0  # in seconds, as the real network writes it

    @property
    def words(self) -> tuple[str, ...]:
        """As it is kept with a code or a token."""
        return (*self.permissions, *(f"{OF_PAGE}{page_id}" for page_id in self.page_ids))

    @classmethod
    def read(cls, app_id: str, words: Iterable[str], *, lasts: bool = False, expires_at: int = 0) -> "Agreement":
        told = list(words)
        page_ids = tuple(word.removeprefix(OF_PAGE) for word in told if word.startswith(OF_PAGE))
        return cls(app_id, tuple(word for word in told if not word.startswith(OF_PAGE)), page_ids, lasts, expires_at)


@dataclass(frozen=True)
class PageHook:
    """Where an app hears of one kind of event: page, instagram or whatsapp_business_account."""

    id: str
    app_id: str
    kind: str
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

    def issue_to_person(self, agreement: Agreement, life: int) -> str:
        """A token of whoever agreed."""
        token = secrets.token_urlsafe(60)
        self._database.run(
            f"INSERT INTO tokens VALUES ({marks(7)})",
            token,
            LASTING if agreement.lasts else PASSING,
            int(agreement.app_id),
            None,
            " ".join(agreement.words),
            now_ms() + life * 1000,
            None,
        )
        return token

    def agreement(self, token: str) -> Agreement | None:
        """None when the token is unknown, withdrawn or has ended."""
        row = self._database.row(
            "SELECT * FROM tokens WHERE token = ? AND kind IN (?, ?) AND spent_at IS NULL", token, PASSING, LASTING
        )
        if row is None or row["expires_at"] <= now_ms():
            return None
        ends = row["expires_at"] // 1000
        return Agreement.read(str(row["app_id"]), row["scopes"].split(), lasts=row["kind"] == LASTING, expires_at=ends)

    def register(self, app_id: str, kind: str, url: str, fields: tuple[str, ...]) -> PageHook:
        """One an app and kind of event; a new address takes the place of the old one, also for what is on its way."""
        before = next((each for each in self.hooks_of(app_id) if each.kind == kind), None)
        hook = PageHook(before.id if before else self._snowflakes.at(now_ms()), app_id, kind, url, fields)
        self._database.run(
            f"INSERT OR REPLACE INTO graph_hooks VALUES ({marks(5)})",
            int(hook.id),
            int(app_id),
            kind,
            url,
            ",".join(fields),
        )
        return hook

    def hook(self, hook_id: str) -> PageHook | None:
        row = self._database.row("SELECT * FROM graph_hooks WHERE id = ?", int(hook_id))
        return None if row is None else _hook(row)

    def hooks_of(self, app_id: str) -> list[PageHook]:
        """One for each kind of event that the app hears of."""
        return [_hook(row) for row in self._database.rows("SELECT * FROM graph_hooks WHERE app_id = ?", int(app_id))]

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

    def listening(self, node_id: str, field: str, kind: str = "page") -> list[PageHook]:
        """Who hears of this: the app asked for it in general, and for this page or business.

        What happens on Instagram and WhatsApp is asked for by kind only once; a page's own events a second time, by name.
        """
        rows = self._database.rows(
            "SELECT graph_hooks.*, page_subscriptions.fields AS wanted FROM graph_hooks JOIN page_subscriptions"
            " USING (app_id) WHERE page_id = ? AND object = ?",
            int(node_id),
            kind,
        )
        heard = [row for row in rows if kind != "page" or field in _words(row["wanted"])]
        return [_hook(row) for row in heard if field in _words(row["fields"])]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _hook(row: sqlite3.Row) -> PageHook:
    return PageHook(str(row["id"]), str(row["app_id"]), row["object"], row["url"], _words(row["fields"]))
