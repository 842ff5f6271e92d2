"""A signature in a header: what only a network and we can make over the raw body of an event."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from webcare.channels.adapter import BadSignature, WebhookRequest


def verify(
    request: WebhookRequest, header: str, signature: Callable[[str, bytes], str], secret: str, called: str
) -> None:
    """Raise BadSignature unless the body carries its signature; `called` is what the network calls the secret."""
    if not secret:
        raise BadSignature(f"No {called} is stored for this application, so that nothing can be verified.")
    given = request.headers.get(header, "")
    if not given:
        raise BadSignature(f"The header {header} is missing.")
    if not hmac.compare_digest(signature(secret, request.body).encode(), given.encode(errors="replace")):
        raise BadSignature(f"The header {header} does not fit the body.")
