"""Nothing opens a connection but the outbound client and a named few."""

from __future__ import annotations

import ast
import socket
from collections.abc import Iterator
from threading import Thread

import pytest

from tests.house.sources import ROOT, Source, python_files
from tests.house.wires import NAMED, NOBODY, connections

WIRES = (  # whatever is called in these modules opens something, or is PURE
    "aiohttp", "dns.resolver", "ftplib", "grpc", "http.client", "http.server", "httpx", "httpx2", "imaplib", "imap_tools", "paramiko", "poplib",
    "requests", "smtplib", "socket", "socketserver", "telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc.client",
)  # fmt: skip
PURE = {
    "httpx2.Headers", "httpx2.Limits", "httpx2.Request", "httpx2.Response", "httpx2.Timeout", "httpx2.URL", "httpx2.ConnectError",
    "httpx2.QueryParams", "httpx2.BasicAuth", "socket.gethostname", "dns.resolver.LRUCache", "imaplib.Time2Internaldate", "imap_tools.AND", "imap_tools.A", "imap_tools.MailMessageFlags",
}  # fmt: skip
OTHERS = {"psycopg.connect", "psycopg.AsyncConnection.connect", "django.core.mail.get_connection"}
LOOPS = {
    "create_connection",
    "create_datagram_endpoint",
    "create_unix_connection",
    "open_connection",
    "open_unix_connection",
}


def openers(source: Source) -> Iterator[tuple[int, str]]:
    """Calls, and base classes, that open a connection: line and full name."""
    names = _imported(source.tree)
    for node in ast.walk(source.tree):
        places = [node.func] if isinstance(node, ast.Call) else node.bases if isinstance(node, ast.ClassDef) else []
        for place in places:
            name = _full(place, names)
            is_wire = (
                any(name.startswith(f"{wire}.") for wire in WIRES)
                and name not in PURE
                and not name.endswith(("Error", "Exception"))
            )
            is_transport = isinstance(node, ast.ClassDef) and name == "httpx2.BaseTransport"
            if (is_wire and not is_transport) or name in OTHERS or name.rpartition(".")[2] in LOOPS:
                yield place.lineno, name


def _imported(tree: ast.Module) -> dict[str, str]:
    """What each name of a file stands for."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {
                one.asname or one.name.partition(".")[0]: one.name if one.asname else one.name.partition(".")[0]
                for one in node.names
            }
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    return found


def _full(node: ast.expr, names: dict[str, str]) -> str:
    written = ast.unparse(node)
    first, dot, rest = written.partition(".")
    return names[first] + dot + rest if first in names else f".{rest}" if dot else ""


def test_only_the_named_open_connections() -> None:
    strange = [
        f"{source.name}:{line} {name} opens a connection; take webcare.lib.outbound.client()"
        for source in python_files("webcare")
        if source.name not in NAMED
        for line, name in openers(source)
    ]
    assert not strange, "\n".join(strange)


def test_whoever_is_named_opens_one() -> None:
    idle = [source.name for source in python_files("webcare") if source.name in NAMED and not list(openers(source))]
    assert not idle
    assert set(NAMED) <= {source.name for source in python_files("webcare")}


@pytest.mark.parametrize(
    "line",
    [
        "import httpx2\nhttpx2.Client()",
        "import httpx2 as h\nh.get('http://x.example')",
        "from urllib.request import urlopen as o\no('http://x.example')",
        "import http.client\nhttp.client.HTTPConnection('x.example')",
        "from smtplib import SMTP\nclass Mine(SMTP): ...",
        "import socket\nsocket.create_connection(('x.example', 1))",
        "import asyncio\nasyncio.open_connection('x.example', 1)",
        "import psycopg\npsycopg.connect('')",
    ],
)  # fmt: skip
def test_each_way_out_is_seen(line: str) -> None:
    assert list(openers(Source(ROOT / "webcare/somewhere.py", line, ast.parse(line))))


def test_a_connection_that_is_opened_all_the_same_is_heard() -> None:
    """What reads no source, such as a library that calls on its own, is heard when it happens."""
    door = socket.create_server(("127.0.0.1", 0))
    code = compile(
        "socket.create_connection(address, timeout=5).close()", str(ROOT / "webcare/lib/somewhere.py"), "exec"
    )
    with door, connections() as heard:
        exec(code, {"socket": socket, "address": door.getsockname()})
        socket.create_connection(door.getsockname(), timeout=5).close()
    assert set(heard) == {"webcare/lib/somewhere.py"}


def test_so_is_one_that_a_library_opens_in_a_thread_of_its_own() -> None:
    door = socket.create_server(("127.0.0.1", 0))
    with door, connections() as heard:
        thread = Thread(target=socket.socket().connect, args=(door.getsockname(),))
        thread.start()
        thread.join()
    assert heard == [NOBODY]
