"""The only way out by HTTP: every address is resolved, looked at and held to, so that nobody makes us call our own network.

What stands in a payload, in a form or in a redirect may name any host, and a host's name may lead anywhere, to one place now
and to another a moment later. So the name is resolved here, each address that it has must be a public one, and the connection
goes to just that address while TLS and the `Host` header keep the name. A redirect comes by here again.

However slowly the other side speaks, a call ends (`patience.py`).

An operator may also list the hosts that are called at all; that list holds for mail servers, too.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator
from fnmatch import fnmatchcase

import httpx2
from django.utils.translation import gettext_noop

import webcare
from webcare.lib import patience
from webcare.lib.sentence import Sentence

PRIVATE = "WEBCARE_PRIVATE_ORIGINS"
HOSTS = "WEBCARE_OUTBOUND_HOSTS"
NOT_LISTED = Sentence(
    gettext_noop(
        "%(host)s is not among the hosts that webcare may call. If it should be, whoever runs webcare adds it to %(setting)s."
    )
)
PORTS = {"http": 80, "https": 443}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 in the last 32 bits (RFC 6052)


class NotPublic(httpx2.ConnectError):
    """The address leads into a network of our own; nothing was sent."""


class NotListed(httpx2.ConnectError):
    """The operator listed whom we call, and this host is not among them; nothing was sent."""


class Outbound(httpx2.BaseTransport):
    """Stands before the connections of a client; several requests share them."""

    def __init__(self, whole: float) -> None:
        """`whole`: seconds for a call and its answer together."""
        self._whole = whole
        self._direct = httpx2.HTTPTransport(trust_env=False, limits=httpx2.Limits(max_connections=50))
        self._direct._pool._network_backend = patience.Wires()  # noqa: SLF001 - it takes none when it is made

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        patience.begin(self._whole)
        name = request.url.host
        trouble: httpx2.TransportError = httpx2.ConnectError("It has no address.", request=request)
        for address in _allowed(request):
            pinned = request.url.copy_with(host=f"[{address}]" if address.version == 6 else str(address))
            held = httpx2.Request(
                request.method,
                pinned,
                headers=request.headers,  # with the name as `Host`
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": name},
            )
            try:
                return self._direct.handle_request(held)
            except (
                httpx2.ConnectError,
                httpx2.ConnectTimeout,
            ) as error:  # nothing was sent: the next address may answer
                trouble = error
        raise trouble

    def close(self) -> None:
        self._direct.close()


def client(*, read: float, connect: float, whole: float | None = None) -> httpx2.Client:
    """For calls to others. A redirect is an answer like any other: whoever wants to follow it asks again, by here.

    `whole` is for a line that is meant to stay open for longer than any call may take.
    """
    return httpx2.Client(
        transport=Outbound(patience.WHOLE if whole is None else whole),
        timeout=httpx2.Timeout(read, connect=connect),
        follow_redirects=False,
        headers={"user-agent": f"webcare/{webcare.__version__}"},
        trust_env=False,  # a proxy would resolve names out of our sight
    )


def is_public(address: Address) -> bool:
    """Whether anybody may have it; what wraps another address is judged by that."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped or address.sixtofour or address.teredo or address in TRANSLATED:
            return False
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def may_be_private(scheme: str, host: str, port: int) -> bool:
    """Whether the operator listed this origin, such as `http://127.0.0.1:8020`; a port may be `*`."""
    origin = f"{scheme}://{host}:{port}"
    listed = [one if one.count(":") > 1 else f"{one}:{PORTS.get(one.partition(':')[0], 0)}" for one in _words(PRIVATE)]
    return any(fnmatchcase(origin, one) for one in listed)


def may_be_called(host: str) -> bool:
    """Whether the operator lets us call this host, such as `*.example.org`; everybody, where nothing is listed."""
    listed = _words(HOSTS)
    return not listed or any(fnmatchcase(host.lower().rstrip("."), one) for one in listed)


def _words(name: str) -> list[str]:
    return os.environ.get(name, "").lower().replace(",", " ").split()


def _allowed(request: httpx2.Request) -> Iterator[Address]:
    url = request.url
    port = url.port or PORTS.get(url.scheme, 0)
    if not may_be_called(url.host):
        raise NotListed(NOT_LISTED(host=url.host, setting=HOSTS), request=request)
    addresses = _resolved(request, url.host, port)
    if not may_be_private(url.scheme, url.host.lower(), port):
        for address in addresses:
            if not is_public(address):  # one of several is enough: which of them is taken must not be chance
                raise NotPublic(
                    f"{url.host} leads to {address}, which is no public address. If that is meant, the operator of webcare "
                    f"lists {url.scheme}://{url.host}:{port} in {PRIVATE}.",
                    request=request,
                )
    yield from addresses


def _resolved(request: httpx2.Request, host: str, port: int) -> list[Address]:
    try:
        found = patience.looked_up(host, port)
    except TimeoutError as error:
        raise httpx2.ConnectTimeout(f"Nobody says where {host} is ({error}).", request=request) from error
    except (OSError, UnicodeError) as error:
        raise httpx2.ConnectError(f"{host} has no address ({error}).", request=request) from error
    addresses = [ipaddress.ip_address(address.partition("%")[0]) for address in found]
    return list(dict.fromkeys(addresses))
