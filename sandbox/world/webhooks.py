"""Where apps want to hear of events (webhooks), and which ones they asked for (subscriptions)."""

import sqlite3
from dataclasses import dataclass

from sandbox.clock import now_ms
from sandbox.snowflake import Snowflakes
from sandbox.world.database import Database, marks


@dataclass(frozen=True)
class Webhook:
    id: str
    app_id: str
    url: str
    valid: bool
    created_at: int


@dataclass(frozen=True)
class Subscription:
    id: str
    app_id: str
    webhook_id: str | None
    event_type: str
    user_id: str
    direction: str | None
    tag: str | None
    created_at: int
    updated_at: int


@dataclass(frozen=True)
class NewSubscription:
    app_id: str
    webhook_id: str | None
    event_type: str
    user_id: str
    direction: str | None = None
    tag: str | None = None


class Webhooks:
    def __init__(self, database: Database, snowflakes: Snowflakes) -> None:
        self._database = database
        self._snowflakes = snowflakes

    def add(self, app_id: str, url: str) -> Webhook:
        at = now_ms()
        webhook = Webhook(self._snowflakes.at(at), app_id, url, True, at)
        self._database.run("INSERT INTO webhooks VALUES (?, ?, ?, ?, ?)", int(webhook.id), int(app_id), url, True, at)
        return webhook

    def get(self, webhook_id: str) -> Webhook | None:
        row = (
            self._database.row("SELECT * FROM webhooks WHERE id = ?", int(webhook_id)) if webhook_id.isdigit() else None
        )
        return None if row is None else _webhook(row)

    def of_app(self, app_id: str) -> list[Webhook]:
        rows = self._database.rows("SELECT * FROM webhooks WHERE app_id = ? ORDER BY id", int(app_id))
        return [_webhook(row) for row in rows]

    def everyone(self) -> list[Webhook]:
        return [_webhook(row) for row in self._database.rows("SELECT * FROM webhooks ORDER BY id")]

    def mark(self, webhook_id: str, *, valid: bool) -> None:
        self._database.run("UPDATE webhooks SET valid = ? WHERE id = ?", valid, int(webhook_id))

    def remove(self, webhook_id: str) -> None:
        with self._database.together():
            self._database.run("DELETE FROM webhooks WHERE id = ?", int(webhook_id))
            self._database.run("DELETE FROM subscriptions WHERE webhook_id = ?", int(webhook_id))
            self._database.run(
                "UPDATE outbox SET given_up_at = ?, error = 'the webhook is gone' WHERE webhook_id = ?"
                " AND delivered_at IS NULL AND given_up_at IS NULL",
                now_ms(),
                int(webhook_id),
            )

    def subscribe(self, new: NewSubscription) -> Subscription | None:
        """None when the same is subscribed already."""
        there = self._database.row(
            "SELECT 1 FROM subscriptions WHERE app_id = ? AND event_type = ? AND user_id = ? AND direction IS ?",
            int(new.app_id),
            new.event_type,
            int(new.user_id),
            new.direction,
        )
        if there is not None:
            return None
        at = now_ms()
        made = Subscription(
            self._snowflakes.at(at),
            new.app_id,
            new.webhook_id,
            new.event_type,
            new.user_id,
            new.direction,
            new.tag,
            at,
            at,
        )
        self._database.run(
            f"INSERT INTO subscriptions VALUES ({marks(9)})",
            int(made.id),
            int(made.app_id),
            None if made.webhook_id is None else int(made.webhook_id),
            made.event_type,
            int(made.user_id),
            made.direction,
            made.tag,
            made.created_at,
            made.updated_at,
        )
        return made

    def subscriptions(self, app_id: str) -> list[Subscription]:
        rows = self._database.rows("SELECT * FROM subscriptions WHERE app_id = ? ORDER BY id", int(app_id))
        return [_subscription(row) for row in rows]

    def subscription(self, subscription_id: str) -> Subscription | None:
        if not subscription_id.isdigit():
            return None
        row = self._database.row("SELECT * FROM subscriptions WHERE id = ?", int(subscription_id))
        return None if row is None else _subscription(row)

    def change(self, subscription_id: str, webhook_id: str | None, tag: str | None) -> None:
        self._database.run(
            "UPDATE subscriptions SET webhook_id = coalesce(?, webhook_id), tag = coalesce(?, tag), updated_at = ? WHERE id = ?",
            None if webhook_id is None else int(webhook_id),
            tag,
            now_ms(),
            int(subscription_id),
        )

    def unsubscribe(self, subscription_id: str) -> bool:
        return self._database.run("DELETE FROM subscriptions WHERE id = ?", int(subscription_id)) > 0

    def listening(self, event_type: str, user_id: str) -> list[Subscription]:
        rows = self._database.rows(
            "SELECT * FROM subscriptions WHERE event_type = ? AND user_id = ? AND webhook_id IS NOT NULL",
            event_type,
            int(user_id),
        )
        return [_subscription(row) for row in rows]


def _webhook(row: sqlite3.Row) -> Webhook:
    return Webhook(str(row["id"]), str(row["app_id"]), row["url"], bool(row["valid"]), row["created_at"])


def _subscription(row: sqlite3.Row) -> Subscription:
    return Subscription(
        id=str(row["id"]),
        app_id=str(row["app_id"]),
        webhook_id=None if row["webhook_id"] is None else str(row["webhook_id"]),
        event_type=row["event_type"],
        user_id=str(row["user_id"]),
        direction=row["direction"],
        tag=row["tag"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
