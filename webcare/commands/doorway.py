"""The door of a web process: waits for what people send, with a deadline, and gives a thread only to what has come whole.

A thread has a connection to the database and there are few of them; whoever sends a letter a minute must not hold one.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from webcare.lib import memory
from webcare.lib.limits import ATTACHMENT_BYTES, MIB

Message = dict[str, Any]  # of ASGI
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Wsgi = Callable[..., Iterable[bytes]]

PATIENCE = 15.0  # seconds for the first bytes
SLOWEST = 16 * 1024  # bytes in a second; the worst of mobile lines is faster
LARGEST = 4 * ATTACHMENT_BYTES  # several files in one form; each door has a limit of its own
IN_MEMORY = MIB
CHUNK = 256 * 1024
HOOK_THREADS = (
    6  # at most: while one waits for the disk the others come to the counter, and one commit keeps their events
)
READER_SECONDS = 60.0  # for one chunk, until we let go of who does not read


class TooMuch(Exception):
    """More than any door takes."""


class Left(Exception):
    """Whoever asked is gone."""


@dataclass
class Answer:
    """What the pages say."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    @property
    def start(self) -> Message:
        """How it begins."""
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}


class Doorway:
    """ASGI outside, WSGI inside; `threads` requests are answered at the same time, any number may be on their way in.

    What networks bring has threads of its own, so that nobody at a desk stands in a queue behind a hundred thousand posts.
    """

    def __init__(self, wsgi: Wsgi, threads: int) -> None:
        self.wsgi = wsgi
        hooks = min(HOOK_THREADS, max(1, threads // 2))
        self.hooks = ThreadPoolExecutor(hooks, thread_name_prefix="hook")
        self.pages = ThreadPoolExecutor(max(1, threads - hooks), thread_name_prefix="page")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request."""
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                size = await whole(receive, body)
            except TimeoutError:
                answer: Answer | None = _refusal(408, b"It took too long to arrive.\n")
            except TooMuch:
                answer = _refusal(413, b"Nobody takes so much at once.\n")
            except Left:
                return
            else:
                body.seek(0)
                loop = asyncio.get_running_loop()
                environ = environment(scope, body, size)
                pool = self.hooks if scope["path"].startswith("/hooks/") else self.pages
                answer = await loop.run_in_executor(pool, self._answer, environ, _Saying(loop, send))
        if answer:
            await send(answer.start)
            await send({"type": "http.response.body", "body": answer.body})

    def _answer(self, environ: dict[str, Any], say: _Saying) -> Answer | None:
        """In a thread: the answer, unless it was so long that it was sent piece by piece."""
        answer = Answer()

        def start(status: str, headers: list[tuple[str, str]], _trouble: object = None) -> None:
            answer.status = int(status[:3])
            answer.headers = [(name.lower().encode("latin1"), text.encode("latin1")) for name, text in headers]

        rows = self.wsgi(environ, start)
        try:
            chunks = _chunks(rows)
            answer.body, second = next(chunks, b""), next(chunks, None)
            if second is None:
                return answer
            say(answer.start)
            for chunk in chain((answer.body, second), chunks):
                say({"type": "http.response.body", "body": chunk, "more_body": True})
            say({"type": "http.response.body", "body": b""})
            return None
        finally:
            if close := getattr(rows, "close", None):
                close()  # in this thread, whose connection to the database it gives back


@dataclass(frozen=True, slots=True)
class _Saying:
    """From a thread to whoever asked."""

    loop: asyncio.AbstractEventLoop
    send: Send

    def __call__(self, message: Message) -> None:
        async def said() -> None:
            await self.send(message)

        asyncio.run_coroutine_threadsafe(said(), self.loop).result(READER_SECONDS)


async def whole(receive: Receive, body: IO[bytes]) -> int:
    """Take everything in; its bytes. Raises TimeoutError, TooMuch and Left."""
    loop = asyncio.get_running_loop()
    began, size = loop.time(), 0
    async with asyncio.timeout(PATIENCE) as deadline:
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise Left
            size += len(message.get("body", b""))
            if size > LARGEST:
                raise TooMuch
            body.write(message.get("body", b""))
            if not message.get("more_body"):
                return size
            deadline.reschedule(began + PATIENCE + size / SLOWEST)


def environment(scope: Message, body: IO[bytes], size: int) -> dict[str, Any]:
    """What WSGI (PEP 3333) calls a request."""
    server = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1] or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": str((scope.get("client") or ("",))[0]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in _fields(scope["headers"]):
        together = "; " if name == "HTTP_COOKIE" else ","
        environ[name] = f"{environ[name]}{together}{value}" if name in environ else value
    return environ | {"CONTENT_LENGTH": str(size) if size else environ.get("CONTENT_LENGTH", "")}


def _fields(headers: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[str, str]]:
    for raw, value in headers:
        name = raw.decode("latin1").upper()
        if "_" in name:
            continue  # it would pass for the one with a hyphen, which only the proxy may set
        name = name.replace("-", "_")
        yield name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}", value.decode("latin1")


def _chunks(rows: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that are worth a journey."""
    kept, size = [], 0
    for row in rows:
        kept.append(row)
        size += len(row)
        if size >= CHUNK:
            yield b"".join(kept)
            kept, size = [], 0
    if kept:
        yield b"".join(kept)


def _refusal(status: int, sentence: bytes) -> Answer:
    return Answer(status, [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")], sentence)


def open_door() -> Doorway:
    """For Granian, in the process that it starts."""
    memory.keep_little()
    from webcare.commands.wsgi import application  # noqa: PLC0415 - it sets Django up, in that process only

    return Doorway(application, int(os.environ["WEBCARE_THREADS"]))
