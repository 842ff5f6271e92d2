"""A real HTTP server in front of an adapter, as the house's door is: it proves and opens events, and keeps them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from webcare.channels.adapter import BadSignature, WebhookRequest
from webcare.channels.application import Application
from webcare.channels.registry import adapter


@dataclass
class Door:
    """What arrived at our address; one that is not open answers no challenge rightly."""

    url: str = ""
    events: list[WebhookRequest] = field(default_factory=list)
    challenges: int = 0
    is_open: bool = True


@contextmanager
def doorway(application: Application) -> Iterator[Door]:
    """What is not proven is refused, and brought again."""
    found, network = Door(), adapter(application.network)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.challenges += 1
            try:
                status, kind, body = network.handshake(application, self._asked(b""))
                self._answer(status if found.is_open else 500, kind, body)
            except BadSignature as error:
                self._answer(401, "text/plain", str(error).encode())

        def do_POST(self) -> None:
            asked = self._asked(self.rfile.read(int(self.headers["content-length"])))
            try:
                network.verify(application, asked)
            except BadSignature as error:
                self._answer(401, "text/plain", str(error).encode())
                return
            seals = network.capabilities.seals
            found.events.append(replace(asked, body=network.unseal(application, asked)) if seals else asked)
            self._answer(200, "text/plain", b"")

        def _asked(self, body: bytes) -> WebhookRequest:
            headers = {name.lower(): value for name, value in self.headers.items()}
            return WebhookRequest(body, headers, dict(parse_qsl(urlsplit(self.path).query)))

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep the test's output readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/hooks/{application.network}/{application.key}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
