"""A file is read from X, whole or not at all."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.x.adapter import XAdapter
from webcare.lib.limits import ATTACHMENT_BYTES

X = XAdapter()


@pytest.fixture
def odd_server(account: Account) -> Iterator[str]:
    """A server of the protocol that does not behave."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/elsewhere":
                self.send_response(302)
                self.send_header("location", "http://169.254.169.254/latest/meta-data")
                self.end_headers()
            elif self.path == "/huge":
                self.send_response(200)
                self.end_headers()
                try:
                    for _ in range(ATTACHMENT_BYTES // 65536 + 10):
                        self.wfile.write(b"x" * 65536)
                except OSError:
                    pass  # the reader had enough
            elif self.path.startswith("/2/dm_conversations/media/"):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(f"{self.path} {self.headers['authorization'][:7]}".encode())
            else:
                self.send_response(404)
                self.end_headers()

        def log_message(self, *args: object) -> None:
            """Keep the test's output readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    assert account.application is not None
    account.application.settings["api_base"] = base
    yield base
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("/elsewhere", "we do not follow"), ("/huge", "larger than the 25 MB"), ("/gone", "no longer there")],
)
def test_nothing_odd_comes_in(account: Account, odd_server: str, path: str, sentence: str) -> None:
    with pytest.raises(DeliveryError, match=sentence):
        X.fetch(account, odd_server + path)


def test_a_private_photo_is_asked_of_the_api_with_our_access(account: Account, odd_server: str) -> None:
    url = "https://ton.twitter.com/1.1/ton/data/dm/2080765901528535097/601/a1.jpg"
    asked = X.fetch(account, url).decode()
    assert asked == "/2/dm_conversations/media/2080765901528535097/601/a1.jpg Bearer "


def test_what_does_not_lie_with_x_is_not_even_asked_for(account: Account) -> None:
    with pytest.raises(DeliveryError, match="does not lie with X") as caught:
        X.fetch(account, "http://127.0.0.1:5432/")
    assert caught.value.permanent
