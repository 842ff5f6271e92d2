"""A line to the account's server, on which it says at once that something happened; its lists tell what. They are also read by
the clock: for what no line tells, and because not every server keeps one.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from urllib.parse import urlsplit

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels import calling
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.chosen import chosen
from webcare.channels.inbound import Unparsable
from webcare.channels.looking import LEAST_SECONDS
from webcare.channels.mastodon import connect, problems, watching
from webcare.channels.mastodon.api import NAME, Api, understood
from webcare.channels.mastodon.catching import NAMING, REACTING
from webcare.channels.mastodon.fields import Shape
from webcare.channels.mastodon.limits import CONNECT_SECONDS, POLL_SECONDS
from webcare.lib import outbound
from webcare.lib.limits import MIB

LASTS = 3600.0  # seconds that a line stands at most; then another one is opened
SILENT = 45.0  # seconds; a server says every 15 that it is still there
LISTENING = 60.0  # seconds between two looks by the clock while the line stands
BREATH, MOMENT, MINUTE = 0.25, 1.0, 60.0
AT_ONCE = 7  # looks in a minute because of news, of about six calls each: a server takes 300 calls in five minutes
LONGEST = MIB  # of one line
REFUSED_FOR = 600.0  # seconds until a server that keeps no line for us is asked again
BACK_OFF = (1.0, 2.0, 5.0, 15.0, 60.0)  # seconds after the nth failure in a row
NO_STREAM = _("The Mastodon server answered with something other than a stream.")
log = logging.getLogger(__name__)


class Haste(Enum):
    """How soon somebody has to look after a word on the line."""

    NONE = "none"  # by the clock, which goes slowly while the line stands
    SOON = "soon"  # as often as without a line: a post that many people star would fill a minute with looks
    AT_ONCE = "at once"


def listen(account: Account, wake: Callable[[], None], stop: threading.Event) -> None:
    """Call `wake` when something may have come, and by the clock, until `stop` is set."""
    seconds = max(chosen(account, "poll_seconds", POLL_SECONDS), LEAST_SECONDS)
    line, looks = Line(account), deque[float](maxlen=AT_ONCE)
    try:
        while not stop.is_set():
            line.forget()
            wake()
            looks.append(time.monotonic())
            account.refresh_from_db(fields=["cursor"])
            while not stop.wait(BREATH) and not _due(looks, line, seconds):
                line.keep_open()
    finally:
        line.hang_up()


def _due(looks: deque[float], line: Line, seconds: float) -> bool:
    """After news at once, unless there have been many looks in this minute; who stars something waits as without a line."""
    since = time.monotonic() - looks[-1]
    is_calm = line.stands and not line.stirred.is_set()
    if since >= (max(seconds, LISTENING) if is_calm else seconds):
        return True
    busy = len(looks) == AT_ONCE and time.monotonic() - looks[0] < MINUTE
    return line.news.is_set() and since >= (seconds if busy else MOMENT)


@contextmanager
def opened(account: Account) -> Iterator[Iterator[str]]:
    """What the server says, line by line. Raises DeliveryError where it keeps no line for us."""
    api = Api(account)
    address = _address(api)
    headers = {"authorization": f"Bearer {api.token}", "accept": "text/event-stream"}
    with (
        calling.answered(NAME),
        outbound.client(read=SILENT, connect=CONNECT_SECONDS, whole=LASTS) as own,
        own.stream("GET", address, headers=headers) as response,
    ):
        if not response.is_success:
            response.read()
            raise problems.from_response(response, sends=False)
        if not response.headers.get("content-type", "").startswith("text/event-stream"):
            raise DeliveryError(NO_STREAM, True)
        yield _lines(response)


class Line:
    """Held by a thread of its own. `news` is set when something may have come, also when the line begins to stand; `stirred`
    when it is something that nobody has to see at once."""

    def __init__(self, account: Account) -> None:
        self.news, self.stirred, self.stands = threading.Event(), threading.Event(), False
        self._account, self._over = account, threading.Event()
        self._thread: threading.Thread | None = None
        self._failures, self._again_at = 0, 0.0

    def keep_open(self) -> None:
        """Open it, where it does not stand and it is time to try again."""
        if (self._thread is None or not self._thread.is_alive()) and time.monotonic() >= self._again_at:
            self._thread = threading.Thread(target=self._hold, name=f"stream of {self._account}", daemon=True)
            self._thread.start()

    def forget(self) -> None:
        """What was heard so far, since somebody looks now."""
        self.news.clear()
        self.stirred.clear()

    def hang_up(self) -> None:
        """At the next word that is heard on it."""
        self._over.set()

    def _hold(self) -> None:
        began, pause = time.monotonic(), 0.0
        try:
            with opened(self._account) as lines:
                self.stands = True
                self.news.set()  # for what came while nobody listened
                self._hear(lines)
        except DeliveryError as error:
            pause = REFUSED_FOR if error.permanent else 0.0
            log.info("%s has no line to its server: %s", self._account, error.message)
        finally:
            self.stands = False
        self._failures = 1 if time.monotonic() - began > MINUTE else self._failures + 1
        self._again_at = time.monotonic() + (pause or BACK_OFF[min(self._failures, len(BACK_OFF)) - 1])

    def _hear(self, lines: Iterator[str]) -> None:
        kind = ""
        for line in lines:
            if self._over.is_set():
                return
            name, _, told = line.partition(":")
            if name == "event":
                kind = told.strip()
            elif name == "data":
                self._heed(haste_of(self._account, kind, told.strip()))

    def _heed(self, haste: Haste) -> None:
        if haste is Haste.AT_ONCE:
            self.news.set()
        elif haste is Haste.SOON:
            self.stirred.set()


def haste_of(account: Account, kind: str, told: str) -> Haste:
    """Whether somebody waits for it; what a server says besides is found by the clock."""
    if kind == "delete":
        return _watched(account, told)
    try:
        item = Shape.read(told.encode())
        if kind == "notification":
            return _noticed(item.maybe_words("type"))
        if kind == "status.update":
            return _watched(account, item.maybe_identifier("id"))
        if kind == "update":  # of all whom the account follows
            ours = item.shape("account").maybe_identifier("id") == account.external_id.partition("/")[2]
            return Haste.AT_ONCE if ours else Haste.NONE
    except Unparsable:
        return Haste.AT_ONCE
    return Haste.AT_ONCE if kind in {"conversation", "notifications_merged"} else Haste.NONE


def _noticed(kind: str) -> Haste:
    if kind in NAMING:
        return Haste.AT_ONCE
    return Haste.SOON if kind in REACTING else Haste.NONE


def _watched(account: Account, local: str) -> Haste:
    return Haste.AT_ONCE if watching.is_watched(account, local) else Haste.NONE


def _address(api: Api) -> str:
    """Where the server streams; it may name another machine, and our token goes nowhere without TLS but where it is sent anyway."""
    with understood():
        told = connect.instance(api)
        urls = (told.maybe_shape("configuration") or told).maybe_shape("urls") or told.maybe_shape("urls")
        named = urls.maybe_words("streaming", "streaming_api") if urls else ""
    place = named.strip().rstrip("/").replace("ws", "http", 1)
    safe = urlsplit(place).scheme == "https" or urlsplit(place).netloc == urlsplit(api.base).netloc
    return f"{place if named and safe else api.base}/api/v1/streaming/user"


def _lines(response: httpx2.Response) -> Iterator[str]:
    """Never more of one than a server has reason to send."""
    rest = b""
    for piece in response.iter_bytes():
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace").rstrip("\r")
        if len(rest) > LONGEST:
            raise DeliveryError(NO_STREAM, True)
