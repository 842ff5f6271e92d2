"""Signatures that the networks have published, or made: they lie beside the project, and where they do not, nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

VECTORS = Path(__file__).resolve().parents[2] / "shared" / "specs" / "signature_vectors.json"
published = pytest.mark.skipif(not VECTORS.exists(), reason="the published signature vectors are not on this machine")


def vector(name: str) -> dict[str, str]:
    """One of them: the secret, what was signed, and the signature."""
    found: dict[str, str] = json.loads(VECTORS.read_text())[name]
    return found
