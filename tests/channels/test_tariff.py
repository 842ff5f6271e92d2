"""What things cost is what the organisation set, else what the network's list says."""

from __future__ import annotations

import pytest

from webcare.channels.tariff import Item, Tariff, amount, budget, holds_answers

TARIFF = Tariff("US$", (Item("read", "a read", "0.005"), Item("write", "a write", "0.2")))


@pytest.mark.parametrize(
    ("settings", "key", "micros"),
    [
        ({}, "read", 5_000),
        ({}, "write", 200_000),
        ({"price_read": "0.0000015"}, "read", 1),
        ({"price_read": "0"}, "read", 0),
        ({"price_read": ""}, "read", 5_000),
        ({"price_read": "cheap"}, "read", 5_000),
        ({"price_gone": "3"}, "gone", 0),
    ],
)
def test_a_price_is_what_was_set_else_what_the_list_says(settings: dict[str, str], key: str, micros: int) -> None:
    assert TARIFF.price(settings, key) == micros


@pytest.mark.parametrize(("written", "micros"), [("", None), ("0", None), ("12.50", 12_500_000), ("NaN", None)])
def test_without_a_number_there_is_no_budget(written: str, micros: int | None) -> None:
    assert budget({"budget": written}) == micros
    assert budget({}) is None


def test_answers_wait_only_where_somebody_chose_so() -> None:
    assert [holds_answers(each) for each in ({}, {"when_used_up": ""}, {"when_used_up": "wait"})] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("written", ["Infinity", "-Infinity", None, object(), "1e400000000"])
def test_what_is_no_amount_is_none(written: object) -> None:
    assert amount(written) is None
