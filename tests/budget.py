"""How many queries something may cost; what costs more says which they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def at_most(budget: int) -> Iterator[None]:
    """Fails, with every query, when the block needs more than `budget` of them."""
    with CaptureQueriesContext(connection) as captured:
        yield
    queries = _asked(captured)
    assert len(queries) <= budget, f"{len(queries)} queries, {budget} are allowed:\n{_told(queries)}"


def same_cost(few: Callable[[], object], more: Callable[[], object], grow: Callable[[], object]) -> None:
    """`few` is asked, then `grow` adds rows, then `more` is asked: a list costs the same for one row and for fifty."""
    before = _cost(few)
    grow()
    after = _cost(more)
    assert len(after) <= len(before), f"{len(before)} queries for few rows, {len(after)} for more:\n{_told(after)}"


def _cost(ask: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return _asked(captured)


def _asked(captured: CaptureQueriesContext) -> list[str]:
    """Without the business clock, which is read again every few seconds, whatever is asked."""
    asked = [str(query["sql"]) for query in captured.captured_queries]
    return [query for query in asked if "webcare_business_clock" not in query]


def _told(queries: list[str]) -> str:
    """Those that come most often first: that is where a loop is."""
    shapes = Counter(query[:200] for query in queries)
    return "\n".join(f"{count:4d} × {shape}" for shape, count in shapes.most_common())
