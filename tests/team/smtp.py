"""A mail server that answers as a test tells it, on a port of loopback."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class ScriptedPost(socketserver.ThreadingTCPServer):
    """`answers` are given to the next mails, one each: "keep", "refuse", or "hang up" after all of it was received."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.answers: list[str] = []
        self.received: list[bytes] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: ScriptedPost

    def handle(self) -> None:
        self._say("220 post.example")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"QUIT":
                self._say("221 bye")
                return
            if word == b"DATA":
                if not self._take_mail():
                    return
            else:
                self._say("250 yes")

    def _take_mail(self) -> bool:
        self._say("354 go on")
        mail = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            mail += line
        answer = self.server.answers.pop(0) if self.server.answers else "keep"
        if answer == "refuse":
            self._say("451 not now")
            return True
        self.server.received.append(mail)
        if answer == "hang up":
            return False
        self._say("250 kept")
        return True

    def _say(self, sentence: str) -> None:
        self.wfile.write(f"{sentence}\r\n".encode())


@contextmanager
def scripted_post() -> Iterator[ScriptedPost]:
    """The server, for the time of a test."""
    with ScriptedPost() as post:
        thread = threading.Thread(target=post.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield post
        finally:
            post.shutdown()
            thread.join()
