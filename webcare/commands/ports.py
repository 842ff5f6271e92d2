"""Which ports are free, and by which names this machine is reached."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from collections.abc import Iterable

from webcare.commands.trouble import Trouble

TRIES = 50
FIRST, APART = 10_000, 10  # a house has fewer than so many
ANYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 - recognised here, never bound by default


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def free_port(host: str, wanted: int, taken: Iterable[int] = ()) -> int:
    """`wanted`, or the next port that nobody listens on."""
    avoid = set(taken)
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if port not in avoid and _is_free(host, port):
            return port
    raise Trouble(f"None of the ports {wanted} to {wanted + TRIES - 1} is free on {host}. Give one: --port")


def first_of_our_own() -> int:
    """Where a house that nobody gave ports looks for some: below those that clients get, and away from its neighbours."""
    return FIRST + os.getpid() % 2_000 * APART


def reached_as(host: str) -> str:
    """The name to put into an address for somebody else: `host`, or this machine's where it listens everywhere."""
    if host not in ANYWHERE:
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; the kernel says which of our addresses it would use
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()


def names_of(host: str) -> list[str]:
    """Every name by which a browser may ask for what listens on `host`."""
    names = ["localhost", "127.0.0.1", "[::1]", reached_as(host)]
    if not is_loopback(host):
        names.append(socket.gethostname().lower())
    return list(dict.fromkeys(names))


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            return False
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                raise Trouble(f"This machine has no address {host!r}. Give one of its own: --host 0.0.0.0") from None
            return False
    return True
