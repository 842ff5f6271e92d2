"""LINE's signature over the raw body of a call."""

from __future__ import annotations

import base64
import hashlib
import hmac

from webcare.channels import signed
from webcare.channels.adapter import WebhookRequest

HEADER = "x-line-signature"


def signature(channel_secret: str, body: bytes) -> str:
    """What LINE puts into the header."""
    return base64.b64encode(hmac.new(channel_secret.encode(), body, hashlib.sha256).digest()).decode()


def verify(channel_secret: str, request: WebhookRequest) -> None:
    """Raises BadSignature."""
    signed.verify(request, HEADER, signature, channel_secret, "channel secret")
