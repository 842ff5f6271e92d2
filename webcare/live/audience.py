"""Which brands each change is about, so that a screen hears only of what its person may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import psycopg

Brands = frozenset[int] | None  # None: all of them

# One statement for all that changed at once; a kind that is not here tells nothing about anybody's brand.
_BRANDS = """
SELECT 'conversation', id, brand_id FROM webcare_conversation WHERE id = ANY(%(conversation)s)
UNION ALL SELECT 'case', id, brand_id FROM webcare_case WHERE id = ANY(%(case)s)
UNION ALL SELECT DISTINCT 'customer', handle.customer_id, talk.brand_id FROM webcare_handle handle
    JOIN webcare_conversation talk ON talk.handle_id = handle.id WHERE handle.customer_id = ANY(%(customer)s)
"""
KINDS = ("conversation", "case", "customer")


@dataclass(frozen=True, slots=True)
class Listener:
    """Whose screen it is, and whose brands' news it may tell."""

    person_id: int
    brands: Brands = None


@dataclass(frozen=True, slots=True)
class Topic:
    """What changed; `brands`: who sees any of these may hear of it. None: everybody may."""

    name: str
    brands: frozenset[int] | None = None

    def is_for(self, brands: Brands) -> bool:
        return brands is None or self.brands is None or not self.brands.isdisjoint(brands)


async def with_brands(connection: psycopg.AsyncConnection, names: Sequence[str]) -> tuple[Topic, ...]:
    """The topics, each with the brands that it is about; what is not there any more is nobody's."""
    asked: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for name in names:
        kind, _, number = name.partition(":")
        if kind in asked:
            asked[kind].append(int(number))
    found: dict[str, set[int]] = {}
    if any(asked.values()):
        for kind, number, brand in await (await connection.execute(_BRANDS, asked)).fetchall():
            found.setdefault(f"{kind}:{number}", set()).add(brand)
    return tuple(Topic(name, _brands_of(name, found)) for name in names)


def _brands_of(name: str, found: dict[str, set[int]]) -> frozenset[int] | None:
    return frozenset(found.get(name, ())) if name.startswith(tuple(f"{kind}:" for kind in KINDS)) else None


def seen_by(topics: Collection[Topic], brands: Brands) -> list[str]:
    """Their names, for somebody with these brands; persons and visitors hear of themselves only, elsewhere."""
    return [topic.name for topic in topics if topic.is_for(brands) and not topic.name.startswith(("person:", "chat:"))]
