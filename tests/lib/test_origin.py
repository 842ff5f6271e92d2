"""Only a page of the same host, from the pages' own port, may listen."""

from __future__ import annotations

import pytest

from webcare.lib.origin import may_listen

BASE = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8001"),
        ("http://localhost:8000", "localhost:8001"),
        ("http://[::1]:8000", "[::1]:8001"),
        ("http://10.0.0.7:8000", "10.0.0.7:8001"),
    ],
)
def test_a_page_of_the_same_host_may_listen_by_whatever_name_it_was_typed(origin: str, host: str) -> None:
    assert may_listen(origin, host, BASE)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("", "127.0.0.1:8001"),
        ("null", "127.0.0.1:8001"),
        ("http://localhost:8000", "127.0.0.1:8001"),
        ("http://127.0.0.1:8020", "127.0.0.1:8001"),
        ("https://127.0.0.1:8000", "127.0.0.1:8001"),
        ("http://evil.example:8000", "127.0.0.1:8001"),
        ("http://127.0.0.1:x", "127.0.0.1:8001"),
        ("http://[", "127.0.0.1:8001"),
        ("http://127.0.0.1:8000", "[:8001"),
    ],
)
def test_everybody_else_may_not(origin: str, host: str) -> None:
    assert not may_listen(origin, host, BASE)
