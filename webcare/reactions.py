"""Cause → effects: what follows from what happened, in the same transaction. No logic here."""

from __future__ import annotations


def connect() -> None:
    """Called once, when the rooms are loaded."""
