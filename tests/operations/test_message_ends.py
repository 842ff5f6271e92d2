"""Where a request ends is read in one way: nothing that is hidden behind it is taken for another one."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.house import NAME, House, Process
from tests.operations.proxy import NGINX, Proxy, proxied

HOST = f"Host: {NAME}\r\n"
HIDDEN = f"GET /board.json?hidden HTTP/1.1\r\n{HOST}\r\n"
LENGTH = len(HIDDEN)

# Two ends at once: the chunks' own end comes first, and the hidden request lies between it and the end by length.
TWO_ENDS = {
    "a length and chunks": f"Content-Length: {LENGTH + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and a length": f"Transfer-Encoding: chunked\r\nContent-Length: {LENGTH + 5}\r\n\r\n0\r\n\r\n",
    "a short length and chunks": "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}
NO_END = {
    "two lengths": f"Content-Length: 0\r\nContent-Length: {LENGTH}\r\n\r\n",
    "a list of lengths": f"Content-Length: 0, {LENGTH}\r\n\r\n",
    "a length with a sign": "Content-Length: +0\r\n\r\n",
    "a coding that nobody knows": "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a coding after the chunks": "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a blank before the colon": "Content-Length: 5\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
}


@pytest.fixture(scope="module")
def web(house: House) -> Process:
    process = house.start("web")
    house.answering(process)
    return process


@pytest.fixture(scope="module")
def live(house: House) -> Process:
    process = house.start("live")
    house.answering(process)
    return process


@pytest.fixture(scope="module")
def proxy(house: House, web: Process, live: Process) -> Iterator[Proxy]:
    if not Path(NGINX).exists():
        pytest.skip("nginx is not installed; on Debian: apt-get install nginx-light")
    with proxied(house.folder / "ends", [web.port], [live.port]) as proxy:
        yield proxy


def answers(line: socket.socket, path: str, ends: str) -> list[bytes]:
    """The first line of every answer until the other side closes the connection."""
    line.sendall(f"POST {path} HTTP/1.1\r\n{HOST}{ends}{HIDDEN}".encode())
    received = b""
    with contextlib.suppress(ConnectionResetError):
        while some := line.recv(65536):
            received += some
    return [part.partition(b"\r\n")[0] for part in received.split(b"HTTP/1.1 ")[1:]]


def plain(process: Process) -> socket.socket:
    return socket.create_connection(("127.0.0.1", process.port), timeout=60)


@pytest.mark.parametrize("ends", TWO_ENDS.values(), ids=TWO_ENDS)
def test_of_two_ends_the_chunks_count_and_the_line_is_closed(web: Process, ends: str) -> None:
    with plain(web) as line:
        assert len(answers(line, "/account/login/", ends)) == 1


@pytest.mark.parametrize("ends", NO_END.values(), ids=NO_END)
def test_a_request_whose_end_nobody_can_tell_is_refused(web: Process, live: Process, ends: str) -> None:
    for process, path in ((web, "/account/login/"), (live, "/live/")):
        with plain(process) as line:
            (only,) = answers(line, path, ends)
        assert only.startswith(b"400"), process.kind


@pytest.mark.parametrize("ends", [*TWO_ENDS.values(), *NO_END.values()], ids=[*TWO_ENDS, *NO_END])
def test_the_delivered_proxy_hands_none_of_them_on(proxy: Proxy, ends: str) -> None:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE  # made by this test a moment ago
    with (
        socket.create_connection(("127.0.0.1", proxy.secure), timeout=60) as raw,
        trusting.wrap_socket(raw, server_hostname=NAME) as line,
    ):
        (only,) = answers(line, "/account/login/", ends)
    assert only[:3] in {b"400", b"501"}
