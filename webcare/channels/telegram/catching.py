"""Asking Telegram for updates: long polling with a cursor, for bots that have no public address to be called at."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, RawEvent
from webcare.channels.listed import Aside
from webcare.channels.telegram.api import Api, understood
from webcare.channels.telegram.door import key_of
from webcare.channels.telegram.fields import Shape
from webcare.channels.telegram.forms import ASKING
from webcare.channels.telegram.limits import AT_ONCE, WAIT_SECONDS
from webcare.lib.now import real_now

# Reactions are told only to those who name them.
UPDATES = (
    "message", "edited_message", "business_connection", "business_message", "edited_business_message",
    "deleted_business_messages", "message_reaction", "my_chat_member",
)  # fmt: skip
FORGOTTEN = timedelta(days=5)  # after a quiet week Telegram goes on counting from a number of its own choice
PAUSE = timedelta(seconds=5)


def asks(account: Account) -> bool:
    """Whether we ask for updates ourselves."""
    return str(account.settings.get("updates", "")) == ASKING


def catch_up(account: Account) -> Iterator[RawEvent]:
    """What Telegram still holds. With a webhook that is nothing: Telegram brings again what we did not take.

    An update without a number cannot be confirmed by itself; it goes with the next one that has a number.
    """
    api = Api.of(account)
    while asks(account):
        answer, aside = ask(api, offset_of(account.cursor)), Aside()
        before = account.cursor
        for update in aside.sound(answer, "result", reads=_number):
            number = _number(update)
            yield RawEvent(key_of(account.external_id, number), json.dumps(update.values).encode())
            account.cursor = {"offset": number + 1, "at": real_now().isoformat()}
        yield from aside.events
        if account.cursor == before:
            return


def idle(account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
    """Hold a line to Telegram, which answers as soon as something happens. Raises DeliveryError when the token ended."""
    if not asks(account):
        stop.wait()
        return
    api = Api.of(account)
    while not stop.is_set():
        try:
            waiting = bool(ask(api, offset_of(account.cursor), seconds=WAIT_SECONDS, most=1).every("result"))
        except DeliveryError as error:
            if error.reauth:
                raise
            stop.wait((error.retry_after or PAUSE).total_seconds())  # another of our processes may be asking
            continue
        if waiting and not stop.is_set():
            before = account.cursor
            wake()
            account.refresh_from_db(fields=["cursor"])
            if account.cursor == before:  # it could not be kept; asking again at once would not help
                stop.wait(PAUSE.total_seconds())


def ask(api: Api, offset: int | None, *, seconds: int = 0, most: int = AT_ONCE) -> Shape:
    """The oldest updates from there on, in `result`; whatever is older is confirmed by it, and gone for ever."""
    asked = {"offset": offset, "limit": most, "timeout": seconds, "allowed_updates": list(UPDATES)}
    answer = api.call("getUpdates", asked)
    with understood():
        answer.every("result")
    return answer


def _number(update: Shape) -> int:
    return update.number("update_id")


def offset_of(cursor: Mapping[str, Any]) -> int | None:
    """Where to go on; after days of silence from whatever Telegram holds, since a repeat costs nothing."""
    offset, at = cursor.get("offset"), cursor.get("at")
    if not isinstance(offset, int) or not isinstance(at, str):
        return None
    return None if real_now() - datetime.fromisoformat(at) > FORGOTTEN else offset
