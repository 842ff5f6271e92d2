"""What happened since the last time, asked for: LinkedIn keeps its notifications for 60 days. The usual way, without webhooks."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from webcare.channels.account import Account
from webcare.channels.adapter import RawEvent
from webcare.channels.linkedin import reacting
from webcare.channels.linkedin.addresses import named
from webcare.channels.linkedin.api import Api, understood
from webcare.channels.linkedin.fields import Shape, raw
from webcare.channels.linkedin.limits import pause
from webcare.channels.linkedin.parse import KIND
from webcare.channels.listed import Aside
from webcare.lib.now import real_now

ACTIONS = ("COMMENT", "ADMIN_COMMENT", "COMMENT_EDIT", "COMMENT_DELETE", "SHARE_MENTION")
FIRST_LOOK = timedelta(hours=24)  # how far back a new page is read
OVERLAP = timedelta(minutes=5)  # since LinkedIn lists what happened a moment later
KEPT_FOR = timedelta(days=59)
log = logging.getLogger(__name__)


def catch_up(account: Account) -> Iterator[RawEvent]:
    """Notifications since the cursor, oldest first, and who reacted; it moves when all of them were kept."""
    started, since, aside = real_now(), _since(account), Aside()
    with understood():
        pages = Api(account).pages(_path(account, since, started))
        found = [one for page in pages for one in aside.sound(page, "elements", reads=_read)]
        for notification in sorted(found, key=lambda one: one.maybe_moment("lastModifiedAt") or started):
            yield _event(notification)
        yield from aside.events
    account.cursor = {**account.cursor, "read_until": started.isoformat()}
    yield from reacting.look(account)


def ask_again_and_again(account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
    """There is no line to wait on; so this looks now and then, until `stop` is set."""
    wake()
    while not stop.wait(pause(account)):
        wake()


def key_of(notification: Shape) -> str:
    """The same, whether it was brought or asked for."""
    return f"notification:{notification.identifier('notificationId')}"


def _path(account: Account, since: datetime, until: datetime) -> str:
    asked = f"actions=List({','.join(ACTIONS)})&organizationalEntity={named(account.external_id)}"
    span = f"timeRange=(start:{_milliseconds(since)},end:{_milliseconds(until)})"
    return f"organizationalEntityNotifications?q=criteria&{asked}&{span}"


def _read(notification: Shape) -> tuple[object, ...]:
    return notification.maybe_moment("lastModifiedAt"), key_of(notification)


def _event(notification: Shape) -> RawEvent:
    """As the webhook would have told it, so that one parser reads both."""
    payload = json.dumps({"type": KIND, "notifications": [raw(notification)]}, separators=(",", ":"))
    return RawEvent(key_of(notification), payload.encode())


def _since(account: Account) -> datetime:
    """Where to begin: at the last time, or when the page was connected."""
    try:
        last = datetime.fromisoformat(str(account.cursor.get("read_until")))
    except ValueError:
        last = account.connected_at or real_now() - FIRST_LOOK
    return max(min(last, real_now()) - OVERLAP, real_now() - KEPT_FOR)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
