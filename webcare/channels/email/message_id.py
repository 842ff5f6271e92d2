"""Message-IDs: theirs without brackets and noise, ours so that we know them again, and the name of an exchange."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from webcare.channels.email.words import clean, readable

LONGEST = 512
THREAD_LONGEST = 512
MOST_REFERENCES = 100
NOWHERE = "no-message-id.invalid"

_BRACKETED = re.compile(r"<([^<>]{1,2000})>")
_NOISE = re.compile(r"[\s\x00-\x1f\x7f]+")
_OURS = re.compile(r"(?P<key>[0-9a-z-]{1,64})\.(?P<proof>[a-z2-7]{16})@[^\s<>]+")


def normalised(value: str) -> str:
    """One id without brackets and white space; longer ones keep their head and a digest of the whole."""
    value = clean(readable(value))
    bracketed = _BRACKETED.search(value)
    found = _NOISE.sub("", bracketed[1] if bracketed else value.strip().strip("<>"))
    if len(found) <= LONGEST:
        return found
    return f"{found[:400]}#{hashlib.sha256(found.encode('utf-8', 'replace')).hexdigest()}"


def listed(value: str) -> tuple[str, ...]:
    """The ids of a References or In-Reply-To field in their order, each once."""
    found = _BRACKETED.findall(value) or [word for word in value.split() if "@" in word]
    ids = dict.fromkeys(filter(None, map(normalised, found)))
    kept = list(ids)
    if len(kept) > MOST_REFERENCES:
        kept = kept[:1] + kept[1 - MOST_REFERENCES :]
    return tuple(kept)


def derived(raw: bytes) -> str:
    """The id of a mail that has none: the same mail always gets the same one."""
    return f"sha256.{hashlib.sha256(raw).hexdigest()}@{NOWHERE}"


def thread_key(person: str, root: str) -> str:
    """Names the exchange that `root` began with this one person, so that nobody else gets into it by its references."""
    key = f"mail:{person}:{root}"
    if len(key) <= THREAD_LONGEST:
        return key
    return f"mail:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}"


def ours(key: str, domain: str, proof_key: bytes) -> str:
    """The Message-ID of the outgoing message with this key, without brackets: a name and a proof that we made it.

    It also travels in X-Webcare-Id and as the envelope's id, since some servers put their own Message-ID in its place.
    """
    name = key.lower()
    return f"{name}.{proof(proof_key, 'message', name)}@{domain}"


def is_ours(value: str, proof_key: bytes) -> bool:
    """Whether an id is one that we made."""
    found = _OURS.fullmatch(value.strip().strip("<>").lower())
    if not (found and proof_key):
        return False
    return hmac.compare_digest(found["proof"], proof(proof_key, "message", found["key"]))


def proof(proof_key: bytes, *facts: str) -> str:
    """Eighty bits that only we can make, in letters and digits that survive any change of case."""
    sealed = hmac.new(proof_key, "\n".join(facts).encode("utf-8", "replace"), hashlib.sha256).digest()
    return base64.b32encode(sealed[:10]).decode().lower()
