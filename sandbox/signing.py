"""How an app can know that a webhook request came from the network: the body signed with its consumer secret."""

import base64
import hashlib
import hmac
from secrets import randbelow

from sandbox.clock import now_ms


def signature(consumer_secret: str, body: bytes) -> str:
    digest = hmac.new(consumer_secret.encode(), body, hashlib.sha256).digest()
    return "sha256=" + base64.b64encode(digest).decode()


def bare_signature(channel_secret: str, body: bytes) -> str:
    """As LINE writes it."""
    return signature(channel_secret, body).removeprefix("sha256=")


def hex_signature(app_secret: str, body: bytes) -> str:
    """As Facebook writes it."""
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


def prefixed_signature(client_secret: str, body: bytes) -> str:
    """As LinkedIn makes it: the word before the body is signed too."""
    return hmac.new(client_secret.encode(), b"hmacsha256=" + body, hashlib.sha256).hexdigest()


def plain_signature(client_secret: str, body: bytes) -> str:
    """As LinkedIn wants a challenge answered."""
    return hmac.new(client_secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(consumer_secret: str, body: bytes, claimed: str) -> bool:
    return hmac.compare_digest(signature(consumer_secret, body), claimed)


def worded(word: str, *also: str) -> dict[str, str]:
    """As Weibo and WeChat write it, in the query: moment, number, and what only who knows the word can make of them."""
    timestamp, nonce = str(now_ms() // 1000), str(randbelow(10**9))
    found = {"timestamp": timestamp, "nonce": nonce, "signature": sorted_digest(word, timestamp, nonce)}
    return found | ({"msg_signature": sorted_digest(word, timestamp, nonce, *also)} if also else {})


def sorted_digest(*words: str) -> str:
    return hashlib.sha1("".join(sorted(words)).encode()).hexdigest()  # noqa: S324 - what the real ones chose
