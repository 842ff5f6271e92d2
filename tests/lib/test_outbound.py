"""Nobody makes us call our own network: not by an address, not by a name, not by a redirect, not by a name that changes."""

from __future__ import annotations

import contextlib
import http.server
import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from tests.house.sources import python_files
from webcare.lib import outbound, patience
from webcare.lib.outbound import NotListed, NotPublic, is_public, may_be_called, may_be_private


@pytest.fixture
def server() -> Iterator[Any]:
    """Tells who was asked for, and sends on to wherever the path says."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers["Host"])
            to = self.path[1:]
            self.send_response(302 if to else 200)
            if to:
                self.send_header("Location", to)
            self.end_headers()

        def log_message(self, *words: Any) -> None:
            """Not to the terminal."""

    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.asked = asked  # type: ignore[attr-defined]  # what the test looks at
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def nothing_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(outbound.PRIVATE, raising=False)


def resolve_to(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """Names lead to these addresses, to the next ones at each question."""
    waiting = list(answers)

    def told(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        numbers = host.replace(".", "").isdigit()
        found = [host] if numbers else waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", told)


def get(url: str) -> httpx2.Response:
    with outbound.client(read=5, connect=5) as client:
        return client.get(url)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",
     "fe80::1", "fd00::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::",
     "2001:0:7f00:1::", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "ff02::1"],
)  # fmt: skip
def test_addresses_of_our_own_networks_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111"])
def test_addresses_that_anybody_may_have_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433", "127.1"])
def test_our_own_machine_is_not_called_however_it_is_written(server: Any, nothing_listed: None, host: str) -> None:
    with pytest.raises(httpx2.ConnectError):
        get(f"http://{host}:{server.server_port}/")
    assert not server.asked


def test_a_name_that_leads_inside_is_not_followed(
    server: Any, nothing_listed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, ["127.0.0.1"])
    with pytest.raises(NotPublic, match="no public address"):
        get(f"http://friendly.example:{server.server_port}/")
    assert not server.asked


def test_one_inner_address_among_public_ones_is_enough(nothing_listed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(NotPublic):
        get("http://friendly.example/")


def test_the_name_is_asked_once_so_that_it_cannot_change_its_mind(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(outbound.PRIVATE, f"http://friendly.example:{server.server_port}")
    resolve_to(monkeypatch, ["127.0.0.1"], ["10.255.255.1"])
    assert get(f"http://friendly.example:{server.server_port}/").status_code == 200
    assert server.asked == [f"friendly.example:{server.server_port}"]


def test_a_listed_origin_may_be_called_and_no_other_port_of_it(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(outbound.PRIVATE, f"http://127.0.0.1:{server.server_port}")
    assert get(f"http://127.0.0.1:{server.server_port}/").status_code == 200
    with pytest.raises(NotPublic):
        get(f"http://127.0.0.1:{server.server_port + 1}/")


def test_a_redirect_is_not_followed_and_would_be_looked_at(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(outbound.PRIVATE, f"http://127.0.0.1:{server.server_port}")
    there = f"http://127.0.0.1:{server.server_port}/http://10.0.0.1/secret"
    assert get(there).status_code == 302
    with outbound.client(read=5, connect=5) as client, pytest.raises(NotPublic):
        client.get(there, follow_redirects=True)


def test_a_proxy_of_the_environment_is_not_asked(
    server: Any, nothing_listed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{server.server_port}")
    resolve_to(monkeypatch, ["10.0.0.1"])
    with pytest.raises(NotPublic):
        get("http://friendly.example/")
    assert not server.asked


@pytest.mark.parametrize(
    ("listed", "allowed"),
    [
        ("http://127.0.0.1:8020", True),
        ("http://127.0.0.1:*", True),
        ("https://127.0.0.1:8020", False),
        ("http://127.0.0.1", False),
        ("", False),
        ("http://other:8020, http://127.0.0.1:8020", True),
    ],
)
def test_origins_are_listed_with_scheme_and_port(monkeypatch: pytest.MonkeyPatch, listed: str, allowed: bool) -> None:
    monkeypatch.setenv(outbound.PRIVATE, listed)
    assert may_be_private("http", "127.0.0.1", 8020) is allowed


def test_nothing_else_calls_out_by_http() -> None:
    """The demo, its terminal and the replay talk with networks of our own, on this machine."""
    own = ("webcare/lib/outbound.py", "webcare/demo/", "webcare/replay/", "webcare/commands/", "webcare/bench/")
    other = re.compile(r"httpx2?\.(Client|AsyncClient|get|post|request|stream)\(|urlopen\(|\brequests\.|http\.client")
    strays = [s.name for s in python_files("webcare") if other.search(s.text) and not s.name.startswith(own)]
    assert not strays, f"{strays}: take webcare.lib.outbound.client()"


@pytest.mark.parametrize(
    ("listed", "host", "may"),
    [
        ("", "api.x.com", True),
        ("api.x.com *.facebook.com", "api.x.com", True),
        ("api.x.com, *.facebook.com", "GRAPH.Facebook.com", True),
        ("api.x.com", "api.x.com.", True),
        ("api.x.com *.facebook.com", "facebook.com.thief.example", False),
        ("*.facebook.com", "notfacebook.com", False),
        ("api.x.com", "x.com", False),
    ],
)
def test_where_hosts_are_listed_no_other_is_called(
    monkeypatch: pytest.MonkeyPatch, listed: str, host: str, may: bool
) -> None:
    monkeypatch.setenv(outbound.HOSTS, listed)
    assert may_be_called(host) is may


def test_a_host_that_is_not_listed_gets_nothing_and_is_not_even_looked_up(
    monkeypatch: pytest.MonkeyPatch, server: Any
) -> None:
    monkeypatch.setenv(outbound.HOSTS, "api.x.com")
    monkeypatch.setenv(outbound.PRIVATE, "http://127.0.0.1:*")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("it was looked up"))
    with pytest.raises(NotListed, match="not among the hosts"):
        get(f"http://127.0.0.1:{server.server_port}/")
    assert server.asked == []


@pytest.fixture
def dripping(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], str]]:
    """Somebody who says a few words and then a letter every now and then, for ever."""
    monkeypatch.setenv(outbound.PRIVATE, "http://127.0.0.1:*")
    monkeypatch.setattr(patience, "WHOLE", 0.6)
    enough = threading.Event()
    door = socket.create_server(("127.0.0.1", 0))

    def drip(words: bytes) -> None:
        visitor, _ = door.accept()
        with visitor, contextlib.suppress(OSError):
            visitor.sendall(words)
            while not enough.wait(0.02):
                visitor.sendall(b"a")

    def begin(words: bytes) -> str:
        threading.Thread(target=drip, args=(words,), daemon=True).start()
        return f"http://127.0.0.1:{door.getsockname()[1]}/"

    yield begin
    enough.set()
    door.close()


@pytest.mark.parametrize(
    "words",
    [b"", b"HTTP/1.1 200 OK\r\nx-slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"],
    ids=["before it answers", "in a header", "in what it answers"],
)
def test_who_sends_a_letter_now_and_then_holds_nobody_for_ever(dripping: Callable[[bytes], str], words: bytes) -> None:
    """No single wait is as long as what is allowed for one."""
    with pytest.raises(httpx2.ReadTimeout):
        get(dripping(words))


def test_neither_does_who_is_read_piece_by_piece(dripping: Callable[[bytes], str]) -> None:
    address = dripping(b"HTTP/1.1 200 OK\r\n\r\n")
    with outbound.client(read=5, connect=5) as client, client.stream("GET", address) as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx2.ReadTimeout):
            sum(len(piece) for piece in answer.iter_bytes())


def test_a_call_has_its_own_time_whatever_came_before_it(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(outbound.PRIVATE, "http://127.0.0.1:*")
    with outbound.client(read=5, connect=5) as client:
        for _ in range(2):
            assert client.get(f"http://127.0.0.1:{server.server_port}/").status_code == 200
            patience._of_this_thread.until = float("-inf")  # the time of that call is long over


def test_a_name_server_that_never_answers_holds_nobody_for_ever(
    nothing_listed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    enough = threading.Event()

    def silent(*_: Any, **__: Any) -> list[Any]:
        enough.wait(30)
        return []

    monkeypatch.setattr(patience, "LOOKUP", 0.05)
    monkeypatch.setattr(socket, "getaddrinfo", silent)
    with pytest.raises(httpx2.ConnectTimeout, match="friendly.example"):
        get("http://friendly.example/")
    enough.set()
