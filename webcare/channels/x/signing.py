"""The proofs that X and we give each other: a signature on every event, and an answer to its challenges."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re

from webcare.channels import signed
from webcare.channels.adapter import WebhookRequest

HEADER = "x-twitter-webhooks-signature"
# The answer to a challenge is made with the key that signs events. So nothing is answered that could be an event: those
# are JSON objects, and no token has a brace in it.
TOKEN = re.compile(r"[A-Za-z0-9+/=_.~-]{1,256}")


def signature(consumer_secret: str, content: bytes) -> str:
    """What X writes in the header, and expects as the answer to a challenge."""
    proof = hmac.new(consumer_secret.encode(), content, hashlib.sha256).digest()
    return "sha256=" + base64.b64encode(proof).decode()


def verify(consumer_secret: str, request: WebhookRequest) -> None:
    """Raise BadSignature unless the raw body carries the signature that only X and we can make."""
    signed.verify(request, HEADER, signature, consumer_secret, "consumer secret")


def challenge_answer(consumer_secret: str, request: WebhookRequest) -> tuple[int, str, bytes]:
    """The answer to X's challenge-response check; without a secret there is none that it would accept."""
    token = request.query.get("crc_token", "")
    if not TOKEN.fullmatch(token):
        return 400, "text/plain; charset=utf-8", b"crc_token is missing, or it is none that X would send.\n"
    if not consumer_secret:
        return 503, "text/plain; charset=utf-8", b"The consumer secret of this application is not stored yet.\n"
    body = json.dumps({"response_token": signature(consumer_secret, token.encode())})
    return 200, "application/json", body.encode()
