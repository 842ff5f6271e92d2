"""Starts the network as the process it is, and listens as an app would at its webhook."""

import base64
import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

from sandbox.client import Sandbox

ROOT = Path(__file__).resolve().parents[2]
SECRET = "s3cret"
AGREED = "the word we agreed on"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c635070680000016400e1c713c9f60000000049454e44ae426082"
)
PATIENCE = 120.0


def wait_until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"Waited in vain until {what}.")
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


@dataclass
class Running:
    url: str
    process: subprocess.Popen[bytes]
    imap_port: int
    smtp_port: int

    def stop(self) -> int:
        """The exit status after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@contextmanager
def network(*options: str) -> Iterator[Running]:
    port, imap_port, smtp_port = free_port(), free_port(), free_port()
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--seed-app", SECRET]
    command += ["--imap-port", str(imap_port), "--smtp-port", str(smtp_port), *options]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    running = Running(f"http://127.0.0.1:{port}", process, imap_port, smtp_port)
    try:
        with Sandbox(running.url) as sandbox:
            wait_until(sandbox.is_up, "the network is up")
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)


@dataclass
class Listener:
    """A webhook that keeps what it hears; `answers` are the statuses of the next requests, then always 200."""

    url: str
    events: list[dict[str, Any]] = field(default_factory=list)
    signed: list[bool] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    knows_secret: bool = True
    told: list[dict[str, Any]] = field(default_factory=list)

    def kinds(self) -> list[str]:
        return [event["event_type"] for event in self.events]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event_type"] == kind]

    def values(self) -> list[dict[str, Any]]:
        """What Facebook told: changes of walls, and messages."""
        entries = [entry for event in self.told for entry in event["entry"]]
        return [
            *[change["value"] for entry in entries for change in entry.get("changes", [])],
            *[event for entry in entries for event in entry.get("messaging", [])],
        ]

    def wait_for_values(self, count: int) -> list[dict[str, Any]]:
        wait_until(lambda: len(self.values()) >= count, f"{count} changes arrived; there are {self.values()}")
        return self.values()

    def wait_for(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        wait_until(lambda: len(self.of(kind)) >= count, f"{count} × {kind} arrived; there are {self.kinds()}")
        return self.of(kind)


@contextmanager
def listening() -> Iterator[Listener]:
    class Ear(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            if "hub.mode" in asked:
                knows = asked["hub.verify_token"] == [AGREED]
                self._answer(200 if knows else 403, asked["hub.challenge"][0].encode())
                return
            token = asked["crc_token"][0]
            secret = SECRET if listener.knows_secret else "a guess"
            self._answer(200, json.dumps({"response_token": sign(secret, token.encode())}).encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status = listener.answers.pop(0) if listener.answers else 200
            if status == 200 and (sealed := self.headers["x-hub-signature-256"]):
                listener.signed.append(sealed == hex_sign(SECRET, body))
                listener.told.append(json.loads(body))
            elif status == 200:
                listener.signed.append(self.headers["x-twitter-webhooks-signature"] == sign(SECRET, body))
                listener.events.append(json.loads(body)["data"])
            self._answer(status, b"")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Tests do not want to hear of every request."""

    with _answering(Ear) as address:
        listener = Listener(f"{address}/hooks/x")
        yield listener


@contextmanager
def serving(html: str) -> Iterator[str]:
    """A page of somebody else on this machine; yields its address."""

    class Somebody(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            """Tests do not want to hear of every request."""

    with _answering(Somebody) as address:
        yield address


@contextmanager
def _answering(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def sign(secret: str, body: bytes) -> str:
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def hex_sign(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def speaking(url: str, token: str, check: Callable[[httpx2.Response], None]) -> httpx2.Client:
    """A client of the API whose every exchange is checked."""
    headers = {"authorization": f"Bearer {token}"}
    return httpx2.Client(base_url=url, headers=headers, trust_env=False, event_hooks={"response": [check]})
