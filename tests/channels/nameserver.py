"""A name server on this machine that knows what a test tells it, and can be struck dumb."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

PART = 200  # characters of one string in a TXT record, which holds at most 255


@dataclass
class NameServer:
    """`place` is what `WEBCARE_DNS_SERVERS` would say; to questions below the `silent` it says nothing at all, "" is everything."""

    place: str
    texts: dict[str, str]
    is_dumb: bool = False
    silent: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def answer(self, question: bytes) -> bytes | None:
        asked = dns.message.from_wire(question)
        said = dns.message.make_response(asked)
        name = asked.question[0].name.to_text(omit_final_dot=True).lower()
        self.asked.append(name)
        if any(name.endswith(domain) for domain in self.silent):
            return None
        said.flags |= dns.flags.RA
        if self.is_dumb:
            said.set_rcode(dns.rcode.SERVFAIL)
        elif name in self.texts:
            text = self.texts[name]
            parts = " ".join(f'"{text[start : start + PART]}"' for start in range(0, len(text), PART))
            said.answer.append(dns.rrset.from_text(asked.question[0].name, 60, "IN", "TXT", parts))
        else:
            said.set_rcode(dns.rcode.NXDOMAIN)
        return said.to_wire()


class _Server(socketserver.ThreadingUDPServer):
    daemon_threads = True
    names: NameServer


class _Question(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        question, line = self.request
        if said := self.server.names.answer(question):
            line.sendto(said, self.client_address)


@contextmanager
def name_server(texts: Mapping[str, str]) -> Iterator[NameServer]:
    """Answers on a free port of this machine while it is open."""
    with _Server(("127.0.0.1", 0), _Question) as server:
        server.names = NameServer(f"127.0.0.1:{server.server_address[1]}", dict(texts))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server.names
        server.shutdown()
        thread.join()
