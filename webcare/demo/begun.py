"""What colleagues would answer to the messages that were waiting when the demo began; the seeds write, the town reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings


def keep(answers: Mapping[str, str]) -> None:
    """By the id of the message."""
    _file().write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")


def answers() -> dict[str, str]:
    """What was kept; nothing where the demo was not seeded here."""
    try:
        known: dict[str, str] = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return known


def _file() -> Path:
    return Path(settings.DATA) / "begun.json"
