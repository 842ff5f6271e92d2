"""Proof that whoever brings a code is whoever asked for it (RFC 7636)."""

from __future__ import annotations

import base64
import hashlib


def challenge(verifier: str) -> str:
    """What a network may know of the verifier before (S256)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
