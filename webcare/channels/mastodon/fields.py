"""How Mastodon writes ids, and what things are called here: each server counts for itself. Pure."""

from __future__ import annotations

import json
import re
from typing import Self
from urllib.parse import urlsplit

from webcare.channels import shape
from webcare.channels.inbound import Unparsable

IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,40}\Z")
SERVER = re.compile(r"[a-z0-9.-]{1,80}(?::[0-9]{1,5})?\Z")
LINK = re.compile(r"https?://[^\s\x00-\x1f]{1,2000}\Z")


class Shape(shape.Shape):
    """A JSON object of a server's answers, or of what we keep of them."""

    __slots__ = ()

    @classmethod
    def listing(cls, content: bytes) -> Self:
        """An answer that is a list, which stands under `list` here."""
        try:
            told = cls({"list": json.loads(content)}, "")
            told.every("list")
            return told
        except (ValueError, RecursionError) as error:
            raise Unparsable(f"The answer is no JSON: {type(error).__name__}.") from None

    def identifier(self, name: str) -> str:
        """An id, which may be anything but a number that one could count with."""
        value = self.values.get(name)
        written = str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63 else value
        if not isinstance(written, str) or not IDENTIFIER.match(written):
            raise self._wrong(name, "is missing" if value is None else "is no id")
        return written

    def maybe_identifier(self, name: str) -> str:
        """An id, or an empty string."""
        return self.identifier(name) if self.has(name) else ""

    def server(self, name: str) -> str:
        """The domain by which a server calls itself."""
        value = self.words(name)
        if not SERVER.match(value):
            raise self._wrong(name, "is no name of a server")
        return value

    def link(self, *names: str) -> str:
        """The first that is an address; empty where none is."""
        found = (self.values.get(name) for name in names)
        return next((one for one in found if isinstance(one, str) and _is_address(one)), "")

    def count(self, name: str) -> int | None:
        """How many; None where it is not told."""
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63 else None


def _is_address(text: str) -> bool:
    try:
        return bool(LINK.match(text)) and text.isprintable() and bool(urlsplit(text).netloc)
    except ValueError:
        return False


def known_as(server: str, local: str) -> str:
    """The id here of a post or a person."""
    return f"{server}/{local}"


def local_of(external_id: str) -> str:
    """The server's own id of it; empty where it is none of Mastodon."""
    server, _, local = external_id.partition("/")
    return local if SERVER.match(server) and IDENTIFIER.match(local) else ""
