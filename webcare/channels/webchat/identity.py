"""Who a site says its visitor is: a few words signed with a secret that the site's server and we share. Pure.

`base64url(JSON).base64url(HMAC-SHA256(secret, first part))`, without padding; the JSON has `id`, `exp` (seconds since 1970)
and, where the site tells them, `name` and `email`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from webcare.channels.inbound import Unparsable
from webcare.channels.shape import Shape

LONGEST = timedelta(days=1)  # a word that lasts longer lies about for too long
LEAST_SECRET = 32
CHARACTERS = 4096


class NotProven(Exception):
    """The sentence tells the site's developers, in the browser's console, what is wrong with the word."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the site knows."""

    id: str
    name: str
    email: str


def person_in(word: str, secret: str, at: datetime) -> Person:
    """Who that is. Raises NotProven."""
    if len(secret) < LEAST_SECRET:
        raise NotProven("Nobody can be named here: the widget has no secret for signed-in visitors.")
    told, _, mark = word.partition(".")
    if len(word) > CHARACTERS or not mark:
        raise NotProven("data-person is not of the form <base64url of JSON>.<base64url of its HMAC-SHA256>.")
    wanted = hmac.new(secret.encode(), told.encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(wanted, _decoded(mark)):
        raise NotProven(
            "The signature of data-person is not right: compare the secret, and sign the first part as it is."
        )
    try:
        known = Shape.read(_decoded(told))
        person = Person(known.words("id"), known.maybe_words("name")[:120], known.maybe_words("email")[:254])
    except Unparsable as error:
        raise NotProven(f"data-person cannot be understood: {error}") from None
    if not person.id or len(person.id) > 200:
        raise NotProven("The id in data-person has to have 1 to 200 characters.")
    _check_time(known, at)
    return person


def signed(person: Person, secret: str, expires: datetime) -> str:
    """The word, as a site makes it."""
    told = {"id": person.id, "name": person.name, "email": person.email, "exp": int(expires.timestamp())}
    first = _encoded(json.dumps(told).encode())
    return f"{first}.{_encoded(hmac.new(secret.encode(), first.encode(), hashlib.sha256).digest())}"


def _check_time(known: Shape, at: datetime) -> None:
    ends = known.values.get("exp")
    if isinstance(ends, bool) or not isinstance(ends, int) or not 0 < ends < 2**33:
        raise NotProven("exp in data-person has to be a whole number, in seconds since 1970.")
    until = datetime.fromtimestamp(ends, UTC)
    if until <= at:
        raise NotProven("data-person has expired; make a new one each time a page is made.")
    if until > at + LONGEST:
        raise NotProven("data-person lasts for more than a day; give it an exp of some minutes from now.")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except (ValueError, binascii.Error):
        return b""


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
