"""What was listed is kept in an envelope, which says on which server and for whom."""

from __future__ import annotations

import json
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import RawEvent


def event(account: Account, told: str, key: str, item: dict[str, Any], **more: Any) -> RawEvent:
    """`told` is the kind of event for parse.py, `more` what stands around the item."""
    server, _, local = account.external_id.partition("/")
    envelope = {"told": told, "server": server, "account": local, "item": item, **more}
    payload = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return RawEvent(f"{account.external_id}:{key}"[:255], payload)
