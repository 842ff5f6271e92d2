"""A proof in the address: SHA-1 over a few words in their order, one of them secret, as Weibo and WeChat write it."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

from webcare.channels.adapter import BadSignature, WebhookRequest
from webcare.lib.now import real_now

PLAIN = "text/plain; charset=utf-8"
ECHO = re.compile(r"[A-Za-z0-9_.-]{1,256}")  # both send a number; whatever else might be read as a page is not echoed
FRESH = timedelta(hours=1)  # an address that somebody wrote down works no longer, however wrong one of the clocks is
MILLISECONDS = 10**11  # a number beyond counts them: in seconds it would be the year 5138


def signature(*words: str) -> str:
    """The words sorted and put together, in hexadecimal."""
    return hashlib.sha1("".join(sorted(words)).encode("utf-8", "replace")).hexdigest()  # noqa: S324 - what they chose


def verify(secret: str, request: WebhookRequest) -> None:
    """Raise BadSignature unless who called knows the secret; of the body this proves nothing."""
    prove(secret, request, "signature")
    at = _moment(request.query.get("timestamp", ""))
    if at is None or abs(real_now() - at) > FRESH:
        raise BadSignature("The timestamp is not of this hour.")


def prove(secret: str, request: WebhookRequest, name: str, *also: str) -> None:
    """The signature that stands in the query under this name, over the usual words and whatever else it covers."""
    if not secret:
        raise BadSignature("No secret is stored for this application, so that nothing can be verified.")
    given = request.query.get(name, "")
    if not given:
        raise BadSignature(f"{name} is missing.")
    words = (secret, request.query.get("timestamp", ""), request.query.get("nonce", ""), *also)
    if not hmac.compare_digest(signature(*words).encode(), given.encode(errors="replace")):
        raise BadSignature(f"{name} does not fit.")


def echo(secret: str, request: WebhookRequest) -> tuple[int, str, bytes]:
    """The answer to the question whether this address is ours: what they sent, if they know the secret."""
    word = request.query.get("echostr", "")
    if not secret:
        return 503, PLAIN, b"The secret of this application is not stored yet.\n"
    if not ECHO.fullmatch(word):
        return 400, PLAIN, b"echostr is missing, or it is none that the network would send.\n"
    verify(secret, request)
    return 200, PLAIN, word.encode()


def _moment(written: str) -> datetime | None:
    """Seconds since 1970, or milliseconds."""
    if not re.fullmatch(r"[0-9]{1,13}", written):
        return None
    number = int(written)
    return datetime.fromtimestamp(number / 1000 if number > MILLISECONDS else number, UTC)
