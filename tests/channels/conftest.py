"""The make-believe network as a process, our registration with it, and a door at which its events arrive."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

import pytest

from sandbox.client import Sandbox
from webcare.channels.account import Account
from webcare.channels.adapter import WebhookRequest
from webcare.channels.application import Application
from webcare.channels.x.adapter import XAdapter
from webcare.lib.now import real_now
from webcare.team.brand import Brand

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")
SECRET = "a-consumer-secret"


def wait_until(question: Callable[[], T | None], seconds: float = 20.0) -> T:
    """The first true answer; fails when there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"still not true after {seconds:g} seconds")


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def network() -> Iterator[Sandbox]:
    """One process for the whole run."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--port", str(port), "--delete-reaches-mentioned"], cwd=ROOT
    )
    try:
        with Sandbox(f"http://127.0.0.1:{port}") as client:
            wait_until(client.is_up, 60)
            yield client
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def sandbox(network: Sandbox) -> Sandbox:
    """The network with nobody on it but the company and two customers."""
    network.reset()
    network.clear_faults()
    network.create_user("lowlandair", "Lowland Air", verified=True, is_brand=True, id="1000001")
    network.create_user("mia_reist", "Mia", followers=97)
    network.create_user("tomvanzetten", "Tom van Zetten")
    return network


@pytest.fixture
def application(db: None, sandbox: Sandbox) -> Application:
    """Our registration with the network."""
    keys = sandbox.create_app(consumer_secret=SECRET, redirect_uris=["http://127.0.0.1/back"])
    return Application.objects.create(
        network="x",
        name="Lowland Air on X",
        settings={"api_base": sandbox.url, "client_id": keys.client_id},
        secrets={
            "consumer_secret": SECRET,
            "client_secret": keys.client_secret,
            "app_bearer": keys.bearer_token,
            "id": keys.id,
        },
    )


@pytest.fixture
def account(application: Application, sandbox: Sandbox) -> Account:
    """@lowlandair, whose owner agreed."""
    tokens = sandbox.issue_tokens("lowlandair", app=application.secrets["id"])
    return Account.objects.create(
        network="x",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=application,
        external_id=tokens.user_id,
        handle="lowlandair",
        name="Lowland Air",
        secrets={"access_token": tokens.access_token, "refresh_token": tokens.refresh_token},
        connected_at=real_now(),
    )


@dataclass
class Door:
    """What arrived at our address; challenges are answered by the adapter, events are verified by it and kept."""

    url: str = ""
    events: list[WebhookRequest] = field(default_factory=list)
    challenges: int = 0
    is_open: bool = True


@pytest.fixture
def door(application: Application) -> Iterator[Door]:
    """A real HTTP server in front of the adapter, as the house's hooks will be."""
    found, adapter = Door(), XAdapter()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.challenges += 1
            query = dict(parse_qsl(urlsplit(self.path).query))
            status, kind, body = adapter.handshake(application, WebhookRequest(b"", {}, query))
            self._answer(status if found.is_open else 500, kind, body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            request = WebhookRequest(body, {name.lower(): value for name, value in self.headers.items()})
            adapter.verify(application, request)
            found.events.append(request)
            self._answer(200, "text/plain", b"")

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep the test's output readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/hooks/x/{application.key}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join(5)
