"""Whoever sends slowly waits at the door of a real web process, and nobody behind them notices."""

from __future__ import annotations

import socket
from contextlib import ExitStack

import httpx2
import pytest

from tests.operations.house import NAME, House, Process

SLOW = 100  # several times as many as there are threads


@pytest.fixture(scope="module")
def web(house: House) -> Process:
    process = house.start("web")
    house.answering(process)
    return process


def slow_post(web: Process, length: int = 100_000) -> socket.socket:
    """A form of which only the first sign ever comes."""
    line = socket.create_connection(("127.0.0.1", web.port), timeout=60)
    head = f"POST /account/login/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {length}\r\n\r\n"
    line.sendall(head.encode() + b"{")
    return line


def ask(web: Process, method: str, path: str, content: bytes = b"") -> httpx2.Response:
    address = f"http://127.0.0.1:{web.port}{path}"
    headers = {"Host": NAME, "X-Forwarded-Proto": "https"}
    return httpx2.request(method, address, headers=headers, timeout=30, trust_env=False, content=content)


def test_a_hundred_slow_senders_hold_nobody_up_and_are_sent_away(web: Process) -> None:
    with ExitStack() as lines:
        slow = [lines.enter_context(slow_post(web)) for _ in range(SLOW)]
        for _ in range(3):
            assert ask(web, "GET", "/board.json").status_code == 200
        assert ask(web, "POST", "/hooks/x/nobody", content=b"{}").status_code == 404, "nor do they hold up networks"
        answers = [line.recv(4096) for line in slow]
    assert all(answer.startswith(b"HTTP/1.1 408") for answer in answers)


def test_what_comes_whole_arrives_as_it_was_sent(web: Process) -> None:
    assert ask(web, "GET", "/board.json").headers["content-type"].startswith("application/json")
    assert ask(web, "HEAD", "/board.json").content == b""
    assert ask(web, "GET", "/healthz").status_code == 200
    assert ask(web, "GET", "/join/%00").status_code == 400
    assert ask(web, "GET", "/caf%C3%A9-%FF?q=%ff").status_code in {400, 404}
    assert ask(web, "POST", "/hooks/x/nobody", content=b"x" * 9_000_000).status_code == 404
    page = ask(web, "GET", "/account/login/")
    assert page.status_code == 200
    assert "csrf" in page.headers["set-cookie"]
    sheet = next(word for word in page.text.split('"') if word.endswith(".css"))
    assert len(ask(web, "GET", sheet).content) > 100


def test_more_than_any_door_takes_is_refused_before_it_is_kept(web: Process) -> None:
    with slow_post(web, 300_000_000) as line:
        line.sendall(b"x" * 1_000_000)
        received = b""
        sent = 1_000_000
        while sent < 250_000_000 and not received:
            try:
                sent += line.send(b"x" * 1_000_000)
                line.settimeout(0.001)
                received = line.recv(100)
            except TimeoutError:
                line.settimeout(30)
            except (BrokenPipeError, ConnectionResetError):
                break
        assert sent < 250_000_000
