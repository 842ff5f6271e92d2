"""Customers' files are read where their network keeps them, or exactly from the server of its API, and nowhere else.

Addresses come from strangers' payloads; anything wider would let them make us call our own network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels.adapter import DeliveryError
from webcare.lib.limits import ATTACHMENT_BYTES, MIB
from webcare.lib.sentence import Sentence

ELSEWHERE = Sentence(_("The file does not lie with %(network)s, so that we do not fetch it."))
SENT_ON = Sentence(_("%(network)s sends us elsewhere for the file; we do not follow."))
TOO_LARGE = Sentence(_("The file is larger than the %(most)s MB that we keep."))
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Place:
    """The hosts of a network's files: by name, or with a dot before it all that are below one; `plain` ones without TLS too."""

    network: str
    hosts: tuple[str, ...]
    plain: bool = False

    def check(self, url: str, base: str) -> None:
        """Raise DeliveryError unless the address leads there, or to the server of the API, which is at `base`."""
        if not self.keeps(url, base):
            raise DeliveryError(ELSEWHERE(network=self.network), True)

    def keeps(self, url: str, base: str) -> bool:
        """Whether the file lies there."""
        try:
            parts, home = urlsplit(url), urlsplit(base)
            if parts.username or parts.password:
                return False
            if _door(parts) == _door(home):
                return True
            schemes = PORTS if self.plain else {"https": PORTS["https"]}
            return (
                parts.scheme in schemes
                and self._has(parts.hostname or "")
                and parts.port in {None, PORTS[parts.scheme]}
            )
        except ValueError:  # no address at all
            return False

    def content(self, response: httpx2.Response, refused: Callable[[httpx2.Response], DeliveryError]) -> bytes:
        """What streams in; `refused` says what an error means. Raises DeliveryError."""
        if response.is_redirect:
            raise DeliveryError(SENT_ON(network=self.network), True)
        if not response.is_success:
            response.read()
            raise refused(response)
        return content_of(response)

    def _has(self, host: str) -> bool:
        return any(host.endswith(each) if each.startswith(".") else host == each for each in self.hosts)


def content_of(response: httpx2.Response) -> bytes:
    """What streams in, and never more than we can keep."""
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > ATTACHMENT_BYTES:
            raise DeliveryError(TOO_LARGE(most=ATTACHMENT_BYTES // MIB), True)
    return bytes(content)


def _door(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme)
