"""How long one call to others may take as a whole, so that a peer that sends a byte now and then holds nobody for ever.

A limit for each sign of life is kept by the client itself; here the sum of them ends. The time of a call runs in the thread
that makes it, from the question to the last byte of the answer.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore2

WHOLE = 120.0  # seconds for a call, its answer and whatever file that is
LOOKUP = 10.0  # seconds for what a name leads to; the system's own resolver may take longer
_of_this_thread = threading.local()


def begin(whole: float) -> None:
    """The time of this thread's call begins to run, until whoever reads the answer piece by piece has it."""
    _of_this_thread.until = time.monotonic() + whole


def left(seconds: float | None) -> float:
    """How long to wait for the next sign of life. Raises TimeoutError where the whole is used up."""
    rest = getattr(_of_this_thread, "until", time.monotonic() + WHOLE) - time.monotonic()
    if rest <= 0:
        raise TimeoutError("It took longer as a whole than a call may.")
    return rest if seconds is None else min(seconds, rest)


def looked_up(host: str, port: int) -> list[str]:
    """The addresses of a host. The system's resolver knows no limit of ours, so it is asked in a thread that we can leave."""
    found: list[str] = []
    trouble: list[Exception] = []

    def ask() -> None:
        try:
            found.extend(str(place[0]) for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            trouble.append(error)

    asking = threading.Thread(target=ask, name=f"looking up {host}", daemon=True)
    asking.start()
    asking.join(LOOKUP)
    if asking.is_alive():
        raise TimeoutError(f"no name server answered within {LOOKUP:g} s")
    if trouble:
        raise trouble[0]
    return found


class Wires(httpcore2.NetworkBackend):
    """The client's own connections, each step of which ends with the call."""

    def __init__(self) -> None:
        self._wires = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        with _said(httpcore2.ConnectTimeout):
            seconds = left(timeout)
        return Wire(self._wires.connect_tcp(host, port, seconds, local_address, socket_options))


class Wire(httpcore2.NetworkStream):
    """One of them."""

    def __init__(self, wire: httpcore2.NetworkStream) -> None:
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _said(httpcore2.ReadTimeout):
            seconds = left(timeout)
        return self._wire.read(max_bytes, seconds)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with _said(httpcore2.WriteTimeout):
            seconds = left(timeout)
        self._wire.write(buffer, seconds)

    def close(self) -> None:
        self._wire.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        with _said(httpcore2.ConnectTimeout):
            seconds = left(timeout)
        return Wire(self._wire.start_tls(ssl_context, server_hostname, seconds))

    def get_extra_info(self, info: str) -> Any:
        return self._wire.get_extra_info(info)


@contextmanager
def _said(kind: type[httpcore2.TimeoutException]) -> Iterator[None]:
    """As the client says it."""
    try:
        yield
    except TimeoutError as error:
        raise kind(str(error)) from error
