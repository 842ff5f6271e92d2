"""What somebody brought to our door or fetched for us, on its way to be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Handed:
    """An event as it was handed in, before it is a receipt. With `error` it is set aside at once.

    `item` of the network's tariff, at `micros`: it is charged with the event, once, since a repeat is not kept.
    """

    network: str
    key: str
    payload: bytes
    application_id: int | None = None
    account_id: int | None = None
    received_at: datetime | None = None  # None: now
    error: str = ""
    item: str = ""
    micros: int = 0
