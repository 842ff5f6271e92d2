"""Somebody wants what we write to them by mail, since they may have gone when it comes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WantsMail:
    """Where they want it, how they are called, and a link that leads them back for a while."""

    address: str
    name: str
    link: str
