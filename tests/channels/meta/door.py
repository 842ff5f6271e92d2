"""A real HTTP server in front of an adapter of Meta's, as the house's door will be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from tests.channels.conftest import Door
from webcare.channels.adapter import WebhookRequest
from webcare.channels.application import Application
from webcare.channels.meta import door


@contextmanager
def standing(adapter: door.Door, application: Application) -> Iterator[Door]:
    """What arrives is verified by the adapter and kept."""
    found = Door()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.challenges += 1
            query = dict(parse_qsl(urlsplit(self.path).query))
            self._answer(*adapter.handshake(application, WebhookRequest(b"", {}, query)))

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
    found.url = f"http://127.0.0.1:{server.server_port}/hooks/meta/{application.key}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
