"""How an app can know that a webhook request came from the network: the body signed with its consumer secret."""

import base64
import hashlib
import hmac


def signature(consumer_secret: str, body: bytes) -> str:
    digest = hmac.new(consumer_secret.encode(), body, hashlib.sha256).digest()
    return "sha256=" + base64.b64encode(digest).decode()


def hex_signature(app_secret: str, body: bytes) -> str:
    """As Facebook writes it."""
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(consumer_secret: str, body: bytes, claimed: str) -> bool:
    return hmac.compare_digest(signature(consumer_secret, body), claimed)
