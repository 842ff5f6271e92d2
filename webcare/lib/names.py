"""What the name service says about a domain, asked in one place with a limit on how long."""

from __future__ import annotations

from functools import cache

import dns.exception
import dns.resolver
from django.conf import settings

PATIENCE = 5.0  # seconds for everything that one question takes
KNOWN = 2_000  # answers that a process remembers, as long as they may be


class Unanswered(Exception):
    """No server could say; another time it may be known."""


def texts(name: str) -> list[bytes]:
    """The TXT records under a name, each put together; none where there is no such name. Raises Unanswered."""
    try:
        answer = _resolver(tuple(settings.DNS_SERVERS)).resolve(name, "TXT", lifetime=PATIENCE, search=False)
    except (
        dns.resolver.NXDOMAIN,
        dns.resolver.NoAnswer,
        dns.name.LabelTooLong,
        dns.name.NameTooLong,
        dns.name.EmptyLabel,
    ):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise Unanswered(f"{name}: {error}") from error
    return [b"".join(record.strings) for record in answer]


@cache
def _resolver(servers: tuple[str, ...]) -> dns.resolver.Resolver:
    resolver = dns.resolver.Resolver(configure=not servers)
    resolver.cache = dns.resolver.LRUCache(KNOWN)
    if servers:
        resolver.nameservers = [dns.nameserver.Do53Nameserver(*_place(server)) for server in servers]
    return resolver


def _place(server: str) -> tuple[str, int]:
    """`192.0.2.53` or `192.0.2.53:5353`; an address of IPv6 stands in brackets."""
    host, _, port = server.rpartition(":") if server.count(":") == 1 or "]:" in server else (server, "", "53")
    return host.strip("[]"), int(port)
