"""What programs may do with pages on LinkedIn: whom a token speaks for, what happened there, and who is called."""

import secrets
import sqlite3
from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.snowflake import Snowflakes
from sandbox.world.database import Database, marks

PERMISSIONS = (
    "r_organization_social_feed",
    "w_organization_social_feed",
    "r_organization_social",
    "rw_organization_admin",
)
KEPT_MS = 60 * 24 * 3600 * 1000


@dataclass(frozen=True)
class Steward:
    """Who runs a page, as a token knows them: the page itself stands in for its administrator."""

    app_id: str
    organization_id: str
    permissions: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """Something that happened on a page or to its name; what it was about may be gone by now."""

    id: str
    organization_id: str
    action: str
    entry_id: str
    post_id: str
    created_at: int


@dataclass(frozen=True)
class NoticeHook:
    """Where an app hears of a page."""

    id: str
    app_id: str
    organization_id: str
    url: str


class Organizations:
    def __init__(self, database: Database, snowflakes: Snowflakes) -> None:
        self._database = database
        self._snowflakes = snowflakes

    def issue_token(self, app_id: str, organization_id: str, permissions: tuple[str, ...], life: int, kind: str) -> str:
        """`kind` is steward or renewal; the latter lasts longer and only makes new ones."""
        token = secrets.token_urlsafe(60)
        values = (token, kind, int(app_id), int(organization_id), " ".join(permissions), now_ms() + life * 1000, None)
        self._database.run(f"INSERT INTO tokens VALUES ({marks(7)})", *values)
        return token

    def steward(self, token: str, kind: str = "steward") -> Steward | None:
        """None when the token is unknown, withdrawn or has ended."""
        row = self._database.row("SELECT * FROM tokens WHERE token = ? AND kind = ? AND spent_at IS NULL", token, kind)
        if row is None or row["expires_at"] <= now_ms():
            return None
        return Steward(str(row["app_id"]), str(row["user_id"]), tuple(row["scopes"].split()))

    def ends_at(self, token: str) -> int:
        row = self._database.row("SELECT expires_at FROM tokens WHERE token = ?", token)
        return int(row["expires_at"]) if row else 0

    def note(self, organization_id: str, action: str, entry_id: str, post_id: str) -> Notice:
        at = now_ms()
        notice = Notice(self._snowflakes.at(at), organization_id, action, entry_id, post_id, at)
        values = (int(notice.id), int(organization_id), action, int(entry_id), int(post_id), at)
        self._database.run(f"INSERT INTO notices VALUES ({marks(6)})", *values)
        return notice

    def notices(self, organization_id: str, actions: tuple[str, ...], start: int, end: int) -> list[Notice]:
        """Newest first, of the last 60 days."""
        rows = self._database.rows(
            f"SELECT * FROM notices WHERE organization_id = ? AND created_at BETWEEN ? AND ? AND action IN ({marks(len(actions))})"
            " ORDER BY created_at DESC, id DESC",
            int(organization_id),
            max(start, now_ms() - KEPT_MS),
            end,
            *actions,
        )
        return [_notice(row) for row in rows]

    def subscribe(self, app_id: str, organization_id: str, url: str) -> NoticeHook:
        before = self.hook_of(app_id, organization_id)
        hook = NoticeHook(before.id if before else self._snowflakes.at(now_ms()), app_id, organization_id, url)
        values = (int(hook.id), int(app_id), int(organization_id), url)
        self._database.run(f"INSERT OR REPLACE INTO notice_hooks VALUES ({marks(4)})", *values)
        return hook

    def unsubscribe(self, app_id: str, organization_id: str) -> None:
        self._database.run(
            "DELETE FROM notice_hooks WHERE app_id = ? AND organization_id = ?", int(app_id), int(organization_id)
        )

    def hook(self, hook_id: str) -> NoticeHook | None:
        row = self._database.row("SELECT * FROM notice_hooks WHERE id = ?", int(hook_id))
        return None if row is None else _hook(row)

    def hook_of(self, app_id: str, organization_id: str) -> NoticeHook | None:
        row = self._database.row(
            "SELECT * FROM notice_hooks WHERE app_id = ? AND organization_id = ?", int(app_id), int(organization_id)
        )
        return None if row is None else _hook(row)

    def listening(self, organization_id: str) -> list[NoticeHook]:
        rows = self._database.rows("SELECT * FROM notice_hooks WHERE organization_id = ?", int(organization_id))
        return [_hook(row) for row in rows]


def _notice(row: sqlite3.Row) -> Notice:
    ids = (str(row["id"]), str(row["organization_id"]), row["action"], str(row["entry_id"]), str(row["post_id"]))
    return Notice(*ids, row["created_at"])


def _hook(row: sqlite3.Row) -> NoticeHook:
    return NoticeHook(str(row["id"]), str(row["app_id"]), str(row["organization_id"]), row["url"])
