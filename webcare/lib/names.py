"""What the name service says about a domain, asked in one place with a limit on how long; who is silent is left alone for a while."""

from __future__ import annotations

from functools import cache
from time import monotonic

import dns.exception
import dns.resolver
from django.conf import settings

PATIENCE = 5.0  # seconds for everything that one question takes
ALIVE = 1.0  # seconds for what every resolver knows by heart
SULKS = 60.0  # seconds in which nobody asks again who was silent
KNOWN = 2_000  # answers, and silent domains, that a process remembers
ALL = ""  # stands for every domain
NO_SUCH = (
    dns.resolver.NXDOMAIN,
    dns.resolver.NoAnswer,
    dns.name.LabelTooLong,
    dns.name.NameTooLong,
    dns.name.EmptyLabel,
)


class Unanswered(Exception):
    """No server could say; another time it may be known."""


def texts(name: str) -> list[bytes]:
    """The TXT records under a name, each put together; none where there is no such name. Raises Unanswered."""
    return _service(tuple(settings.DNS_SERVERS)).texts(name)


class _Service:
    """The name servers, what they said, and which domains or whether they themselves said nothing a moment ago."""

    def __init__(self, servers: tuple[str, ...]) -> None:
        self.resolver, self.unlearned = _resolver(servers), _resolver(servers)
        self.resolver.cache = dns.resolver.LRUCache(KNOWN)
        self.silent: dict[str, float] = {}

    def texts(self, name: str) -> list[bytes]:
        domain = name.rpartition("_domainkey.")[2].lower()  # its owner may name a thousand keys
        if max(self.silent.get(domain, 0.0), self.silent.get(ALL, 0.0)) > monotonic():
            raise Unanswered(f"{name}: nobody answered a moment ago")
        try:
            answer = self.resolver.resolve(name, "TXT", lifetime=PATIENCE, search=False)
        except NO_SUCH:
            return []
        except (dns.exception.DNSException, OSError) as error:
            self._remember(domain if self._is_there() else ALL)
            raise Unanswered(f"{name}: {error}") from error
        return [b"".join(record.strings) for record in answer]

    def _is_there(self) -> bool:
        """Whether the servers answer at all: whoever writes to us chooses which domain is silent, but not this."""
        try:
            self.unlearned.resolve(".", "NS", lifetime=ALIVE, search=False)
        except (dns.exception.Timeout, OSError):
            return False
        except dns.exception.DNSException:
            return True
        return True

    def _remember(self, domain: str) -> None:
        at = monotonic()
        if len(self.silent) >= KNOWN:
            self.silent = {one: until for one, until in self.silent.items() if until > at}
        if len(self.silent) < KNOWN:
            self.silent[domain] = at + SULKS


def _resolver(servers: tuple[str, ...]) -> dns.resolver.Resolver:
    resolver = dns.resolver.Resolver(configure=not servers)
    if servers:
        resolver.nameservers = [dns.nameserver.Do53Nameserver(*_place(server)) for server in servers]
    return resolver


@cache
def _service(servers: tuple[str, ...]) -> _Service:
    return _Service(servers)


def _place(server: str) -> tuple[str, int]:
    """`192.0.2.53` or `192.0.2.53:5353`; an address of IPv6 stands in brackets."""
    host, _, port = server.rpartition(":") if server.count(":") == 1 or "]:" in server else (server, "", "53")
    return host.strip("[]"), int(port)
