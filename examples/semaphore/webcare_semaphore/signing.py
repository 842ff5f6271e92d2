"""The proof that an event comes from the tower. For a real network: its header, and what it makes the signature of."""

from __future__ import annotations

import hashlib
import hmac

from webcare.channels import signed
from webcare.channels.adapter import WebhookRequest

HEADER = "x-semaphore-signature"


def signature(secret: str, body: bytes) -> str:
    """What the tower writes in the header, over the raw body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def verify(secret: str, request: WebhookRequest) -> None:
    """Raise BadSignature unless the body carries the signature that only the tower and we can make."""
    signed.verify(request, HEADER, signature, secret, "secret")
