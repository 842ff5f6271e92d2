"""The proofs that Meta and we give each other: a signature on every event, and a word that it says before the first."""

from __future__ import annotations

import hashlib
import hmac
import re

from webcare.channels import signed
from webcare.channels.adapter import WebhookRequest

HEADER = "x-hub-signature-256"
CHALLENGE = re.compile(
    r"[A-Za-z0-9_.-]{1,256}"
)  # Meta sends a number; whatever else might be read as a page is not echoed
PLAIN = "text/plain; charset=utf-8"


def signature(app_secret: str, content: bytes) -> str:
    """What Meta writes in the header."""
    return "sha256=" + hmac.new(app_secret.encode(), content, hashlib.sha256).hexdigest()


def verify(app_secret: str, request: WebhookRequest) -> None:
    """Raise BadSignature unless the raw body carries the signature that only Meta and we can make."""
    signed.verify(request, HEADER, signature, app_secret, "app secret")


def verify_token(app_secret: str) -> str:
    """The word that Meta repeats when it first calls an address; whoever knows it learns nothing of the secret."""
    return hashlib.sha256(b"webcare verify token\n" + app_secret.encode()).hexdigest()[:40]


def challenge_answer(app_secret: str, request: WebhookRequest) -> tuple[int, str, bytes]:
    """The answer to Meta's question whether this address is ours: the challenge, if it says the right word."""
    if not app_secret:
        return 503, PLAIN, b"The app secret of this application is not stored yet.\n"
    challenge, word = request.query.get("hub.challenge", ""), request.query.get("hub.verify_token", "")
    if request.query.get("hub.mode") != "subscribe" or not CHALLENGE.fullmatch(challenge):
        return 400, PLAIN, b"hub.mode or hub.challenge is missing, or it is none that Meta would send.\n"
    if not hmac.compare_digest(word.encode(errors="replace"), verify_token(app_secret).encode()):
        return 403, PLAIN, b"hub.verify_token is not ours.\n"
    return 200, PLAIN, challenge.encode()
