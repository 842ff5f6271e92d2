"""What a network counts or charges for, as data; what each of it costs is set by the organisation, from the network's own list.

Amounts are in millionths of the tariff's unit, so that a tenth of a cent is a whole number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import Promise

PRICE, BUDGET, USED_UP, LOOKED_AT = "price_", "budget", "when_used_up", "insight_days"
WAIT = "wait"  # the choice that answers wait, too
MILLION = 1_000_000
LOOKED_AT_USUALLY = 2  # days for which it is asked what became of a message, where each question costs


@dataclass(frozen=True, slots=True)
class Item:
    """Something that counts: `price` is what the network's list says, in the tariff's unit."""

    key: str
    label: str | Promise
    price: str
    help: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Tariff:
    """`unit` is what prices and the budget are given in: a currency, or what a quota consists of. It runs by UTC's month."""

    unit: str
    items: tuple[Item, ...]

    def item(self, key: str) -> Item | None:
        """By its key; None where the network has stopped to count it."""
        return next((item for item in self.items if item.key == key), None)

    def price(self, settings: Mapping[str, Any], key: str) -> int:
        """What one of it costs an application with these settings."""
        item = self.item(key)
        if item is None:
            return 0
        asked = amount(settings.get(PRICE + key))
        return amount(item.price) or 0 if asked is None else asked


def budget(settings: Mapping[str, Any]) -> int | None:
    """What may be spent in a month; None where nobody set a limit."""
    return amount(settings.get(BUDGET)) or None


def holds_answers(settings: Mapping[str, Any]) -> bool:
    """Whether answers wait as well once the budget is used up."""
    return settings.get(USED_UP) == WAIT


def looked_at(settings: Mapping[str, Any]) -> int:
    """For how many days it is asked what became of a message; 0: not at all."""
    told = str(settings.get(LOOKED_AT, LOOKED_AT_USUALLY)).strip()
    return min(int(told), 30) if told.isascii() and told.isdigit() and len(told) < 4 else 0


def amount(written: object) -> int | None:
    """Millionths; None where nothing is written, or no number."""
    try:
        return int(Decimal(str(written)) * MILLION)
    except (ArithmeticError, ValueError):
        return None
