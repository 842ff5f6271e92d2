"""The proofs that LinkedIn and we give each other: a signature on every event, and an answer to its challenges."""

from __future__ import annotations

import hashlib
import hmac
import json
import re

from webcare.channels import signed
from webcare.channels.adapter import WebhookRequest

HEADER = "x-li-signature"
PREFIX = b"hmacsha256="
# The answer to a challenge is made with the key that signs events. So nothing is answered that could be an event: LinkedIn
# sends a UUID, and what it signs begins with a prefix in which there are other letters.
CODE = re.compile(r"[0-9a-fA-F-]{8,64}")
PLAIN = "text/plain; charset=utf-8"


def signature(client_secret: str, content: bytes) -> str:
    """What LinkedIn writes in the header."""
    return _proof(client_secret, PREFIX + content)


def verify(client_secret: str, request: WebhookRequest) -> None:
    """Raise BadSignature unless the raw body carries the signature that only LinkedIn and we can make."""
    signed.verify(request, HEADER, signature, client_secret, "client secret")


def challenge_answer(client_secret: str, request: WebhookRequest) -> tuple[int, str, bytes]:
    """The answer to LinkedIn's question, every two hours, whether this address is still ours."""
    code = request.query.get("challengeCode", "")
    if not CODE.fullmatch(code):
        return 400, PLAIN, b"challengeCode is missing, or it is none that LinkedIn would send.\n"
    if not client_secret:
        return 503, PLAIN, b"The client secret of this application is not stored yet.\n"
    body = json.dumps({"challengeCode": code, "challengeResponse": _proof(client_secret, code.encode())})
    return 200, "application/json", body.encode()


def _proof(client_secret: str, content: bytes) -> str:
    return hmac.new(client_secret.encode(), content, hashlib.sha256).hexdigest()
