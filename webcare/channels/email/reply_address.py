"""The address to which a customer answers: it names the conversation and proves that this sender belongs to it."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable

from webcare.channels.email.message_id import proof

PURPOSE = "reply address"  # what lib.secret.proof_key is asked for, here and where receipts are parsed

_TOKEN = re.compile(r"[^@]*\+(?P<conversation>[1-9]\d{0,17})\.(?P<proof>[a-z2-7]{16})@[^@]+")


def address_for(base: str, conversation_id: int, sender: str, proof_key: bytes) -> str:
    """`reply@example.com` with the token between its two halves; `sender` is the customer that may use it."""
    local, _, domain = base.rpartition("@")
    return f"{local}+{conversation_id}.{_proof(conversation_id, sender, proof_key)}@{domain}"


def conversation_of(addresses: Iterable[str], sender: str, proof_key: bytes) -> int | None:
    """The conversation that `sender` has proven to belong to; a token in other hands gives nothing."""
    if not proof_key:
        return None
    for address in addresses:
        found = _TOKEN.fullmatch(address.strip().lower())
        if found and hmac.compare_digest(found["proof"], _proof(int(found["conversation"]), sender, proof_key)):
            return int(found["conversation"])
    return None


def _proof(conversation_id: int, sender: str, proof_key: bytes) -> str:
    return proof(proof_key, "reply", str(conversation_id), sender.strip().lower())
