"""What is read again and again while one request lasts, and is the same each time: read at first use and kept until then."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

Value = TypeVar("Value")
_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("known", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Until the end of the block, or until somebody says that it has changed."""
    before = _known.set({})
    try:
        yield
    finally:
        _known.reset(before)


def known(key: Hashable, read: Callable[[], Value]) -> Value:
    """What `read` says: asked once within `read_once`, each time outside of it."""
    kept = _known.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    return cast(Value, kept[key])


def remember(key: Hashable, value: object) -> None:
    """It was looked up together with others; outside of `read_once` that was in vain."""
    kept = _known.get()
    if kept is not None:
        kept[key] = value


def forget() -> None:
    """Something of it was written: read all of it again."""
    if kept := _known.get():
        kept.clear()
